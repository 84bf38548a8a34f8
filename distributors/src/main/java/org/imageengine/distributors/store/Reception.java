package org.imageengine.distributors.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Durable;
import org.imageengine.distributors.transfer.TransferProgress;

/** What has come of an object so far, over one connection or several. */
final class Reception {
  private static final int BUFFER = 1 << 20;

  private final OutputStream out;
  private final MessageDigest digest = Digests.newSha256();
  private final byte[] buffer = new byte[BUFFER];
  private long received;

  Reception(OutputStream out) {
    this.out = out;
  }

  long received() {
    return received;
  }

  /** Takes what {@code in} has, which must not end before the whole is there. */
  void take(InputStream in, long total, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    while (received < total) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, total - received));
      if (count < 0) {
        throw new EOFException(
            "the connection ended after " + received + " of " + total + " bytes");
      }
      store(count);
      progress.at(received, total);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void store(int count) throws CatalogException {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      // This host's disk, not the network: another attempt would not help.
      throw Durable.failure("Writing what was fetched", e);
    }
    digest.update(buffer, 0, count);
    received += count;
  }

  byte[] digest() {
    return digest.digest();
  }
}
