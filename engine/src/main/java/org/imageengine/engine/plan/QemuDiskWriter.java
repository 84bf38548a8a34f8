package org.imageengine.engine.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.DiskFacts;
import org.imageengine.distributors.DiskKind;
import org.imageengine.distributors.DiskWriter;
import org.imageengine.distributors.Durable;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.disk.DiskCopy;
import org.imageengine.distributors.disk.PlainDisk;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.DiskInfo;
import org.imageengine.hypervisor.DiskTarget;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.PlainStretch;

/** Lets the catalog write disks with the hypervisor's tool. */
public class QemuDiskWriter implements DiskWriter {
  private static final long MIB = 1L << 20;

  private final DiskTool disks;

  public QemuDiskWriter(DiskTool disks) {
    this.disks = disks;
  }

  @Override
  public DiskFacts facts(Path disk, Optional<String> format)
      throws CatalogException, InterruptedException {
    try {
      DiskInfo info = disks.info(disk, format.map(DiskFormat::ofDriver));
      return new DiskFacts(
          info.format().driver(),
          info.virtualSizeBytes(),
          info.backingFile().isEmpty() && info.dataFile().isEmpty());
    } catch (HypervisorException e) {
      throw failure(e);
    }
  }

  @Override
  public boolean isPacked(Path disk, String format) throws CatalogException, InterruptedException {
    try {
      return disks.plainData(disk, DiskFormat.ofDriver(format)).isEmpty();
    } catch (HypervisorException e) {
      throw failure(e);
    }
  }

  @Override
  public String write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException, InterruptedException {
    DiskFormat format = DiskFormat.ofDriver(sourceFormat);
    try {
      Optional<DiskCopy.Form> form = form(kind);
      if (form.isPresent()) {
        long size = disks.info(source, Optional.of(format)).virtualSizeBytes();
        Optional<List<PlainStretch>> data = disks.plainData(source, format);
        // Whatever is not as it should be is told by the tool.
        if (data.isPresent() && (kind != DiskKind.FIXED_VHD || size % MIB == 0)) {
          return copy(new PlainDisk(size, stretches(data.get())), target, form.get(), kind);
        }
      }
      disks.convert(source, format, target, target(kind));
      return kind.isMostlyHoles()
          ? Digests.sha256OfDataAndSync(target, data(target))
          : Digests.sha256AndSync(target);
    } catch (HypervisorException e) {
      throw failure(e);
    } catch (IOException e) {
      throw Durable.failure("Writing " + target, e);
    }
  }

  /** The forms that are written in one pass. */
  private static Optional<DiskCopy.Form> form(DiskKind kind) {
    return switch (kind) {
      case QCOW2 -> Optional.of(DiskCopy.Form.QCOW2);
      case RAW -> Optional.of(DiskCopy.Form.RAW);
      case FIXED_VHD -> Optional.of(DiskCopy.Form.FIXED_VHD);
      case DYNAMIC_VHD, VHDX, STREAM_VMDK, VMDK -> Optional.empty();
    };
  }

  private static List<PlainDisk.Stretch> stretches(List<PlainStretch> data) {
    return data.stream()
        .map(
            stretch ->
                new PlainDisk.Stretch(
                    stretch.start(), stretch.length(), stretch.file(), stretch.offset()))
        .toList();
  }

  private String copy(PlainDisk disk, Path target, DiskCopy.Form form, DiskKind kind)
      throws IOException, CatalogException, HypervisorException, InterruptedException {
    String digest = DiskCopy.write(disk, target, form);
    // QEMU sees what was written as what it is meant to be.
    long found = disks.info(target, Optional.of(target(kind).format())).virtualSizeBytes();
    if (found != disk.virtualSizeBytes()) {
      throw new CatalogException(
          CatalogException.Code.IO,
          String.format(
              "%s was written with %d bytes instead of %d.",
              target, found, disk.virtualSizeBytes()));
    }
    return digest;
  }

  private static DiskTarget target(DiskKind kind) {
    return switch (kind) {
      case QCOW2 -> DiskTarget.QCOW2;
      case FIXED_VHD -> DiskTarget.FIXED_VHD;
      case DYNAMIC_VHD -> DiskTarget.DYNAMIC_VHD;
      case VHDX -> DiskTarget.VHDX;
      case RAW -> DiskTarget.RAW;
      case STREAM_VMDK -> DiskTarget.STREAM_VMDK;
      case VMDK -> DiskTarget.VMDK;
    };
  }

  @Override
  public void writeDelta(
      Path source, String sourceFormat, Path target, String backing, String backingFormat)
      throws CatalogException, InterruptedException {
    try {
      disks.convertDelta(
          source,
          DiskFormat.ofDriver(sourceFormat),
          target,
          backing,
          DiskFormat.ofDriver(backingFormat));
    } catch (HypervisorException e) {
      throw failure(e);
    }
  }

  @Override
  public List<Extent> data(Path file) throws CatalogException, InterruptedException {
    try {
      return disks.data(file).stream()
          .map(stretch -> new Extent(stretch.offset(), stretch.length()))
          .toList();
    } catch (HypervisorException e) {
      throw failure(e);
    }
  }

  static CatalogException failure(HypervisorException cause) {
    CatalogException.Code code =
        switch (cause.code()) {
          case DISK_FULL -> CatalogException.Code.NO_ROOM;
          case DISK_UNREADABLE -> CatalogException.Code.UNSUPPORTED_DISK;
          default -> CatalogException.Code.IO;
        };
    return new CatalogException(code, cause.getMessage(), cause);
  }
}
