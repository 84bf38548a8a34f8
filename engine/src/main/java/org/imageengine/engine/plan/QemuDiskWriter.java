package org.imageengine.engine.plan;

import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DiskFacts;
import org.imageengine.distributors.DiskKind;
import org.imageengine.distributors.DiskWriter;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.DiskInfo;
import org.imageengine.hypervisor.DiskTarget;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.HypervisorException;

/** Lets the catalog write disks with the hypervisor's tool. */
public final class QemuDiskWriter implements DiskWriter {
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
      disks.convert(
          source,
          DiskFormat.ofDriver(sourceFormat),
          target,
          kind == DiskKind.QCOW2 ? DiskTarget.QCOW2 : DiskTarget.FIXED_VHD);
    } catch (HypervisorException e) {
      throw failure(e);
    }
  }

  private static CatalogException failure(HypervisorException cause) {
    CatalogException.Code code =
        switch (cause.code()) {
          case DISK_FULL -> CatalogException.Code.NO_ROOM;
          case DISK_UNREADABLE -> CatalogException.Code.UNSUPPORTED_DISK;
          default -> CatalogException.Code.IO;
        };
    return new CatalogException(code, cause.getMessage(), cause);
  }
}
