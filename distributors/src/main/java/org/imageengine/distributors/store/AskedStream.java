package org.imageengine.distributors.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.azure.AzureBlobs;

/** A stream whose errors while reading are told as those of other requests are. */
final class AskedStream extends FilterInputStream {
  private final String what;

  AskedStream(String what, InputStream in) {
    super(in);
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    return told(in::read);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return told(() -> in.read(bytes, offset, length));
  }

  private int told(AzureBlobs.Request<Integer> reading) throws IOException {
    try {
      return AzureBlobs.ask("Reading " + what, reading);
    } catch (CatalogException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    }
  }
}
