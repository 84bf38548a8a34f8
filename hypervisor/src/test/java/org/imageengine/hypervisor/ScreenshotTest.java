package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenshotTest {
  @TempDir Path directory;

  @Test
  void convertsPixmaps() throws Exception {
    byte[] pixmap = "P6\n2 1\n255\nabcxyz".getBytes(StandardCharsets.US_ASCII);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Screenshot.fromPixmap(pixmap)));

    assertThat(image.getWidth()).isEqualTo(2);
    assertThat(image.getHeight()).isEqualTo(1);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff616263);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff78797a);
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> Screenshot.fromPixmap(new byte[] {'P', '5', '\n'}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Screenshot.fromPixmap(new byte[0])).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhereItCannotBeWritten() {
    Path png = directory.resolve("none/screen.png");

    assertThatThrownBy(() -> Screenshot.write(new byte[1], png))
        .isInstanceOf(HypervisorException.class)
        .hasMessageContaining(png.toString());
  }
}
