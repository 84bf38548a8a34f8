package org.imageengine.engine.plan;

import java.nio.file.Path;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DiskLook;
import org.imageengine.distributors.source.DiskInspector;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.HypervisorException;

/** Lets the catalog look into disks with the hypervisor's tool. */
public final class QemuDiskLook implements DiskLook {
  private final DiskTool disks;

  public QemuDiskLook(DiskTool disks) {
    this.disks = disks;
  }

  @Override
  public Seen into(Path disk, String format) throws CatalogException, InterruptedException {
    DiskFormat driver = DiskFormat.ofDriver(format);
    return DiskInspector.look(
        (offset, length) -> {
          try {
            return disks.read(disk, driver, offset, length);
          } catch (HypervisorException e) {
            throw QemuDiskWriter.failure(e);
          }
        });
  }
}
