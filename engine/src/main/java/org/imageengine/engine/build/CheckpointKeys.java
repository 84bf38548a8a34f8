package org.imageengine.engine.build;

import java.util.ArrayList;
import java.util.List;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.Digests;
import org.imageengine.engine.plan.PlannedStep;

/**
 * The keys of the states that a build goes through: a chain of digests, from the source image and
 * the VM down to each customizer. Two builds with the same key are in the same state.
 */
final class CheckpointKeys {
  /** Changes when the engine itself does something else to guests, or keeps states otherwise. */
  private static final String VERSION = "1";

  private final List<String> keys = new ArrayList<>();

  private CheckpointKeys() {}

  /**
   * The keys of a plan on a host.
   *
   * @param fingerprint QEMU, libvirt and CPU, which the memory of a guest depends on
   * @param salt whatever else should make states differ
   */
  static CheckpointKeys of(BuildPlan plan, Host host, String fingerprint, String salt) {
    CheckpointKeys all = new CheckpointKeys();
    String chain =
        Digests.of(
            VERSION,
            plan.bootDigest(),
            // Disks of states lie on this very file: another one may take its place under its path.
            plan.source().disk().toString(),
            host.accelerator().name(),
            String.valueOf(host.runQemuAsCaller()),
            fingerprint,
            salt);
    all.keys.add(chain);
    for (PlannedStep step : plan.customizers()) {
      chain = Digests.of(chain, step.inputsDigest());
      all.keys.add(chain);
    }
    all.keys.add(Digests.of(chain, "finished"));
    return all;
  }

  /** The key after so many customizers; 0 is that of the booted guest. */
  String after(int steps) {
    return keys.get(steps);
  }

  /** The key of the disk that has been generalized. */
  String finished() {
    return keys.get(keys.size() - 1);
  }
}
