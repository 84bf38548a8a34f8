package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
            {"type": "SharedImage", "runOutputName": "sig", "galleryImageId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/y"},
            {"type": "ManagedImage", "runOutputName": "mi", "imageId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i", "location": "westus"}
          ]
        }
      }
      """;

  @TempDir Path directory;

  private ImageTemplate read(String text) throws ProblemsException, IOException {
    return document(text).template();
  }

  private TemplateDocument document(String text) throws ProblemsException, IOException {
    return TemplateReader.read(
        TemplateRequest.of(Files.writeString(directory.resolve("my template.json"), text)));
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
          Microsoft.VirtualMachineImages/imageT | Microsoft.Compute/t | 1:1 | is not an image template
          "apiVersion": "2022-02-14",           |                     | 1:1  | The property "apiVersion" is required
          2022-02-14                            | 2022                | 3:17 | is not an API version
          "golden"                              | "a b"               | 4:11 | must be 1 to 64 letters
          "location": "westus",                 |                     | 1:1  | The property "location" is required
          "tags": {"team": "lab"}               | "tags": {"team": 1} | 6:20 | A string is wanted here, this is a number
          : 30                                  | : 5                 | 8:30 | the minimum is 6
          : 30                                  | : 961               | 8:30 | not a whole number from 0 to 960
          : 30                                  | : 7.5               | 8:30 | not a whole number
          : 30                                  | : 1e999999999       | 8:30 | not a whole number
          "PlatformImage"                       | "PlattformImage"    | 10:15 | Did you mean "PlatformImage"?
          "latest"                              | "1.2"               | 11:36 | is not a version
          "osDiskSizeGB": 4                     | "osDiskSizeGB": -1  | 13:61 | not a whole number from 0
          "echo 1"                              | 1                   | 15:51 | A string is wanted here
          "inline": "echo bare"                 | "name": "x"         | 16:7 | needs "inline" or "scriptUri"
          "inline": "echo bare"                 | "inline": "x", "scriptUri": "y" | 16:7 | not both
          e3b0c442                              | e3b0c44             | 18:26 | not a SHA-256 checksum
          "/tmp/a"                              | "tmp/a"             | 19:80 | not an absolute path
          "/tmp/a"                              | "/tmp/../etc/x"     | 19:80 | is not below /tmp
          "type": "File", "name": "two", "sourceUri": "file:///a", "destination": "/tmp/a" | "type": "WindowsRestart" | 19:7 | WindowsRestart is for Windows, and Shell in line 15 is for Linux
          "runOutputName": "sig"                | "runOutputName": "vhd" | 28:48 | is taken by line 27
          "inVMValidations": [{"type": "Shell", "inline": ["true"]}] | "sourceValidationOnly": true | 23:31 | without "inVMValidations" checks nothing
          "westus",                             | "[resourceGroup().loc]", | 5:32 | The object has no property "loc"
          "latest"                              | "[concat('a', 'b')]" | 11:38 | "ab" is not a version
          "latest"                              | "[reference('x').y]" | 11:38 | has a value only in a running Azure deployment
          """)
  void eachMistakeIsToldWithItsPlace(String from, String to, String place, String message) {
    assertThat(WHOLE).contains(from);
    String broken = WHOLE.replaceFirst(Pattern.quote(from), to == null ? "" : to);

    List<Problem> problems = problems(broken);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains(message);
    assertThat(problems.get(0).at().line() + ":" + problems.get(0).at().column()).isEqualTo(place);
  }

  /** What older API versions let pass is accepted with a warning that names what is current. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "buildTimeoutInMinutes" | "buildTimeoutinminutes" | 8:5   | Write "buildTimeoutInMinutes"
          "buildTimeoutInMinutes" | "timeout"               | 8:5   | There is no property "timeout" here; it is ignored
          "abort"                 | "Abort"                 | 25:44 | Write "abort"
          "type": "VHD"           | "type": "vhd"           | 27:16 | Write "VHD"
          "SharedImage"           | "sharedImage"           | 28:16 | Write "SharedImage"
          "artifactTags"          | "tags"                  | 27:47 | Write "artifactTags"
          "type": "File"          | "Type": "File"          | 19:8  | Write "type"
          "tags": {"team": "lab"} | "id": "/x"              | 6:3   | is written by Azure alone
          """)
  void olderApiVersionsAreLenient(String from, String to, String place, String advice)
      throws Exception {
    assertThat(WHOLE).contains(from);
    String lenient = WHOLE.replace(from, to);

    List<Problem> added = new ArrayList<>(document(lenient).warnings());
    added.removeAll(document(WHOLE).warnings());

    assertThat(added).singleElement().asString().contains(advice);
    assertThat(added.get(0).at().line() + ":" + added.get(0).at().column()).isEqualTo(place);
    String strict = lenient.replace("2022-02-14", "2024-02-01").replace("\"echo bare\"", "[]");
    if (!to.contains("\"id\"")) {
      assertThat(problems(strict)).isNotEmpty();
    }
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheText() {
    List<Problem> problems =
        problems(
            WHOLE
                .replace("2022-02-14", "2024-02-01")
                .replace("\"echo bare\"", "[\"echo bare\"]")
                .replace("\"latest\"", "\"newest\"")
                .replace(": 30", ": 1")
                .replace("\"type\": \"VHD\"", "\"type\": \"Tape\"")
                .replace("\"tags\"", "\"tugs\""));

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("UnknownProperty", "OutOfRange", "BadVersion", "NotAllowed");
  }

  @Test
  void distributeMustBeThereAndNotBeEmpty() {
    String none = WHOLE.substring(0, WHOLE.indexOf("\"distribute\"")) + "\"distribute\": []}}";
    assertThat(problems(none).get(0).message())
        .isEqualTo("At least one distribution target is needed.");
  }
}
