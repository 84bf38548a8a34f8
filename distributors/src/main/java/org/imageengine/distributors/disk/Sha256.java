package org.imageengine.distributors.disk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that is used for disks. */
public final class Sha256 {
  private Sha256() {}

  /** A digest that nothing is in yet. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
