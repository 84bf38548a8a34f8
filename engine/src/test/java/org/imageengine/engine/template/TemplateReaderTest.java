package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.imageengine.engine.template.ImageTemplate.ErrorAction;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateReaderTest {
  private static final String WHOLE =
      """
      {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2022-02-14",
        "name": "golden",
        "location": "westus",
        "tags": {"team": "lab"},
        "properties": {
          "buildTimeoutInMinutes": 30,
          "source": {
            "type": "PlatformImage", "publisher": "Debian", "offer": "debian-12",
            "sku": "12-gen2", "version": "latest"
          },
          "vmProfile": {"vmSize": "Standard_B2s", "osDiskSizeGB": 4},
          "customize": [
            {"type": "Shell", "name": "one", "inline": ["echo 1", "echo 2"]},
            {"type": "Shell", "inline": "echo bare"},
            {"type": "Shell", "scriptUri": "https://example.com/x.sh",
             "sha256Checksum": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
            {"type": "File", "name": "two", "sourceUri": "file:///a", "destination": "/tmp/a"}
          ],
          "validate": {
            "continueDistributeOnFailure": true,
            "inVMValidations": [{"type": "Shell", "inline": ["true"]}]
          },
          "errorHandling": {"onCustomizerError": "abort"},
          "distribute": [
            {"type": "VHD", "runOutputName": "vhd", "artifactTags": {"a": "b"}},
            {"type": "SharedImage", "runOutputName": "sig", "galleryImageId": "/x"},
            {"type": "ManagedImage", "runOutputName": "mi", "imageId": "/y", "location": "westus"}
          ]
        }
      }
      """;

  @TempDir Path directory;

  private ImageTemplate read(String text) throws ProblemsException, IOException {
    return TemplateReader.read(Files.writeString(directory.resolve("my template.json"), text));
  }

  private List<Problem> problems(String text) {
    return catchThrowableOfType(ProblemsException.class, () -> read(text)).problems();
  }

  @Test
  void readsAWholeTemplate() throws Exception {
    ImageTemplate template = read(WHOLE);

    assertThat(template.name()).isEqualTo("golden");
    assertThat(template.buildTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(template.errorHandling().onCustomizerError()).isEqualTo(ErrorAction.ABORT);
    assertThat(template.errorHandling().onValidationError()).isEqualTo(ErrorAction.CLEANUP);
    assertThat(template.customizers())
        .extracting(Customizer::name)
        .containsExactly("one", "Shell 2", "Shell 3", "two");
    assertThat(((Customizer.Shell) template.customizers().get(1)).script())
        .isEqualTo(new Customizer.Script.Inline(List.of("echo bare")));
    assertThat(template.validation().continueDistributeOnFailure()).isTrue();
    assertThat(template.distributions())
        .extracting(Distribution::runOutputName)
        .containsExactly("vhd", "sig", "mi");
    assertThat(template.vmProfile().osDiskSizeGiB()).isEqualTo(4);
  }

  @Test
  void aNameThatIsMissingComesFromTheFile() throws Exception {
    assertThat(read(WHOLE.replace("\"name\": \"golden\",", "")).name()).isEqualTo("my-template");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "buildTimeoutInMinutes": 30    | "buildTimeoutInMinutes": 0    | PT4H
          "buildTimeoutInMinutes": 30,   |                               | PT4H
          "buildTimeoutInMinutes": 30    | "buildTimeoutInMinutes": 6    | PT6M
          "buildTimeoutInMinutes": 30    | "buildTimeoutInMinutes": 960  | PT16H
          """)
  void timeLimits(String from, String to, String expected) throws Exception {
    ImageTemplate template = read(WHOLE.replace(from, to == null ? "" : to));
    assertThat(template.buildTimeout()).isEqualTo(Duration.parse(expected));
  }

  /** Each row breaks one thing of the whole template, and says what is to be told of it, where. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Microsoft.VirtualMachineImages/imageT | Microsoft.Compute/t | 2:11 | is not an image template
          "apiVersion": "2022-02-14",           |                     | 1:1  | The property "apiVersion" is required
          2022-02-14                            | 2022                | 3:17 | is not an API version
          "golden"                              | "a b"               | 4:11 | must be 1 to 64 letters
          "location": "westus",                 |                     | 1:1  | The property "location" is required
          "tags": {"team": "lab"}               | "tags": {"team": 1} | 6:20 | A string is wanted here, this is a number
          : 30                                  | : 5                 | 8:30 | the minimum is 6
          : 30                                  | : 961               | 8:30 | not a whole number from 0 to 960
          : 30                                  | : 7.5               | 8:30 | not a whole number
          : 30                                  | : 1e999999999       | 8:30 | not a whole number
          "buildTimeoutInMinutes"               | "buildTimeout"      | 8:5  | Did you mean "buildTimeoutInMinutes"?
          "PlatformImage"                       | "ManagedImage"      | 10:15 | The source type ManagedImage is not supported yet
          "PlatformImage"                       | "PlattformImage"    | 10:15 | Did you mean "PlatformImage"?
          "latest"                              | "1.2"               | 11:36 | is not a version
          "vmSize": "Standard_B2s"              | "vnetConfig": {}    | 13:19 | The property "vnetConfig" is not supported yet
          "osDiskSizeGB": 4                     | "osDiskSizeGB": -1  | 13:61 | not a whole number from 0
          "echo 1"                              | 1                   | 15:51 | A string is wanted here
          "inline": "echo bare"                 | "name": "x"         | 16:7 | needs "inline" or "scriptUri"
          "inline": "echo bare"                 | "inline": "x", "scriptUri": "y" | 16:7 | not both
          "inline": "echo bare"                 | "inline": "x", "runElevated": true | 16:40 | There is no property "runElevated" here
          e3b0c442                              | e3b0c44             | 18:26 | not a SHA-256 checksum
          "/tmp/a"                              | "tmp/a"             | 19:80 | not an absolute path
          "type": "File"                        | "type": "PowerShell" | 19:16 | type PowerShell is not supported yet
          "abort"                               | "Abort"             | 25:44 | Did you mean "abort"?
          "runOutputName": "sig"                | "runOutputName": "vhd" | 28:48 | is taken by line 27
          "type": "VHD"                         | "type": "Vhd"       | 27:16 | Did you mean "VHD"?
          "galleryImageId": "/x"                | "versioning": {}, "galleryImageId": "/x" | 28:55 | "versioning" is not supported yet
          "inVMValidations": [{"type": "Shell", "inline": ["true"]}] | "sourceValidationOnly": true | 23:31 | without "inVMValidations" checks nothing
          "westus",                             | "[resourceGroup().location]", | 5:15 | Expressions in brackets are not supported yet
          "distribute"                          | "optimize": {}, "distribute" | 26:5 | The property "optimize" is not supported yet
          """)
  void eachMistakeIsToldWithItsPlace(String from, String to, String place, String message) {
    assertThat(WHOLE).contains(from);
    String broken = WHOLE.replaceFirst(Pattern.quote(from), to == null ? "" : to);

    List<Problem> problems = problems(broken);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains(message);
    assertThat(problems.get(0).at().line() + ":" + problems.get(0).at().column()).isEqualTo(place);
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheText() {
    List<Problem> problems =
        problems(
            WHOLE
                .replace("\"latest\"", "\"newest\"")
                .replace(": 30", ": 1")
                .replace("\"type\": \"VHD\"", "\"type\": \"Tape\"")
                .replace("\"tags\"", "\"tugs\""));

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("UnknownProperty", "OutOfRange", "BadVersion", "NotAllowed");
  }

  @Test
  void aWholeDeploymentTemplateIsRefusedByName() {
    assertThatThrownBy(() -> read("{\"$schema\": \"x\", \"resources\": []}"))
        .hasMessageContaining("Deployment templates ($schema, parameters, resources) are not");
  }

  @Test
  void bicepIsRefusedByName() {
    assertThatThrownBy(() -> TemplateReader.read(Path.of("main.bicep")))
        .hasMessageContaining("Bicep files are not supported yet");
  }

  @Test
  void distributeMustBeThereAndNotBeEmpty() {
    String none = WHOLE.substring(0, WHOLE.indexOf("\"distribute\"")) + "\"distribute\": []}}";
    assertThat(problems(none).get(0).message())
        .isEqualTo("At least one distribution target is needed.");
  }
}
