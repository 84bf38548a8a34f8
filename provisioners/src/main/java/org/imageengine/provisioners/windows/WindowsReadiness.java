package org.imageengine.provisioners.windows;

import java.time.Duration;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;

/** Waits until a Windows guest has finished its first boot. */
public final class WindowsReadiness {
  private static final String COMPLETE = "IMAGE_STATE_COMPLETE";
  private static final long PAUSE_MILLIS = 1000;

  private WindowsReadiness() {}

  /** Waits for the end of set-up and of its first questions. */
  public static void await(WindowsGuest guest, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    Limit all = new Limit(limit);
    while (true) {
      GuestState state = guest.state(all.left());
      if (!state.inSetup() && !state.inOobe()) {
        if (!state.imageState().equals(COMPLETE)) {
          output.line(
              OutputStreamKind.STDERR,
              "The state of this Windows is "
                  + (state.imageState().isEmpty() ? "not known" : state.imageState())
                  + ", not "
                  + COMPLETE
                  + "; the build goes on.");
        }
        return;
      }
      if (all.isOver()) {
        throw new ProvisionException(
            ProvisionException.Code.CONNECT_TIMEOUT,
            "Windows did not finish its set-up within "
                + limit.toSeconds()
                + " s. It was still "
                + (state.inSetup() ? "in set-up" : "in its first questions (OOBE)")
                + ", its state "
                + state.imageState()
                + ".");
      }
      Thread.sleep(Math.min(PAUSE_MILLIS, all.left().toMillis() + 1));
    }
  }
}
