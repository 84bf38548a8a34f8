package org.imageengine.engine.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.DiskFormat;

/**
 * Makes the OS disk: an overlay on the source image, grown to the size that was asked for, or on
 * the disk of a checkpoint.
 */
final class PrepareOsDisk implements Step<OsDisk> {
  private final Optional<SavedGuest> saved;

  PrepareOsDisk(Optional<SavedGuest> saved) {
    this.saved = saved;
  }

  @Override
  public Phase phase() {
    return Phase.BOOTING;
  }

  @Override
  public String title() {
    return "Prepare OS disk";
  }

  @Override
  public OsDisk run(BuildContext context) throws Exception {
    Path overlay = context.run().work().resolve("os-disk.qcow2");
    if (saved.isPresent()) {
      List<String> layers = saved.get().state().checkpoint().layers();
      context
          .disks()
          .createOverlay(
              overlay,
              saved.get().store().layer(layers.get(0)),
              DiskFormat.QCOW2,
              context.plan().vm().osDiskBytes());
      return new OsDisk(overlay, layers);
    }
    CatalogImage source = context.plan().source();
    context
        .disks()
        .createOverlay(
            overlay,
            source.disk(),
            DiskFormat.ofDriver(source.diskFormat()),
            context.plan().vm().osDiskBytes());
    return new OsDisk(overlay, List.of());
  }
}
