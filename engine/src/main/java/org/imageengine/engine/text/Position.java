package org.imageengine.engine.text;

/**
 * Where a value stands: in which file, at which line and column (both counted from 1), and at which
 * path inside the document, written as {@code properties.customize[2].inline}.
 */
public record Position(String file, int line, int column, String path) {

  /** The form editors and terminals make clickable: {@code file:line:column}. */
  public String fileLineColumn() {
    return file + ":" + line + ":" + column;
  }

  /** The same place in the document under another path, for a value that is not written there. */
  public Position member(String name) {
    return new Position(file, line, column, path.isEmpty() ? name : path + "." + name);
  }
}
