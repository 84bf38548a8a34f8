package org.imageengine.engine.cli;

import java.nio.file.Path;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DiskLook;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.plan.QemuDiskWriter;

/** Brings a disk into the catalog, from a file of this host or from a server. */
final class DiskIntake {
  private final Workshop workshop;
  private final ProgressListener progress;

  DiskIntake(Workshop workshop, ProgressListener progress) {
    this.workshop = workshop;
    this.progress = progress;
  }

  /** Takes {@code place}, a path or a URL, as the image of that name. */
  CatalogImage take(PlatformUrn urn, String place, ImportOptions options) throws Exception {
    return workshop
        .catalog()
        .platformImages()
        .importDisk(
            urn,
            Path.of(place),
            options,
            new QemuDiskWriter(workshop.disks()),
            DiskLook.BLIND,
            progress);
  }
}
