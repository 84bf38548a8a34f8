package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ARM deployment templates, from the file to the image template in it. */
class ArmTemplateTest {
  private static final String SCHEMA =
      "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
  private static final String IMAGE =
      """
      {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": "golden",
        "location": "[resourceGroup().location]",
        "properties": {
          "source": {
            "type": "PlatformImage", "publisher": "P", "offer": "o", "sku": "s",
            "version": "latest"
          },
          "customize": [{"type": "Shell", "inline": RESULT}],
          "distribute": [{"type": "VHD", "runOutputName": "out"}]
        }
      }""";

  @TempDir Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** A deployment template with these sections and one image template. */
  private static String template(String sections, String result) {
    return "{\"$schema\": \""
        + SCHEMA
        + "\", \"contentVersion\": \"1.0.0.0\","
        + sections
        + "\n\"resources\": [\n"
        + IMAGE.replace("RESULT", result)
        + "\n]}";
  }

  private TemplateDocument read(String text, String... options)
      throws IOException, ProblemsException {
    List<Path> files = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    Optional<String> name = Optional.empty();
    for (String option : options) {
      if (option.startsWith("name:")) {
        name = Optional.of(option.substring(5));
      } else if (option.startsWith("file:")) {
        files.add(write("parameters" + files.size() + ".json", option.substring(5)));
      } else {
        parameters.add(option);
      }
    }
    return TemplateReader.read(
        new TemplateRequest(
            write("main.json", text),
            files,
            parameters,
            name,
            new DeploymentFacts("tenant", "sub", "group", "region", "deploy"),
            new TemplateRequest.Rules(false)));
  }

  private List<String> lines(String text, String... options) throws Exception {
    Customizer.Shell step = (Customizer.Shell) read(text, options).template().customizers().get(0);
    return ((Customizer.Script.Inline) step.script()).lines();
  }

