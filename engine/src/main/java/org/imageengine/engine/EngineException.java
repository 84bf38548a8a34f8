package org.imageengine.engine;

import java.util.Optional;

/** An error of the engine: a stable code, a kind, one or two sentences, and what to do about it. */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String code;
  private final String advice;

  public EngineException(ErrorKind kind, String code, String message, String advice) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.advice = advice;
  }

  public EngineException(
      ErrorKind kind, String code, String message, String advice, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.advice = advice;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** A stable name for programs, in camel case with a capital. */
  public String code() {
    return code;
  }

  public Optional<String> advice() {
    return advice.isEmpty() ? Optional.empty() : Optional.of(advice);
  }
}
