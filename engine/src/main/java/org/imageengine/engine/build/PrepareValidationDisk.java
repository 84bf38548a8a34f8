package org.imageengine.engine.build;

import java.nio.file.Path;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.DiskFormat;

/** Makes a throwaway overlay, so that nothing a validator does reaches the image. */
final class PrepareValidationDisk implements Step<Path> {
  private final Path image;
  private final DiskFormat imageFormat;

  PrepareValidationDisk(Path image, DiskFormat imageFormat) {
    this.image = image;
    this.imageFormat = imageFormat;
  }

  @Override
  public Phase phase() {
    return Phase.VALIDATING;
  }

  @Override
  public String title() {
    return "Prepare validation disk";
  }

  @Override
  public Path run(BuildContext context) throws Exception {
    Path overlay = context.run().work().resolve("validation-disk.qcow2");
    context.disks().createOverlay(overlay, image, imageFormat, context.plan().vm().osDiskBytes());
    return overlay;
  }
}