  private List<Problem> problems(String text, String... options) {
    return catchThrowableOfType(ProblemsException.class, () -> read(text, options)).problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = ">>",
      quoteCharacter = '`',
      textBlock =
          """
          "parameters": {"p": {"type": "string", "defaultValue": "x"}}, >> ["[parameters('p')]"] >> x
          "parameters": {"p": {"type": "String", "defaultValue": "x"}}, >> ["[parameters('P')]"] >> x
          "parameters": {"p": {"type": "string", "defaultValue": "[concat('a', 'b')]"}}, >> ["[parameters('p')]"] >> ab
          "parameters": {"p": {"type": "int", "defaultValue": 2, "minValue": 1, "maxValue": 3}}, >> ["[string(parameters('p'))]"] >> 2
          "parameters": {"p": {"type": "string", "defaultValue": "xy", "minLength": 2, "metadata": {"a": 1}}}, >> ["[parameters('p')]"] >> xy
          "parameters": {"p": {"type": "array", "defaultValue": ["a", "b"]}}, >> "[parameters('p')]" >> a,b
          "parameters": {"p": {"type": "object", "defaultValue": {"a": ["x"]}}}, >> "[parameters('p').a]" >> x
          "parameters": {"p": {"type": "string", "nullable": true}}, >> ["[coalesce(parameters('p'), 'none')]"] >> none
          "definitions": {"t": {"type": "object", "properties": {"a": {"type": "string"}}}}, "parameters": {"p": {"$ref": "#/definitions/t", "defaultValue": {"a": "x"}}}, >> ["[parameters('p').a]"] >> x
          "variables": {"v": "[concat('x', 'y')]"}, >> ["[variables('v')]"] >> xy
          "variables": {"a": "[variables('b')]", "b": "x"}, >> ["[variables('a')]"] >> x
          "variables": {"v": {"a": "[toUpper('b')]"}}, >> ["[variables('v').a]"] >> B
          "variables": {"unused": "[reference('x')]", "v": "x"}, >> ["[variables('v')]"] >> x
          "variables": {"copy": [{"name": "v", "count": 2, "input": "[concat('x', string(copyIndex('v', 1)))]"}]}, >> "[variables('v')]" >> x1,x2
          "variables": {"v": {"copy": [{"name": "w", "count": 2, "input": "[string(copyIndex('w'))]"}]}}, >> "[variables('v').w]" >> 0,1
          "functions": [{"namespace": "my", "members": {"f": {"parameters": [{"name": "a", "type": "string"}], "output": {"type": "string", "value": "[concat(parameters('a'), '!')]"}}}}], >> ["[my.f('x')]"] >> x!
          >> ["[[literal]", "[open", "it's"] >> [literal],[open,it's
          >> "[createArray('a', 'b')]" >> a,b
          "outputs": {"o": {"type": "string", "value": "[reference('x').y]"}}, >> ["x"] >> x
          """)
  void sections(String sections, String result, String expected) throws Exception {
    assertThat(lines(template(sections == null ? "" : sections, result)))
        .containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = ">>",
      quoteCharacter = '`',
      textBlock =
          """
          "parameters": {"p": {"type": "string"}}, >> ["[parameters('p')]"] >> The parameter "p" has no value and no default
          "parameters": {"p": {"type": "string"}}, >> ["[parameters('q')]"] >> Did you mean "p"?
          "parameters": {"p": {"type": "text", "defaultValue": ""}}, >> ["x"] >> There is no type "text"
          "parameters": {"p": {"defaultValue": ""}}, >> ["x"] >> "type" is required
          "parameters": {"p": {"type": "int", "defaultValue": "x"}}, >> ["x"] >> `x`
          "parameters": {"p": {"type": "string", "allowedValues": ["abc"], "defaultValue": "abd"}}, >> ["[parameters('p')]"] >> Did you mean "abc"?
          "parameters": {"p": {"type": "string", "maxLength": 1, "defaultValue": "ab"}}, >> ["[parameters('p')]"] >> length must be at most 1
          "definitions": {"t": {"type": "object", "additionalProperties": false}}, "parameters": {"p": {"$ref": "#/definitions/t", "defaultValue": {"a": "x"}}}, >> ["[string(parameters('p'))]"] >> has no property "a"
          "variables": {"a": "[variables('b')]", "b": "[variables('a')]"}, >> ["[variables('a')]"] >> depends on itself
          "variables": {"a": "[variables('b')]"}, >> ["[variables('a')]"] >> There is no variable "b"
          "variables": {"copy": [{"name": "v", "input": "x"}]}, >> "[variables('v')]" >> needs a "count"
          "variables": {"v": "[utcNow()]"}, >> ["[variables('v')]"] >> only in the default of a parameter
          "parameters": {"p": {"type": "string", "defaultValue": "[reference('x').y]"}}, >> ["[parameters('p')]"] >> Pass the value with --parameter p=VALUE
          "variables": {"v": "[reference('x').y]"}, >> ["[variables('v')]"] >> only in a running Azure deployment
          "functions": [{"namespace": "my", "members": {"f": {"parameters": [{"name": "a", "type": "string"}], "output": {"value": "[parameters('b')]"}}}}], >> ["[my.f('x')]"] >> has no parameter "b"
          "functions": [{"namespace": "my", "members": {"f": {"parameters": [], "output": {"value": "x"}}}}], >> ["[my.g()]"] >> Did you mean "my.f"?
          "variable": {"a": 1}, >> ["x"] >> Did you mean "variables"?
          """)
  void mistakes(String sections, String result, String message) {
    if (message.equals("x")) {
      // A default that nobody needs is not looked at.
      return;
    }
    assertThat(problems(template(sections, result)))
        .anySatisfy(problem -> assertThat(problem.toString()).contains(message));
  }

  @Test
  void parametersComeFromFilesAndOptionsTheLastOneWins() throws Exception {
    String text =
        template(
            "\"parameters\": {\"a\": {\"type\": \"string\"}, \"n\": {\"type\": \"int\"},"
                + "\"l\": {\"type\": \"array\"}, \"f\": {\"type\": \"string\"}},",
            "[\"[format('{0}{1}{2}{3}', parameters('a'), parameters('n'), parameters('l')[0],"
                + " parameters('f'))]\"]");
    Path file = write("content.txt", "file");
    assertThat(
            lines(
                text,
                "file:{\"$schema\": \"x\", \"contentVersion\": \"1\", \"parameters\":"
                    + " {\"a\": {\"value\": \"one\"}, \"n\": {\"value\": 1}}}",
                "file:{\"A\": {\"value\": \"two\"}}",
                "n=5",
                "l=[\"x\"]",
                "f=@" + file))
        .containsExactly("two5xfile");
    assertThat(problems(text, "a=1", "n=x", "l=[]", "f=@/none", "g=1", "bad"))
        .extracting(Problem::message)
        .anySatisfy(message -> assertThat(message).contains("The value is not JSON"))
        .anySatisfy(message -> assertThat(message).contains("/none does not exist"))
        .anySatisfy(message -> assertThat(message).contains("has no parameter \"g\""))
        .anySatisfy(message -> assertThat(message).contains("NAME=VALUE"));
  }

