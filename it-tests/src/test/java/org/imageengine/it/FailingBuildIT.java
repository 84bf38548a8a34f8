package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Builds that fail, are canceled or are killed while a real VM runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingBuildIT {
  @TempDir static Path directory;
  private Engine engine;

  @BeforeAll
  void prepare() throws Exception {
    engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Leftovers.assertNone(engine.home());
  }

  private Path template(String name, Templates template) throws Exception {
    return template.write(directory.resolve(name + ".json"));
  }

  /** Abort keeps the VM; it can be entered; deleting the run removes it. */
  @Test
  void abortKeepsTheVmUntilTheRunIsDeleted() throws Exception {
    Path out = directory.resolve("abort.vhd");
    Path file =
        template(
            "abort",
            new Templates("abort", TestCatalog.GEN2)
                .shell("good", "echo left-by-the-build > /tmp/mark")
                .shell("bad", "echo about to fail", "exit 3", "echo not reached")
                .onCustomizerError("abort")
                .vhdTo("vhd", out.toUri().toString()));

    Engine.Result result = engine.run("run", file).failedWith(1);

    String run = engine.run("runs", "list", "--output", "json").json().get(0).get("runId").asText();
    assertThat(result.err())
        .contains("abort.json:")
        .contains("The customizer \"bad\" failed: ")
        .contains("3")
        .contains("| about to fail")
        .doesNotContain("not reached");
    assertThat(result.out()).contains("engine ssh " + run);
    assertThat(out).doesNotExist();
    assertThat(Leftovers.domains(engine.home())).hasSize(1);

    // Neither the next command nor a clean-up may take it away: it is kept on purpose.
    engine.run("doctor", "--clean").succeeded();
    assertThat(engine.run("ssh", run, "cat", "/tmp/mark").succeeded().out().strip())
        .isEqualTo("left-by-the-build");
    assertThat(engine.run("ssh", "latest", "sudo", "id", "-u").succeeded().out().strip())
        .isEqualTo("0");

    engine.run("runs", "delete", run).succeeded();
    assertThat(engine.run("runs", "list").out()).contains("No runs yet");
  }

  /** Ctrl-C: the VM is gone, the overlay is gone, the run is recorded as Canceled. */
  @Test
  void anInterruptCancels() throws Exception {
    Engine.Running running = startLongBuild("cancel");
    assertThat(Leftovers.domains(engine.home())).hasSize(1);

    running.signal("INT");

    assertThat(running.await().exitCode()).isEqualTo(4);
    JsonNode run = engine.run("runs", "show", "latest", "--output", "json").succeeded().json();
    assertThat(run.get("runState").asText()).isEqualTo("Canceled");
    assertThat(run.get("message").asText()).isEqualTo("Canceled while Customizing.");
    Leftovers.assertNone(engine.home());
    engine.run("runs", "delete", "latest").succeeded();
  }

  /** A second Ctrl-C does not wait for the cleaning up; the next start of the engine does it. */
  @Test
  void aSecondInterruptStopsAtOnce() throws Exception {
    Path file = template("twice", new Templates("twice", TestCatalog.GEN2).vhd("vhd"));
    Engine.Running running = engine.start("run", file);
    running.awaitText("==> Connecting");

    running.signal("INT");
    running.signal("INT");

    int exitCode = running.await().exitCode();
    Engine.Result next = engine.run("runs", "show", "latest", "--output", "json").succeeded();
    assertThat(next.json().get("runState").asText()).isEqualTo("Canceled");
    // The first one may have been obeyed to its end before the second came.
    assertThat(exitCode).isIn(130, 4);
    if (exitCode == 130) {
      assertThat(next.err()).contains("Removed what run ");
    }
    engine.run("runs", "delete", "latest").succeeded();
  }

  /** The time limit ends whatever goes on, with the words that people look for. */
  @Test
  void theTimeLimitEndsABuild() throws Exception {
    Path file =
        template(
            "late", new Templates("late", TestCatalog.GEN2).shell("long", "sleep 600").vhd("vhd"));

    Engine.Result result =
        engine.with("ENGINE_TIMEOUTS_BUILD", "75s").run("run", file).failedWith(4);

    assertThat(result.err()).contains("The build passed its limit of 75 seconds and was stopped");
    assertThat(engine.run("runs", "logs", "latest").succeeded().out())
        .contains(
            "[ERROR] Failed while waiting for packerizer: Timeout waiting for microservice to")
        .contains("[ERROR] complete: 'context deadline exceeded'");
    engine.run("runs", "delete", "latest").succeeded();
  }

  /** {@code kill -9}: the next start of the engine removes what was left. */
  @Test
  void theNextStartCleansUpAfterAKill() throws Exception {
    Engine.Running running = startLongBuild("kill");

    running.signal("KILL");
    running.process().waitFor();

    assertThat(Leftovers.domains(engine.home())).hasSize(1);
    assertThat(Leftovers.files(engine.home())).isNotEmpty();
    Engine.Result next = engine.run("runs", "list").succeeded();
    assertThat(next.err()).contains("Removed what run ");
    assertThat(next.out()).contains("Failed");
    Leftovers.assertNone(engine.home());
    assertThat(engine.run("doctor", "--clean").succeeded().out())
        .isEqualTo("Nothing was left behind.\n");
    engine.run("runs", "delete", "latest").succeeded();
  }

  private Engine.Running startLongBuild(String name) throws Exception {
    Path file =
        template(
            name,
            new Templates(name, TestCatalog.GEN2)
                .shell("long", "echo it has begun", "sleep 600")
                .vhd("vhd"));
    Engine.Running running = engine.start("run", file);
    running.awaitText("long: it has begun");
    return running;
  }

  /** The step fails, and says which directory is missing. */
  @Test
  void aDestinationWhoseDirectoryIsMissingFailsTheStep() throws Exception {
    Path content = Files.writeString(directory.resolve("content.txt"), "x");
    Path file =
        template(
            "destination",
            new Templates("destination", TestCatalog.GEN2)
                .file("copy", content.toUri().toString(), "/tmp/no/such/dir/content.txt")
                .vhd("vhd"));

    Engine.Result result = engine.run("run", file, "--output", "json").failedWith(1);

    assertThat(result.json().get("runState").asText()).isEqualTo("Failed");
    assertThat(result.json().get("runSubState").asText()).isEqualTo("Customizing");
    assertThat(result.json().get("message").asText())
        .contains("The customizer \"copy\" failed: ")
        .contains("/tmp/no/such/dir");
    engine.run("runs", "delete", "latest").succeeded();
  }

  /** A disk without an operating system never answers. */
  @Test
  void aGuestThatNeverAnswersShowsWhatItsConsoleSaid() throws Exception {
    Path blank = directory.resolve("blank.qcow2");
    new ProcessBuilder("qemu-img", "create", "-q", "-f", "qcow2", blank.toString(), "64M")
        .start()
        .waitFor();
    engine
        .run(
            "image",
            "import",
            blank,
            "--as",
            "Test:blank:gen1:1.0.0",
            "--os-type",
            "Linux",
            "--generation",
            "V1")
        .succeeded();
    Templates template = new Templates("silent", "gen1").vhd("vhd");
    ((ObjectNode) template.properties().get("source"))
        .put("publisher", "Test")
        .put("offer", "blank");

    Engine.Result result =
        engine.with("ENGINE_TIMEOUTS_CONNECT", "15s").run("run", template("silent", template));

    result.failedWith(1);
    assertThat(result.err())
        .contains("15 s")
        .contains("The serial console")
        .contains("screenshot.png")
        .contains("The source image must run cloud-init and an SSH server.");
    String run = engine.run("runs", "list", "--output", "json").json().get(0).get("runId").asText();
    assertThat(engine.home().resolve("runs/" + run + "/screenshot.png")).isNotEmptyFile();
    engine.run("runs", "delete", "latest").succeeded();
  }
}
