package org.imageengine.distributors.source;

/**
 * A server or the network does not do its part, which another attempt may mend. The message is a
 * part of a sentence, and never holds what the server was told.
 */
final class ServerTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  ServerTrouble(String message) {
    super(message);
  }

  ServerTrouble(String message, Throwable cause) {
    super(message, cause);
  }
}
