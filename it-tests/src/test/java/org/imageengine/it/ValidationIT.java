package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed validator does. */
class ValidationIT {
  @TempDir Path directory;

  @Test
  void aFailedValidationFailsTheRunButMayDistribute() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
    Path vhd = directory.resolve("continued.vhd");
    Templates template =
        new Templates("continued", TestCatalog.GEN2)
            .validator("wrong", "echo looking; test -e /no/such/file")
            .vhdTo("vhd", vhd.toUri().toString());
    ((ObjectNode) template.properties().get("validate")).put("continueDistributeOnFailure", true);

    JsonNode run =
        engine
            .run("run", template.write(directory.resolve("t.json")), "--output", "json")
            .failedWith(1)
            .json();

    assertThat(run.get("runState").asText()).isEqualTo("Failed");
    assertThat(run.get("message").asText())
        .contains("The validator \"wrong\" failed: ")
        .contains("| looking");
    assertThat(run.get("runOutputs")).hasSize(1);
    assertThat(vhd).exists();
    Leftovers.assertNone(engine.home());
  }

  @Test
  void theSourceAloneMayBeValidatedAndItsVmKept() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
    Path vhd = directory.resolve("none.vhd");
    Templates template =
        new Templates("source-only", TestCatalog.GEN2)
            .shell("never", "echo this must not run")
            .validator("right", "test ! -e /no/such/file")
            .validator("wrong", "exit 5")
            .vhdTo("vhd", vhd.toUri().toString());
    ((ObjectNode) template.properties().get("validate")).put("sourceValidationOnly", true);
    template.properties().withObjectProperty("errorHandling").put("onValidationError", "abort");

    engine.run("run", template.write(directory.resolve("t.json"))).failedWith(1);

    assertThat(engine.run("runs", "logs", "latest").succeeded().out())
        .contains("[right] <-- done")
        .doesNotContain("this must not run");
    assertThat(vhd).doesNotExist();
    assertThat(engine.run("ssh", "latest", "echo", "inside").succeeded().out().strip())
        .isEqualTo("inside");
    engine.run("runs", "delete", "latest").succeeded();
    Leftovers.assertNone(engine.home());
  }
}
