package org.imageengine.engine.build;

import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Phase;
import org.imageengine.provisioners.BuildIdentity;
import org.imageengine.provisioners.LinuxGeneralizer;

/** Makes the guest ready to be the first boot of many VMs, with nothing of this build in it. */
final class Generalize implements Step<Void> {
  private final Guest guest;

  Generalize(Guest guest) {
    this.guest = guest;
  }

  @Override
  public Phase phase() {
    return Phase.GENERALIZING;
  }

  @Override
  public String title() {
    return "Generalize";
  }

  @Override
  public Void run(BuildContext context) throws Exception {
    new LinuxGeneralizer()
        .generalize(
            guest.communicator(),
            new BuildIdentity(guest.vm().endpoint().user(), guest.vm().endpoint().hostPublicKey()),
            (stream, line) -> context.listener().output(phase(), title(), line),
            context.clock().within(context.config().duration(ConfigKey.TIMEOUTS_GENERALIZE)));
    return null;
  }
}
