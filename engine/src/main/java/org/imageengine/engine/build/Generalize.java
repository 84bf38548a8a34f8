package org.imageengine.engine.build;

import java.time.Duration;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Phase;
import org.imageengine.provisioners.BuildIdentity;
import org.imageengine.provisioners.LinuxGeneralizer;
import org.imageengine.provisioners.LinuxGuest;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.windows.WindowsGeneralizer;
import org.imageengine.provisioners.windows.WindowsGuest;

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
    OutputSink output = (stream, line) -> context.listener().output(phase(), title(), line);
    if (guest.communicator() instanceof WindowsGuest windows) {
      new WindowsGeneralizer()
          .generalize(windows, output, limit(context, ConfigKey.TIMEOUTS_SYSPREP));
    } else if (guest.communicator() instanceof LinuxGuest linux
        && guest.vm().login() instanceof SshLogin login) {
      new LinuxGeneralizer()
          .generalize(
              linux,
              new BuildIdentity(Login.BUILD_USER, login.hostKey().publicKey()),
              output,
              limit(context, ConfigKey.TIMEOUTS_GENERALIZE));
    }
    return null;
  }

  private static Duration limit(BuildContext context, ConfigKey key) {
    return context.clock().within(context.config().duration(key));
  }
}
