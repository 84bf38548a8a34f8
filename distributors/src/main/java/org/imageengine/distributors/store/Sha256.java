package org.imageengine.distributors.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of bytes in memory. */
final class Sha256 {
  private Sha256() {}

  static byte[] of(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
