package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole templates, with all that they are evaluated to. */
class GoldenTemplatesTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @CsvSource({
    "pipeline.bicepparam,,pipeline.expected.json",
    "pipeline.bicep,pipeline.bicepparam,pipeline.expected.json",
    "deployment.json,deployment.parameters.json,deployment.expected.json"
  })
  void evaluatesTo(String template, String parameters, String expected) throws Exception {
    TemplateRequest plain = TemplateRequest.of(FOLDER.resolve(template));
    TemplateRequest request =
        new TemplateRequest(
            plain.file(),
            parameters == null ? List.of() : List.of(FOLDER.resolve(parameters)),
            List.of(),
            Optional.empty(),
            plain.facts(),
            plain.rules());
    assertThat(TemplateReader.read(request).armJson())
        .isEqualTo(Files.readString(FOLDER.resolve(expected)));
  }

  /** What a template is evaluated to is a template, and is evaluated to itself. */
  @ParameterizedTest
  @CsvSource({"pipeline.expected.json", "deployment.expected.json"})
  void evaluatesToItself(String expected) throws Exception {
    Path file = FOLDER.resolve(expected);
    assertThat(TemplateReader.read(TemplateRequest.of(file)).armJson())
        .isEqualTo(Files.readString(file));
  }
}
