package org.imageengine.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.text.Position;

/** The lines of the files that problems are about. */
final class SourceLines {
  private static final long MOST_BYTES = 16L << 20;
  private static final String INDENT = "    ";
  private static final String CUT = "…";

  private final Map<String, List<String>> files = new HashMap<>();

  /**
   * The line at a place, and a line with a caret under it; nothing where the place is no line of a
   * file.
   *
   * @param columns how wide a line may be; of a longer one the part around the place is shown
   */
  List<String> excerpt(Position at, int columns) {
    List<String> lines = files.computeIfAbsent(at.file(), SourceLines::read);
    if (at.line() < 1 || at.line() > lines.size()) {
      return List.of();
    }
    String line = lines.get(at.line() - 1).replace('\t', ' ');
    int caret = Math.min(Math.max(at.column() - 1, 0), line.length());
    int room = Math.max(20, columns - INDENT.length() - 2 * CUT.length());
    int from = caret < room ? 0 : Math.min(caret - room / 2, Math.max(0, line.length() - room));
    int to = Math.min(line.length(), from + room);
    String before = from > 0 ? CUT : "";
    String after = to < line.length() ? CUT : "";
    return List.of(
        INDENT + before + line.substring(from, to) + after,
        INDENT + " ".repeat(before.length() + caret - from) + "^");
  }

  private static List<String> read(String file) {
    try {
      Path path = Path.of(file);
      return Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES
          ? Files.readString(path).lines().toList()
          : List.of();
    } catch (IOException | InvalidPathException e) {
      // Without the line the message still says the place.
      return List.of();
    }
  }
}
