package org.imageengine.engine;

/** Who can mend an error; the exit code of the command line follows it. */
public enum ErrorKind {
  /** The template, the command or the configuration is wrong. */
  USER(2),
  /** This host is not ready: libvirt, firmware, disk room, permissions. */
  RESOURCE(3),
  /** Something outside failed: a customizer's script, a guest, a server. */
  EXTERNAL(1),
  /** The engine itself is wrong. */
  INTERNAL(1);

  private final int exitCode;

  ErrorKind(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
