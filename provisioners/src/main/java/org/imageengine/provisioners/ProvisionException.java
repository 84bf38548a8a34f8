package org.imageengine.provisioners;

import java.util.OptionalInt;

/** A guest could not be reached, changed or generalized, or content could not be fetched. */
public final class ProvisionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is; the names are stable. */
  public enum Code {
    CONNECT_TIMEOUT,
    GUEST_GONE,
    AUTHENTICATION_FAILED,
    HOST_KEY_MISMATCH,
    CONNECTION_LOST,
    COMMAND_FAILED,
    COMMAND_TIMEOUT,
    UPLOAD_FAILED,
    DESTINATION_MISSING,
    FETCH_FAILED,
    CHECKSUM_MISMATCH,
    GENERALIZE_FAILED,
    INTERNAL
  }

  private final Code code;
  private final int exitCode;

  public ProvisionException(Code code, String message) {
    this(code, message, null);
  }

  public ProvisionException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.exitCode = -1;
  }

  private ProvisionException(String message, int exitCode) {
    super(message);
    this.code = Code.COMMAND_FAILED;
    this.exitCode = exitCode;
  }

  /** A command or script that ended with an exit code other than 0. */
  public static ProvisionException exited(String what, int exitCode) {
    return new ProvisionException(what + " exited with code " + exitCode + ".", exitCode);
  }

  public Code code() {
    return code;
  }

  /** The exit code of a command that failed. */
  public OptionalInt exitCode() {
    return code == Code.COMMAND_FAILED ? OptionalInt.of(exitCode) : OptionalInt.empty();
  }
}
