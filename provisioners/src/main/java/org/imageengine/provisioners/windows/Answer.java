package org.imageengine.provisioners.windows;

import java.util.List;
import java.util.Optional;

/**
 * What a script of ours reports: {@code result}, a word, and often a text in base64.
 *
 * @param rest as it came
 */
record Answer(String word, String rest) {
  private static final String MARK = "result ";

  static Optional<Answer> of(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String[] parts = line.substring(MARK.length()).strip().split(" ", 2);
    return Optional.of(new Answer(parts[0], parts.length == 2 ? parts[1] : ""));
  }

  /** The first among lines. */
  static Optional<Answer> among(List<String> lines) {
    return lines.stream().flatMap(line -> of(line).stream()).findFirst();
  }

  String text() {
    return CommandLines.text(rest);
  }
}
