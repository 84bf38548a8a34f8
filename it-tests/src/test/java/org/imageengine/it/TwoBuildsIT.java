package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Two builds at once have VMs, ports, disks and outputs of their own. */
@Isolated("it runs two VMs by itself")
class TwoBuildsIT {
  @TempDir Path directory;

  @Test
  void twoBuildsFromOneSourceDoNotDisturbEachOther() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
    List<Engine.Running> both = List.of(start(engine, "left"), start(engine, "right"));
    for (Engine.Running running : both) {
      running.await().succeeded();
    }

    JsonNode runs = engine.run("runs", "list", "--output", "json").succeeded().json();
    assertThat(runs.findValuesAsText("runState")).containsExactly("Succeeded", "Succeeded");
    for (JsonNode run : runs) {
      String own = run.get("template").asText();
      String other = own.equals("left") ? "right" : "left";
      Path log = engine.home().resolve("runs/" + run.get("runId").asText() + "/customization.log");
      assertThat(Files.readString(log)).contains("I am " + own).doesNotContain("I am " + other);
      assertThat(directory.resolve(own + ".vhd")).exists();
    }
    Leftovers.assertNone(engine.home());
  }

  private Engine.Running start(Engine engine, String name) throws Exception {
    Path out = directory.resolve(name + ".vhd");
    return engine.start(
        "run",
        new Templates(name, TestCatalog.GEN2)
            .shell("mark", "echo I am " + name)
            .vhdTo("vhd", out.toUri().toString())
            .write(directory.resolve(name + ".json")));
  }
}
