package org.imageengine.distributors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An open virtual appliance: a tar file with a description of the VM (OVF 1.1), the digests of its
 * files, and the disk.
 */
final class Ova {
  private static final String TEMPLATE = "appliance.ovf";

  private Ova() {}

  /** Packs {@code disk}, a stream-optimized VMDK, into {@code target}. */
  static void write(CatalogImage image, Path disk, Path target, ProgressListener progress)
      throws IOException, InterruptedException {
    String name = image.name() + image.version().map(version -> "-" + version).orElse("");
    String diskName = name + "-disk1.vmdk";
    byte[] description =
        description(image, name, diskName, Files.size(disk)).getBytes(StandardCharsets.UTF_8);
    String manifest =
        "SHA256("
            + name
            + ".ovf)= "
            + digest(description)
            + "\n"
            + "SHA256("
            + diskName
            + ")= "
            + Digests.sha256(disk)
            + "\n";
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      // In this order: who imports it reads it as a stream.
      add(tar, name + ".ovf", description);
      add(tar, name + ".mf", manifest.getBytes(StandardCharsets.US_ASCII));
      TarArchiveEntry entry = new TarArchiveEntry(diskName);
      entry.setSize(Files.size(disk));
      tar.putArchiveEntry(entry);
      Streams.copy(disk, tar, "Packing", progress);
      tar.closeArchiveEntry();
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String digest(byte[] content) {
    MessageDigest digest = Digests.newSha256();
    return HexFormat.of().formatHex(digest.digest(content));
  }

  /** The names were checked when they came into the catalog: none holds a character of XML. */
  private static String description(
      CatalogImage image, String name, String diskName, long diskFileBytes) throws IOException {
    String template;
    try (var in = Ova.class.getResourceAsStream(TEMPLATE)) {
      template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    boolean isLinux = image.osType() == OsType.Linux;
    return template
        .replace("@NAME@", name)
        .replace("@DISK_FILE@", diskName)
        .replace("@DISK_FILE_BYTES@", Long.toString(diskFileBytes))
        .replace("@DISK_BYTES@", Long.toString(image.virtualSizeBytes()))
        // CIM's numbers: Linux 64-Bit, Microsoft Windows Server 2016 or later.
        .replace("@OS_ID@", isLinux ? "101" : "112")
        .replace("@OS@", image.osType().name())
        .replace("@FIRMWARE@", image.generation() == Generation.V2 ? "efi" : "bios");
  }
}
