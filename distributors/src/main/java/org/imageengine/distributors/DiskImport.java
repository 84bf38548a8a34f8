package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a disk file of any form has become in the catalog: one qcow2 file, complete in itself.
 *
 * @param traits what the image is, as it was said or seen
 */
record DiskImport(StoredImage.ImageTraits traits, StoredImage.DiskContent content) {
  // Azure's largest OS disk.
  private static final long MOST_BYTES = 4L << 40;
  private static final String UNPACKED = "unpacked";
  private static final String QCOW2 = "qcow2";
  private static final String VHD = "vpc";
  private static final int VHD_FOOTER = 512;
  private static final byte[] VHD_COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);

  /** Puts the content of {@code file} into the new file {@code disk}. */
  static DiskImport take(
      Path file,
      Path disk,
      ImportOptions options,
      DiskWriter writer,
      DiskLook look,
      ProgressListener progress)
      throws CatalogException, IOException, InterruptedException {
    Path unpacked = disk.resolveSibling(UNPACKED);
    boolean isPacked = PackedDisk.unpack(file, unpacked, MOST_BYTES, progress);
    Path source = isPacked ? unpacked : file;
    DiskFacts facts = facts(source, file, writer);
    // Every build reads its source, over and over: what is compressed is written anew, once.
    boolean isAsItShouldBe =
        facts.format().equals(QCOW2) && !writer.isPacked(source, facts.format());
    boolean isCopied = isAsItShouldBe && !isPacked;
    if (!isCopied && options.sha256().isPresent()) {
      compare(file, Digests.sha256(file), options.sha256().get());
    }
    StoredImage.ImageTraits traits = traits(file, source, facts, options, look);
    String sha256;
    if (isCopied) {
      sha256 = HashingCopy.copy(source, disk, "Copying", progress);
      if (options.sha256().isPresent()) {
        compare(file, sha256, options.sha256().get());
      }
    } else {
      if (isAsItShouldBe) {
        Durable.rename(source, disk);
        sha256 = Digests.sha256AndSync(disk);
      } else {
        sha256 = writer.write(source, facts.format(), disk, DiskKind.QCOW2);
      }
    }
    Durable.delete(unpacked);
    return new DiskImport(
        traits, new StoredImage.DiskContent(facts.virtualSizeBytes(), Files.size(disk), sha256));
  }

  private static DiskFacts facts(Path source, Path file, DiskWriter writer)
      throws CatalogException, IOException, InterruptedException {
    Optional<String> format = isVhd(source) ? Optional.of(VHD) : Optional.empty();
    DiskFacts facts = writer.facts(source, format);
    if (!facts.standalone()) {
      throw new CatalogException(
          CatalogException.Code.UNSUPPORTED_DISK,
          file
              + " is not complete in itself: it refers to a backing file or a data file. Flatten it"
              + " first with qemu-img convert.");
    }
    return facts;
  }

  /** A fixed VHD is the disk itself with a footer after it, so its start does not show it. */
  private static boolean isVhd(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() < VHD_FOOTER) {
        return false;
      }
      ByteBuffer cookie = ByteBuffer.allocate(VHD_COOKIE.length);
      var unused = channel.read(cookie, channel.size() - VHD_FOOTER);
      return Arrays.equals(cookie.array(), VHD_COOKIE);
    }
  }

  private static void compare(Path file, String actual, String expected) throws CatalogException {
    if (!actual.equalsIgnoreCase(expected)) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format(
              "%s has the SHA-256 %s, not %s.", file, actual, expected.toLowerCase(Locale.ROOT)));
    }
  }

  private static StoredImage.ImageTraits traits(
      Path file, Path source, DiskFacts facts, ImportOptions options, DiskLook look)
      throws CatalogException, InterruptedException {
    DiskLook.Seen seen =
        options.osType().isPresent() && options.generation().isPresent()
            ? new DiskLook.Seen(options.osType(), options.generation(), List.of())
            : look.into(source, facts.format());
    OsType osType =
        options
            .osType()
            .or(seen::osType)
            .orElseThrow(() -> unseen(file, "operating system", "--os-type Linux", seen));
    Generation generation =
        options
            .generation()
            .or(seen::generation)
            .orElseThrow(() -> unseen(file, "generation", "--generation V2", seen));
    return new StoredImage.ImageTraits(
        osType,
        generation,
        options.osState(),
        options.location(),
        options.hardware().on(osType, generation),
        options.sysprep(osType));
  }

  private static CatalogException unseen(Path file, String what, String flag, DiskLook.Seen seen) {
    return new CatalogException(
        CatalogException.Code.UNSUPPORTED_DISK,
        String.format(
            "The %s of %s cannot be told by a look into it (%s). Say it, as with %s.",
            what, file, String.join("; ", seen.why()), flag));
  }
}
