package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the command writes, and whether a person is looking.
 *
 * @param outIsTerminal the launcher has found standard output to be a terminal
 * @param columns the width of that terminal
 */
record Screen(PrintStream out, PrintStream err, boolean outIsTerminal, boolean color, int columns) {
  private static final int DEFAULT_COLUMNS = 100;

  /** The screen of this process, as the launcher describes it in system properties. */
  static Screen ofProcess() {
    boolean terminal = Boolean.getBoolean("engine.stdout.tty");
    String noColor = System.getenv("NO_COLOR");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Screen(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        terminal && !dumb,
        terminal && !dumb && (noColor == null || noColor.isEmpty()),
        Integer.getInteger("engine.columns", DEFAULT_COLUMNS));
  }

  /** {@code text} in bold, where colors are wanted. */
  String bold(String text) {
    return color ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  String red(String text) {
    return color ? "\u001b[31m" + text + "\u001b[0m" : text;
  }

  String yellow(String text) {
    return color ? "\u001b[33m" + text + "\u001b[0m" : text;
  }

  String green(String text) {
    return color ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  String dim(String text) {
    return color ? "\u001b[2m" + text + "\u001b[0m" : text;
  }
}
