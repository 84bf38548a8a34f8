package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of qemu-img. File names are always absolute: a name that begins with a slash is
 * never taken for an option, a protocol ({@code nbd:}) or a {@code json:} description, and none of
 * these arguments is split at commas.
 */
final class QemuImgArguments {
  static final int SECTOR = 512;

  private QemuImgArguments() {}

  static List<String> info(Path disk, Optional<DiskFormat> format) {
    List<String> arguments = new ArrayList<>(List.of("info", "--output=json"));
    format.ifPresent(known -> arguments.addAll(List.of("-f", known.driver())));
    arguments.add(absolute(disk));
    return List.copyOf(arguments);
  }

  static List<String> chain(Path disk, DiskFormat format) {
    return List.of(
        "info", "--output=json", "--backing-chain", "-f", format.driver(), absolute(disk));
  }

  static List<String> createOverlay(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes) {
    return List.of(
        "create",
        "-q",
        "-f",
        DiskFormat.QCOW2.driver(),
        "-F",
        backingFormat.driver(),
        "-b",
        absolute(backingFile),
        absolute(overlay),
        Long.toString(virtualSizeBytes));
  }

  /** {@code -u}: the backing file is not opened. */
  static List<String> createOverlayOfUsed(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes) {
    List<String> arguments =
        new ArrayList<>(createOverlay(overlay, backingFile, backingFormat, virtualSizeBytes));
    arguments.add(1, "-u");
    return List.copyOf(arguments);
  }

  /** Makes an overlay one on another file of its chain; what the two differ in goes into it. */
  static List<String> rebase(Path overlay, Path backingFile, DiskFormat backingFormat) {
    return List.of(
        "rebase",
        "-q",
        "-f",
        DiskFormat.QCOW2.driver(),
        "-F",
        backingFormat.driver(),
        "-b",
        absolute(backingFile),
        absolute(overlay));
  }

  static List<String> convert(Path source, DiskFormat sourceFormat, Path target, DiskTarget kind) {
    List<String> arguments = new ArrayList<>(List.of("convert", "-q", "-f", sourceFormat.driver()));
    if (kind.hasFixedPlaces()) {
      // In any order is faster; other formats are written in order, to lie as the disk does.
      arguments.addAll(List.of("-W", "-m", "16"));
    }
    arguments.addAll(List.of("-O", kind.format().driver()));
    if (!kind.options().isEmpty()) {
      // force_size keeps the exact size of a VHD, where the old CHS geometry would round it.
      arguments.addAll(List.of("-o", kind.options()));
    }
    // Runs of zeroes of this length become holes.
    arguments.addAll(List.of("-S", "4k", absolute(source), absolute(target)));
    return List.copyOf(arguments);
  }

  /** {@code backing} is not made absolute: the new image names it as it is written here. */
  static List<String> convertDelta(
      Path source, DiskFormat sourceFormat, Path target, String backing, DiskFormat backingFormat) {
    return List.of(
        "convert",
        "-q",
        "-f",
        sourceFormat.driver(),
        "-O",
        DiskFormat.QCOW2.driver(),
        "-B",
        backing,
        "-F",
        backingFormat.driver(),
        absolute(source),
        absolute(target));
  }

  /** The stretches of a disk, with everything it is an overlay on. */
  static List<String> map(Path disk, DiskFormat format) {
    return List.of("map", "--output=json", "-f", format.driver(), absolute(disk));
  }

  /** Copies whole sectors of what a guest would see; offset and length are multiples of one. */
  static List<String> read(Path disk, DiskFormat format, Path target, long offset, int length) {
    return List.of(
        "dd",
        "-f",
        format.driver(),
        "-O",
        DiskFormat.RAW.driver(),
        "bs=" + SECTOR,
        "skip=" + offset / SECTOR,
        "count=" + (offset + length) / SECTOR,
        "if=" + absolute(disk),
        "of=" + absolute(target));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
