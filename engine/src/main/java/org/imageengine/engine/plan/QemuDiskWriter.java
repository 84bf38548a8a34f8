package org.imageengine.engine.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DiskFacts;
import org.imageengine.distributors.DiskKind;
import org.imageengine.distributors.DiskWriter;
import org.imageengine.distributors.Extent;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.DiskInfo;
import org.imageengine.hypervisor.DiskTarget;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.HypervisorException;

/** Lets the catalog write disks with the hypervisor's tool. */
public class QemuDiskWriter implements DiskWriter {
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
  public void write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException, InterruptedException {
    try {
      disks.convert(source, DiskFormat.ofDriver(sourceFormat), target, target(kind));
    } catch (HypervisorException e) {
      throw failure(e);
    }
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
