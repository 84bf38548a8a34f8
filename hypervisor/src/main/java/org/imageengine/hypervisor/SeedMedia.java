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

/** Writes the medium that a guest is told by, on its first boot, what it is. */
public final class SeedMedia {
  /** The volume label by which cloud-init finds its disk. */
  private static final String CLOUD_INIT = "cidata";

  /** Windows Setup looks at every removable medium. */
  private static final String WINDOWS = "answers";

  private SeedMedia() {}

  /**
   * Writes an ISO 9660 image with Joliet and Rock Ridge names.
   *
   * @param iso replaced if it is there; nobody but its owner can read it, as it holds a private key
   * @throws HypervisorException {@code DISK_FULL} or {@code DISK_FAILED}; no file is left then
   */
  public static void write(CloudInitSeed seed, Path iso) throws HypervisorException {
    Map<String, byte[]> files =
        Map.of(
            "meta-data", seed.metaData().getBytes(StandardCharsets.UTF_8),
            "user-data", seed.userData().getBytes(StandardCharsets.UTF_8));
    write(files, CLOUD_INIT, iso);
  }

  /** The same for Windows: a medium for a CD-ROM drive. */
  public static void write(WindowsSeed seed, Path iso) throws HypervisorException {
    write(seed.files(), WINDOWS, iso);
  }

  private static void write(Map<String, byte[]> files, String label, Path iso)
      throws HypervisorException {
    try (FileAside aside = new FileAside(iso)) {
      Files.createFile(
          aside.path(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      writeIso(files, label, aside.path());
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
  private static synchronized void writeIso(Map<String, byte[]> files, String label, Path iso)
      throws IOException, HandlerException, ConfigException {
    ISO9660RootDirectory root = new ISO9660RootDirectory();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      root.addFile(
          new ISO9660File(
              new ByteArrayDataReference(file.getValue()),
              file.getKey(),
              System.currentTimeMillis()));
    }
    ISO9660Config plain = new ISO9660Config();
    plain.setInterchangeLevel(2);
    plain.restrictDirDepthTo8(true);
    plain.forceDotDelimiter(true);
    // ISO 9660 knows capital letters only, and cloud-init takes them too. The switch that would
    // allow others prints a warning to standard output.
    plain.setVolumeID(label.toUpperCase(Locale.ROOT));
    RockRidgeConfig rockRidge = new RockRidgeConfig();
    rockRidge.setMkisofsCompatibility(false);
    JolietConfig joliet = new JolietConfig();
    joliet.forceDotDelimiter(true);
    joliet.setVolumeID(label);
    new CreateISO(new ISOImageFileHandler(iso.toFile()), root)
        .process(plain, rockRidge, joliet, null);
  }
}
