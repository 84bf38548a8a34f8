package org.imageengine.hypervisor;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.Stream;

/** What the first screen of a VM shows, as PNG. */
final class Screenshot {
  private Screenshot() {}

  static byte[] take(Connect connect, Domain domain) throws LibvirtException, HypervisorException {
    Stream stream = connect.streamNew(0);
    try {
      String type = domain.screenshot(stream, 0);
      ByteArrayOutputStream image = new ByteArrayOutputStream();
      ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
      while (stream.read(chunk) >= 0) {
        image.write(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
      // QEMU before 7.1 knows only the portable pixmap.
      return type.equals("image/png") ? image.toByteArray() : fromPixmap(image.toByteArray());
    } catch (IOException e) {
      throw new HypervisorException(
          Code.SCREENSHOT_FAILED, "The screen could not be read: " + e.getMessage(), e);
    } finally {
      stream.free();
    }
  }

  static void write(byte[] image, Path png) throws HypervisorException {
    try (FileAside aside = new FileAside(png)) {
      Files.write(aside.path(), image);
      aside.commit();
    } catch (IOException e) {
      throw new HypervisorException(
          Code.SCREENSHOT_FAILED, "The screenshot " + png + " cannot be written: " + e, e);
    }
  }

  /** Converts a binary portable pixmap: {@code P6 WIDTH HEIGHT 255}, then RGB bytes. */
  static byte[] fromPixmap(byte[] pixmap) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(pixmap));
    if (!word(in).equals("P6")) {
      throw new IOException("the screenshot is neither PNG nor a pixmap");
    }
    int width = Integer.parseInt(word(in));
    int height = Integer.parseInt(word(in));
    if (!word(in).equals("255")) {
      throw new IOException("the screenshot is a pixmap of another depth");
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  private static String word(DataInputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = in.readUnsignedByte(); !Character.isWhitespace(c); c = in.readUnsignedByte()) {
      word.append((char) c);
    }
    return word.toString();
  }
}
