package org.imageengine.hypervisor;

import com.github.stephenc.javaisotools.iso9660.ConfigException;
import com.github.stephenc.javaisotools.iso9660.ISO9660File;
import com.github.stephenc.javaisotools.iso9660.ISO9660RootDirectory;
import com.github.stephenc.javaisotools.iso9660.impl.CreateISO;
import com.github.stephenc.javaisotools.iso9660.impl.ISO9660Config;
import com.github.stephenc.javaisotools.iso9660.impl.ISOImageFileHandler;
import com.github.stephenc.javaisotools.joliet.impl.JolietConfig;
import com.github.stephenc.javaisotools.rockridge.impl.RockRidgeConfig;
import com.github.stephenc.javaisotools.sabre.HandlerException;
import com.github.stephenc.javaisotools.sabre.impl.ByteArrayDataReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.imageengine.hypervisor.HypervisorException.Code;

/** Writes the disk that a guest's cloud-init reads on its first boot. */
public final class SeedMedia {
  /** The volume label by which cloud-init finds its disk. */
  private static final String LABEL = "cidata";

  private SeedMedia() {}

  /**
   * Writes an ISO 9660 image with Joliet and Rock Ridge names.
   *
   * @param iso replaced if it is there; nobody but its owner can read it, as it holds a private key
   * @throws HypervisorException {@code DISK_FULL} or {@code DISK_FAILED}; no file is left then
   */
  public static void write(CloudInitSeed seed, Path iso) throws HypervisorException {
    try (FileAside aside = new FileAside(iso)) {
      Files.createFile(
          aside.path(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      write(Map.of("meta-data", seed.metaData(), "user-data", seed.userData()), aside.path());
      aside.commit();
    } catch (IOException | HandlerException | ConfigException e) {
      boolean full = String.valueOf(e.getMessage()).contains("No space left on device");
      throw new HypervisorException(
          full ? Code.DISK_FULL : Code.DISK_FAILED,
          "The seed " + iso + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  /** One at a time: the library keeps its settings in static fields. */
  private static synchronized void write(Map<String, String> files, Path iso)
      throws IOException, HandlerException, ConfigException {
    ISO9660RootDirectory root = new ISO9660RootDirectory();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      root.addFile(
          new ISO9660File(
              new ByteArrayDataReference(content), file.getKey(), System.currentTimeMillis()));
    }
    ISO9660Config plain = new ISO9660Config();
    plain.setInterchangeLevel(2);
    plain.restrictDirDepthTo8(true);
    plain.forceDotDelimiter(true);
    // ISO 9660 knows capital letters only, and cloud-init takes them too. The switch that would
    // allow others prints a warning to standard output.
    plain.setVolumeID(LABEL.toUpperCase(Locale.ROOT));
    RockRidgeConfig rockRidge = new RockRidgeConfig();
    rockRidge.setMkisofsCompatibility(false);
    JolietConfig joliet = new JolietConfig();
    joliet.forceDotDelimiter(true);
    joliet.setVolumeID(LABEL);
    new CreateISO(new ISOImageFileHandler(iso.toFile()), root)
        .process(plain, rockRidge, joliet, null);
  }
}
