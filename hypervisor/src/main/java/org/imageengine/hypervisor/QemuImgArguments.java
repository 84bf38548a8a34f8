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

  static List<String> convert(Path source, DiskFormat sourceFormat, Path target, DiskTarget kind) {
    List<String> arguments = new ArrayList<>(List.of("convert", "-q", "-f", sourceFormat.driver()));
    switch (kind) {
      // In order, so that the file is as contiguous as the disk.
      case QCOW2 -> arguments.addAll(List.of("-O", DiskFormat.QCOW2.driver()));
      // Every block has its fixed place, so they may be written in any order, which is faster.
      // force_size keeps the exact size, where the old CHS geometry would round it.
      case FIXED_VHD ->
          arguments.addAll(
              List.of(
                  "-W",
                  "-m",
                  "16",
                  "-O",
                  DiskFormat.VPC.driver(),
                  "-o",
                  "subformat=fixed,force_size=on"));
    }
    // Runs of zeroes of this length become holes.
    arguments.addAll(List.of("-S", "4k", absolute(source), absolute(target)));
    return List.copyOf(arguments);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