  @Test
  void aSecretOfAKeyVaultIsAnErrorOnlyWhereItIsNeeded() throws Exception {
    String parameters =
        "\"parameters\": {\"s\": {\"type\": \"securestring\"}},\"variables\": {\"v\": \"x\"},";
    String file =
        "file:{\"parameters\": {\"s\": {\"reference\": {\"keyVault\": {\"id\": \"x\"},"
            + " \"secretName\": \"y\"}}}}";
    assertThat(problems(template(parameters, "[\"[parameters('s')]\"]"), file))
        .first()
        .asString()
        .contains("secret of a key vault", "--parameter s=VALUE");
  }

  @Test
  void secretsAreMaskedInMessages() throws Exception {
    String text =
        template("\"parameters\": {\"s\": {\"type\": \"secureString\"}},", "[\"x\"]")
            .replace("\"latest\"", "\"[concat('v', parameters('s'))]\"");
    assertThat(problems(text, "s=hunter2"))
        .singleElement()
        .asString()
        .contains("\"v***\" is not a version")
        .doesNotContain("hunter2");
    TemplateDocument document =
        read(
            template(
                "\"parameters\": {\"s\": {\"type\": \"secureString\"}},",
                "[\"echo [parameters('s')]\", \"[parameters('s')]\"]"),
            "s=hunter2");
    assertThat(document.secrets().mask("a hunter2 b")).isEqualTo("a *** b");
  }

  @Test
  void resourcesAreFoundInLoopsConditionsChildrenAndNestedDeployments() throws Exception {
    String looped =
        IMAGE
            .replace("RESULT", "[\"[string(copyIndex())]\"]")
            .replace(
                "\"name\": \"golden\"",
                "\"name\": \"[format('image-{0}', copyIndex('images', 1))]\","
                    + " \"copy\": {\"name\": \"images\", \"count\": 2}");
    String off =
        IMAGE
            .replace("RESULT", "[\"x\"]")
            .replace(
                "\"name\": \"golden\"", "\"name\": \"off\", \"condition\": \"[equals(1, 2)]\"");
    String inner =
        """
        {
          "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "SCOPE",
          "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "SCOPE"},
            "parameters": {"p": {"value": "given"}},
            "template": {
              "parameters": {"p": {"type": "string", "defaultValue": "own"}},
              "resources": [IMAGE]
            }
          }
        }
        """;
    String nested =
        IMAGE
            .replace("RESULT", "[\"[parameters('p')]\"]")
            .replace("\"golden\"", "\"[concat('nested-', parameters('p'))]\"");
    String text =
        "{\"$schema\": \""
            + SCHEMA
            + "\", \"parameters\": {\"p\": {\"type\": \"string\", \"defaultValue\": \"outer\"}},"
            + "\"resources\": {\"a\": "
            + looped
            + ", \"b\": "
            + off
            + ", \"c\": "
            + inner.replace("SCOPE", "inner").replace("IMAGE", nested)
            + ", \"d\": "
            + inner.replace("SCOPE", "outer").replace("IMAGE", nested)
            + "}}";
    assertThat(problems(text))
        .singleElement()
        .asString()
        .contains("4 image templates: image-1, image-2, nested-given, nested-outer")
        .contains("--template-name");
    assertThat(lines(text, "name:image-2")).containsExactly("1");
    assertThat(lines(text, "name:nested-given")).containsExactly("given");
    assertThat(lines(text, "name:nested-outer")).containsExactly("outer");
    assertThat(problems(text, "name:image-3"))
        .singleElement()
        .asString()
        .contains("Did you mean \"image-");
  }

