package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Works on disk image files. File names may hold any character. On interruption the work stops and
 * nothing half-written is left.
 */
public interface DiskTool {

  /**
   * Reads what an image says of itself. Never opens another file that it names.
   *
   * @param format what it is; empty to find out (a fixed VHD is then taken for raw)
   * @throws HypervisorException {@code DISK_UNREADABLE} if it is not that, or damaged
   */
  DiskInfo info(Path disk, Optional<DiskFormat> format)
      throws HypervisorException, InterruptedException;

  /**
   * Makes a qcow2 image that holds only what differs from {@code backingFile}, which is never
   * written to.
   *
   * @param overlay replaced if it is there
   * @param virtualSizeBytes the size the guest sees; not smaller than that of the backing file
   */
  void createOverlay(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes)
      throws HypervisorException, InterruptedException;

  /**
   * The same over a disk that a VM works on, which is then not opened: what runs on the overlay
   * later must find it finished.
   */
  void createOverlayOfUsed(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes)
      throws HypervisorException, InterruptedException;

  /**
   * Writes the whole content of {@code source}, with everything it is an overlay on, into one file.
   * It may not be on the disk yet when this returns: whoever keeps it has to see to that.
   *
   * @param target appears whole or not at all; replaced if it is there
   * @throws HypervisorException {@code DISK_FAILED} if {@code kind} is {@link DiskTarget#FIXED_VHD}
   *     and the virtual size is not a whole number of MiB; {@code DISK_FULL}
   */
  void convert(Path source, DiskFormat sourceFormat, Path target, DiskTarget kind)
      throws HypervisorException, InterruptedException;

  /**
   * Writes what an overlay has that {@code backing} has not to a new overlay.
   *
   * @param target appears whole or not at all; replaced if it is there
   * @param backing how the new overlay names its backing file: an absolute path, or one seen from
   *     the directory of {@code target}
   */
  void convertDelta(
      Path source, DiskFormat sourceFormat, Path target, String backing, DiskFormat backingFormat)
      throws HypervisorException, InterruptedException;

  /** The stretches of a file that are no holes, in order; the file is taken as raw bytes. */
  List<DataStretch> data(Path file) throws HypervisorException, InterruptedException;

  /**
   * Where the data of a disk lies, as a guest sees the disk, with everything it is an overlay on.
   *
   * @return in order; empty where some of it does not lie in a file as the guest sees it, as it is
   *     compressed or encrypted
   */
  Optional<List<PlainStretch>> plainData(Path disk, DiskFormat format)
      throws HypervisorException, InterruptedException;

  /**
   * Reads a part of what a guest would see of a disk.
   *
   * @param length at most 64 MiB; less is answered at the end of the disk
   */
  byte[] read(Path disk, DiskFormat format, long offset, int length)
      throws HypervisorException, InterruptedException;
}
