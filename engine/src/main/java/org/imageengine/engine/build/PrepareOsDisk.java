package org.imageengine.engine.build;

import java.nio.file.Path;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.engine.plan.Digests;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.DiskFormat;

/** Makes the OS disk: an overlay on the source image, grown to the size that was asked for. */
final class PrepareOsDisk implements Step<Path> {

  @Override
  public Phase phase() {
    return Phase.BOOTING;
  }

  @Override
  public String title() {
    return "Prepare OS disk";
  }

  @Override
  public String inputsDigest() {
    return Digests.of("PrepareOsDisk");
  }

  @Override
  public Path run(BuildContext context) throws Exception {
    Path overlay = context.run().work().resolve("os-disk.qcow2");
    CatalogImage source = context.plan().source();
    context
        .disks()
        .createOverlay(
            overlay,
            source.disk(),
            DiskFormat.ofDriver(source.diskFormat()),
            context.plan().vm().osDiskBytes());
    return overlay;
  }
}