  /** What {@code bicep build} makes of a module and its outputs. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = ">>",
      textBlock =
          """
          reference('ident').outputs.text.value
          reference('ident-it').outputs.text.value
          reference(resourceId('Microsoft.Resources/deployments', 'ident-it'), '2022-09-01').outputs.text.value
          reference(extensionResourceId('/subscriptions/s/resourceGroups/g', 'Microsoft.Resources/deployments', 'ident-it'), '2022-09-01').outputs.all.value.inner
          last(split(resourceInfo('me').id, '/'))
          """)
  void theOutputsOfANestedDeploymentAreKnown(String expression) throws Exception {
    String ident =
        """
        {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01",
         "name": "[concat('ident', '-it')]",
         "properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "inner"},
           "parameters": {"p": {"value": "who"}},
           "template": {"parameters": {"p": {"type": "string"}}, "resources": [],
             "outputs": {"text": {"type": "string", "value": "[parameters('p')]"},
                         "all": {"type": "object", "value": {"inner": "[parameters('p')]"}},
                         "far": {"type": "string", "value": "[reference('x').y]"}}}}}
        """;
    String text =
        "{\"$schema\": \""
            + SCHEMA
            + "\", \"languageVersion\": \"2.0\", \"resources\": {\"ident\": "
            + ident
            + ", \"me\": {\"type\": \"Microsoft.ManagedIdentity/userAssignedIdentities\","
            + " \"apiVersion\": \"2023-01-31\", \"name\": \"who\"}, \"image\": "
            + IMAGE.replace("RESULT", "[\"[" + expression + "]\"]")
            + "}}";
    assertThat(lines(text)).containsExactly("who");
    assertThat(
            problems(
                text.replace("outputs.text", "outputs.far")
                    .replace("outputs.all", "outputs.far")
                    .replace(".id, '/'", ".properties.x, '/'")))
        .singleElement()
        .asString()
        .contains("only in a running Azure deployment");
  }

  @Test
  void galleriesAreReadAndOthersLeftAlone() throws Exception {
    String text =
        template("", "[\"x\"]")
            .replace(
                "\"resources\": [",
                """
                "resources": [
                  {"type": "Microsoft.Compute/galleries", "apiVersion": "2022-03-03", "name": "gal",
                   "location": "here", "tags": {"a": "b"}, "resources": [
                    {"type": "images", "apiVersion": "2022-03-03", "name": "def", "location": "here",
                     "properties": {"osType": "Linux", "osState": "Generalized",
                       "hyperVGeneration": "V2",
                       "identifier": {"publisher": "p", "offer": "o", "sku": "s"}}}]},
                  {"type": "Microsoft.Authorization/roleAssignments", "apiVersion": "2022-04-01",
                   "name": "[guid(resourceGroup().id)]",
                   "properties": {"principalId": "[reference('x').principalId]"}},
                """);
    TemplateDocument document = read(text);
    assertThat(document.others())
        .singleElement()
        .satisfies(
            other -> assertThat(other.type()).isEqualTo("Microsoft.Authorization/roleAssignments"));
    assertThat(document.galleries())
        .extracting(GalleryDeclaration::gallery, GalleryDeclaration::resourceGroup)
        .hasSize(2)
        .allSatisfy(tuple -> assertThat(tuple.toList()).isEqualTo(List.of("gal", "group")));
    assertThat(document.galleries().get(1).definition())
        .hasValue(new GalleryDeclaration.Definition("def", "Linux", "V2", "p", "o", "s"));
  }

  @Test
  void aFileWithoutImageTemplateSaysWhatItHas() {
    assertThat(problems("{\"$schema\": \"x\", \"resources\": []}"))
        .singleElement()
        .asString()
        .contains("has no resource of the type Microsoft.VirtualMachineImages/imageTemplates")
        .contains("no resources at all");
    assertThat(problems("{\"parameters\": {\"a\": {\"value\": 1}}}"))
        .singleElement()
        .asString()
        .contains("This is a parameter file, not a template");
    assertThat(problems("[]")).singleElement().asString().contains("A template is an object");
    assertThat(problems(" // nothing\n")).singleElement().asString().contains("holds no value");
  }

  /** The value is told where it is used, and behind it where it was written. */
  @Test
  void aMistakeIsToldAtTheExpressionAndAtTheParameterBehindIt() {
    String text =
        template(
                "\"parameters\": {\"v\": {\"type\": \"string\"}},"
                    + "\"variables\": {\"w\": \"[concat(parameters('v'), '')]\"},",
                "[\"x\"]")
            .replace("\"latest\"", "\"[variables('w')]\"");
    List<Problem> problems =
        problems(text, "file:{\"parameters\": {\n\"v\": {\"value\": \"1.x\"}}}");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).at().fileLineColumn()).endsWith("main.json:11:20");
    assertThat(problems.get(0).at().path()).isEqualTo("properties.source.version");
    assertThat(problems.get(0).at().origin().fileLineColumn()).endsWith("parameters0.json:2:16");
  }
}
