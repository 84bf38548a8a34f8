package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample of the template reference, in JSON and in Bicep, set into a whole template: it is
 * valid, or valid with a warning, or refused for the reason that the table gives.
 */
class ReferenceSnippetsTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference-snippets");

  static Stream<Arguments> expected() throws IOException {
    return Files.readAllLines(FOLDER.resolve("expected.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", 3))
        .map(row -> Arguments.of((Object[]) row));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("expected")
  void snippet(String file, String outcome, String why) throws Exception {
    TemplateRequest request = TemplateRequest.of(FOLDER.resolve(file));
    switch (outcome) {
      case "valid" -> assertThat(TemplateReader.read(request).warnings()).as(why).isEmpty();
      case "warns" -> assertThat(TemplateReader.read(request).warnings()).as(why).isNotEmpty();
      case "refused" ->
          assertThatThrownBy(() -> TemplateReader.read(request))
              .as(why)
              .isInstanceOf(ProblemsException.class);
      default -> throw new AssertionError(outcome);
    }
  }

  @Test
  void everyFileIsInTheTable() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.equals("expected.csv"))
              .toList();
      assertThat(expected().map(row -> row.get()[0].toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
