package org.imageengine.engine.build;

import java.nio.file.Files;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;

/** Takes away what is left of a build VM that did not start well, so that another can. */
final class DiscardFailedStart implements Step<Void> {

  @Override
  public Phase phase() {
    return Phase.BOOTING;
  }

  @Override
  public String title() {
    return "Discard VM";
  }

  @Override
  public Void run(BuildContext context) throws Exception {
    String name = BootVm.name(context, VmRole.BUILD);
    context.ledger().release(new Owned.Domain(name), context.undo());
    Files.deleteIfExists(VmRole.BUILD.variables(context.run()));
    return null;
  }
}
