package org.imageengine.engine.text;

import java.util.Optional;

/**
 * Where a value stands: in which file, at which line and column (both counted from 1), and at which
 * path inside the document, written as {@code properties.customize[2].inline}.
 *
 * @param behind where the value was written, if an expression that stands here only names it: a
 *     parameter's value or a variable's
 */
public record Position(String file, int line, int column, String path, Optional<Position> behind) {

  /** The place of a value that is written where it is used. */
  public Position(String file, int line, int column, String path) {
    this(file, line, column, path, Optional.empty());
  }

  /** The form editors and terminals make clickable: {@code file:line:column}. */
  public String fileLineColumn() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  /** The same place in the document under another path, for a value that is not written there. */
  public Position member(String name) {
    return withPath(path.isEmpty() ? name : path + "." + name);
  }

  /** The same place for an item of the array here. */
  public Position item(int index) {
    return withPath(path + "[" + index + "]");
  }

  /** The same place under another path. */
  public Position withPath(String other) {
    return new Position(file, line, column, other, behind);
  }

  /** This place, for a value that was written at {@code source}. */
  public Position from(Position source) {
    Position origin = source.origin();
    return origin.sameTextAs(this)
        ? this
        : new Position(file, line, column, path, Optional.of(origin));
  }

  /** The place where the value was written: the one behind, or this. */
  public Position origin() {
    return behind.orElse(this);
  }

  private boolean sameTextAs(Position other) {
    return file.equals(other.file) && line == other.line && column == other.column;
  }

  /** A place that is no line of a file, such as an option of the command line. */
  public static Position outside(String name, String path) {
    return new Position(name, 0, 0, path);
  }
}
