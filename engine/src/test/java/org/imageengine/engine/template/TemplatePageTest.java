package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/template.md} lists every property that the code knows, and no other. */
class TemplatePageTest {
  private static final Pattern SECTION = Pattern.compile("### (?:`(.+)`|The resource)");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*");

  @Test
  void thePageHasEveryPropertyOfTheCode() throws IOException {
    List<String> listed = new ArrayList<>();
    String section = null;
    for (String line : Files.readAllLines(Path.of("../docs/template.md"))) {
      Matcher heading = SECTION.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        section = heading.group(1) == null ? "" : heading.group(1) + ".";
      } else if (row.matches() && section != null) {
        listed.add(section + row.group(1));
      }
    }
    List<String> known = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      known.addAll(shape.propertyPaths());
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(known);
  }
}
