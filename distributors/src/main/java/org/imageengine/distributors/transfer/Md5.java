package org.imageengine.distributors.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, which protocols want so that the far end can see that a part came as it was sent. */
public final class Md5 {
  private Md5() {}

  /** The digest, 16 bytes. */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
