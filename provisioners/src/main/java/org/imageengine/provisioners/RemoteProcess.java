package org.imageengine.provisioners;

import java.util.Map;
import java.util.UUID;

/**
 * Makes a command one that can be ended later: it runs in a session of its own, whose process ID it
 * leaves in a file.
 */
final class RemoteProcess {
  private static final Map<String, Integer> SIGNALS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "SEGV", 11, "PIPE", 13, "ALRM", 14,
          "TERM", 15);

  private final String pidFile = "/tmp/.image-engine-" + UUID.randomUUID() + ".pid";

  /** The command with the file's making before it and its removal after it. */
  String wrap(String command) {
    String inner = "echo $$ >" + pidFile + "; exec 3>&-; " + command;
    return "setsid -w sh -c "
        + quote(inner)
        + " </dev/null; code=$?; rm -f "
        + pidFile
        + "; exit $code";
  }

  /**
   * Ends the command and all it has started in its session, root's processes too. sudo is asked
   * only where it is needed: on a host that cannot look its own name up it takes its time.
   */
  String killCommand() {
    String kill = "pkill -KILL -s \"$pid\"";
    return "pid=$(cat "
        + pidFile
        + ") && { "
        + kill
        + "; [ \"$(id -u)\" = 0 ] || sudo -n "
        + kill
        + "; }; rm -f "
        + pidFile;
  }

  /** A text as one word for a POSIX shell. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** The number of a signal that SSH names; 0 for one that it does not know. */
  static int signalNumber(String name) {
    return SIGNALS.getOrDefault(name, 0);
  }
}
