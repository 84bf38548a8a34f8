package org.imageengine.distributors;

/** The catalog cannot do what was asked: of what object, and why. */
public final class CatalogException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is; the names are stable. */
  public enum Code {
    NOT_FOUND,
    ALREADY_EXISTS,
    INVALID_NAME,
    INVALID_RESOURCE_ID,
    INVALID_VERSION,
    MISMATCH,
    NO_ROOM,
    NO_PERMISSION,
    IN_USE,
    CORRUPT,
    UNSUPPORTED_DISK,
    IO
  }

  private final Code code;

  public CatalogException(Code code, String message) {
    this(code, message, null);
  }

  public CatalogException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
