package org.imageengine.provisioners;

import java.time.Duration;

/** Waits until a Linux guest has finished its first boot. */
public final class LinuxReadiness {
  private static final int NO_CLOUD_INIT = 97;

  /**
   * Its last stage writes result.json. Looking for that costs nothing, where starting cloud-init to
   * ask it takes seconds in a slow guest, and while it is still at work. Now and then it is asked
   * all the same: it may have failed, or be turned off.
   */
  private static final String COMMAND =
      """
      command -v cloud-init >/dev/null || exit %d
      result=/run/cloud-init/result.json
      turn=0
      while [ ! -e $result ]; do
        turn=$((turn + 1))
        if [ $((turn %% 150)) -eq 0 ]; then
          case $(cloud-init status 2>&1) in
            *running* | *"not run"*) ;;
            *) break ;;
          esac
        fi
        sleep 0.1
      done
      if [ -e $result ] && grep -q '"errors": \\[\\]' $result; then
        exit 0
      fi
      said=$(cloud-init status --long 2>&1)
      code=$?
      [ $code -eq 0 ] || echo "$said" | tr -d '\\r' | grep -v '^\\.*$'
      exit $code
      """
          .formatted(NO_CLOUD_INIT);

  private LinuxReadiness() {}

  /** Waits for cloud-init, where the guest has it; what it complains of is told, not thrown. */
  public static void await(Communicator guest, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    int exit = guest.run(COMMAND, output, limit);
    if (exit != 0 && exit != NO_CLOUD_INIT) {
      output.line(
          OutputStreamKind.STDERR,
          "cloud-init reports a problem (exit code " + exit + "); the build goes on.");
    }
  }
}
