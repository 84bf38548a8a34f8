package org.imageengine.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class MainTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int engine(String... arguments) {
    out.reset();
    err.reset();
    return commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    return Main.commandLine(
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            100));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theVersionIsTold() {
    assertThat(engine("version")).isZero();
    assertThat(out()).matches("engine \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?, Java \\S+\n");
    assertThat(engine("--version")).isZero();
  }

  @Test
  void aCommandThatIsNotKnownIsToldWithTheNearest() {
    assertThat(engine("rum", "x.json")).isEqualTo(2);
    assertThat(err())
        .contains("error: Unmatched argument")
        .contains("Did you mean")
        .contains("run");
    assertThat(engine("run")).isEqualTo(2);
    assertThat(err()).contains("TEMPLATE").contains("See: engine run --help");
    assertThat(engine("runs")).isEqualTo(2);
    assertThat(err()).contains("Which of list, show, logs, outputs, delete?");
  }

  @Test
  void everyCommandAndArgumentHasHelp() {
    assertHelp(commandLine());
  }

  private static void assertHelp(CommandLine command) {
    var spec = command.getCommandSpec();
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    for (ArgSpec argument : spec.args()) {
      assertThat(argument.description())
          .as(spec.qualifiedName() + " " + argument.paramLabel())
          .isNotEmpty();
    }
    command.getSubcommands().values().forEach(MainTest::assertHelp);
  }

  @Test
  void completionIsAShellScriptThatKnowsTheCommands() throws Exception {
    assertThat(engine("completion", "bash")).isZero();
    assertThat(out())
        .startsWith("#!/usr/bin/env bash")
        .contains("doctor")
        .contains("--accelerator");
    Path script = Files.writeString(directory.resolve("completion"), out());
    assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor()).isZero();
  }

  @Test
  void allProblemsOfATemplateAreToldWithPlaceAndAdvice() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("t.json"),
            """
            {
              "type": "Microsoft.VirtualMachineImages/imageTemplates",
              "apiVersion": "2024-02-01",
              "location": "local",
              "propertis": {}
            }
            """);
    assertThat(engine("validate", "--syntax-only", file.toString())).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            String.format(
                "%1$s:1:1: error: The property \"properties\" is required.%n"
                    + "%1$s:5:3: error: propertis: There is no property \"propertis\" here.%n"
                    + "    Did you mean \"properties\"?%n"
                    + "2 problems.%n",
                file));

    assertThat(engine("validate", "--syntax-only", file.toString(), "--output", "json"))
        .isEqualTo(2);
    assertThat(out())
        .contains("\"code\" : \"ValidationFailed\"")
        .contains("\"target\" : \"propertis\"");
    assertThat(err()).isEmpty();
  }

  @Test
  void theExampleIsValid() {
    assertThat(engine("validate", "--syntax-only", "../conf/examples/hello-linux.json")).isZero();
    assertThat(out()).contains("3 customizers, 1 validators, 2 targets");
  }

  @Test
  void theBicepExampleIsCompiled() {
    assertThat(
            engine(
                "compile",
                "../conf/examples/hello-linux.bicep",
                "--parameter",
                "packages=[\"curl\"]"))
        .isZero();
    assertThat(out())
        .contains("\"sudo apt-get install -y curl\"")
        .contains("/galleries/labGallery/images/hello-linux\"");
    assertThat(err()).isEmpty();
  }

  @Test
  void aPlanNeedsItsSource() {
    assertThat(
            engine(
                "--home",
                directory.toString(),
                "plan",
                "--create-galleries",
                "../conf/examples/hello-linux.bicep"))
        .isEqualTo(2);
    assertThat(err()).contains("error: properties.source: ").contains("debian-12");
  }

  @Test
  void onATerminalTheLineIsShownWithACaret() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("t.bicep"),
            "param v string = '1.x'\n"
                + "resource t 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = {\n"
                + "  name: 'n'\n  location: 'l'\n  properties: {\n"
                + "    source: { type: 'PlatformImage', publisher: 'p', offer: 'o', sku: 's',"
                + " version: v }\n    distribute: [{ type: 'VHD', runOutputName: 'o' }]\n  }\n}\n");
    Screen terminal =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            false,
            60);
    assertThat(Main.commandLine(terminal).execute("validate", "--syntax-only", file.toString()))
        .isEqualTo(2);
    assertThat(err().replace(file.toString(), "FILE"))
        .isEqualTo(
            String.format(
                "FILE:6:85: error: properties.source.version: \"1.x\" is not a version.%n"
                    + "    …e', publisher: 'p', offer: 'o', sku: 's', version: v }%n"
                    + "                                                        ^%n"
                    + "    The value comes from v in FILE:1:18.%n"
                    + "    param v string = '1.x'%n"
                    + "                     ^%n"
                    + "    Write three integers such as 12.11.0, or latest.%n"));
  }

  @Test
  void aRunThatIsNotThereIsToldWithAdvice() {
    assertThat(engine("--home", directory.toString(), "runs", "show", "x")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(String.format("error: There is no run \"x\".%nSee: engine runs list%n"));
  }

  @Test
  void aBadConfigurationIsToldWithItsPlace() throws Exception {
    Path config = Files.writeString(directory.resolve("c.yaml"), "hypervisor:\n  urii: x\n");
    assertThat(
            engine("--home", directory.toString(), "--config", config.toString(), "runs", "list"))
        .isEqualTo(2);
    assertThat(err())
        .contains(config + ":2:9: error: hypervisor.urii: There is no configuration key")
        .contains("Did you mean \"hypervisor.uri\"?");
  }
}
