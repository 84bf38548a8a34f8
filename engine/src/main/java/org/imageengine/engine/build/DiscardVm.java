package org.imageengine.engine.build;

import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;

/** Takes away a VM whose disk nobody needs any more, with its overlay. */
final class DiscardVm implements Step<Void> {
  private final Guest guest;
  private final Owned.PathTree disk;

  DiscardVm(Guest guest, Owned.PathTree disk) {
    this.guest = guest;
    this.disk = disk;
  }

  @Override
  public Phase phase() {
    return Phase.VALIDATING;
  }

  @Override
  public String title() {
    return "Discard VM";
  }

  @Override
  public Void run(BuildContext context) throws Exception {
    guest.communicator().close();
    context.ledger().release(new Owned.Domain(guest.vm().machine().name()), context.undo());
    context.undo().undo(disk);
    return null;
  }
}
