package org.imageengine.provisioners;

import java.util.UUID;

/** The command line that takes a script from its standard input, and runs a command with it. */
final class ScriptCommand {
  private final String file = "/tmp/script_" + UUID.randomUUID() + ".sh";
  private final String refusal = "image-engine: no room for a script " + UUID.randomUUID();
  private final long length;
  private final String command;
  private volatile boolean refused;

  ScriptCommand(long length, String command) {
    this.length = length;
    this.command = command;
  }

  /** What comes before the command's own process: the script in its file, whole. */
  String before() {
    return "script="
        + file
        + "; export script; { (umask 077 && cat >$script) && [ $(wc -c <$script) -eq "
        + length
        + " ] && chmod 0700 $script; } || { rm -f $script; echo '"
        + refusal
        + "' >&2; exit 1; }; ";
  }

  /** The command, and the file's removal after it. */
  String command() {
    return command + "\ncode=$?; " + remove() + "; exit $code";
  }

  String remove() {
    return "rm -f " + file;
  }

  /** Notices that the script could not be written, and hands on all else. */
  OutputSink watch(OutputSink output) {
    return (stream, line) -> {
      if (line.equals(refusal)) {
        refused = true;
      } else {
        output.line(stream, line);
      }
    };
  }

  boolean wasRefused() {
    return refused;
  }
}
