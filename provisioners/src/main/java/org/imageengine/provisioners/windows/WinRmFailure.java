package org.imageengine.provisioners.windows;

import com.xebialabs.overthere.RuntimeIOException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message to the server did not come through. It has no cause: overthere's exceptions carry the
 * whole request in their text, with all that was in the command.
 */
final class WinRmFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Pattern STATUS = Pattern.compile("\\((\\d{3})\\)\\s*$");
  private static final int LONGEST = 200;

  /** What went wrong, as far as it matters to what is done next. */
  enum Kind {
    OTHER_CERTIFICATE,
    NOT_LET_IN,
    LOST,
    /** The caller's time was over before there was an answer. */
    LATE
  }

  private final Kind kind;

  WinRmFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Says what it was in words of our own; the tunnel knows best why a connection failed. */
  static WinRmFailure of(RuntimeException thrown, PinnedTunnel tunnel) {
    String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    Matcher status = STATUS.matcher(first);
    if (status.find()) {
      return status.group(1).equals("401")
          ? new WinRmFailure(Kind.NOT_LET_IN, "the user or the password is refused (HTTP 401)")
          : new WinRmFailure(Kind.LOST, "the server answered with HTTP " + status.group(1));
    }
    Optional<IOException> why = tunnel.failure();
    if (why.isPresent()) {
      for (Throwable cause = why.get(); cause != null; cause = cause.getCause()) {
        if (cause instanceof PinnedTls.OtherCertificateException) {
          return new WinRmFailure(Kind.OTHER_CERTIFICATE, cause.getMessage());
        }
      }
      return new WinRmFailure(Kind.LOST, "the connection failed: " + words(why.get()));
    }
    if (thrown instanceof RuntimeIOException) {
      return new WinRmFailure(Kind.LOST, "the server closed the connection");
    }
    // Nothing of its text: it may quote an answer or a request.
    return new WinRmFailure(
        Kind.LOST, "the answer was not understood (" + thrown.getClass().getSimpleName() + ")");
  }

  private static String words(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.length() > LONGEST ? message.substring(0, LONGEST) : message;
  }
}
