package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.imageengine.distributors.OsType;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.checkpoint.Checkpoint;
import org.imageengine.engine.checkpoint.CheckpointBudget;
import org.imageengine.engine.checkpoint.CheckpointFiles;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.engine.checkpoint.CheckpointTidying;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.Firmware;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.LinuxReadiness;

/** What one build takes from the store of checkpoints and leaves in it. */
final class Checkpoints implements AutoCloseable {
  private static final Duration SAVE_LIMIT = Duration.ofMinutes(10);
  private static final long SPARE_BYTES = 1L << 30;

  private final BuildContext context;
  private final CheckpointStore store;
  private final CheckpointKeys keys;
  private final Reuse reuse;
  private final CheckpointTidying tidying;
  private boolean isOn;
  private final boolean savesBoot;
  private final int mostSteps;
  private final List<Double> stepSeconds = new ArrayList<>();
  private double bootSeconds;
  private int saves;
  private boolean isOwned;

  Checkpoints(BuildContext context, CheckpointStore store, Reuse reuse)
      throws HypervisorException, EngineException {
    this.context = context;
    this.store = store;
    this.reuse = reuse;
    this.tidying =
        new CheckpointTidying(
            store,
            CheckpointBudget.of(context.config().get(ConfigKey.CACHE_SIZE), context.home().path()),
            message -> context.listener().note(Phase.CUSTOMIZING, message));
    this.isOn = context.config().isOn(ConfigKey.CACHE_ENABLED);
    this.savesBoot =
        isOn
            && context.plan().source().osType() == OsType.Linux
            && (reuse.warmBoot()
                || context.plan().template().optimization().vmBoot()
                || context.config().isOn(ConfigKey.CACHE_WARM_BOOT));
    this.keys =
        CheckpointKeys.of(
            context.plan(),
            context.host(),
            context.hypervisor().fingerprint(),
            context.config().get(ConfigKey.CACHE_KEY));
    this.mostSteps = mostSteps();
  }

  /** Up to which customizer a state may be reused. */
  private int mostSteps() throws EngineException {
    List<PlannedStep> steps = context.plan().customizers();
    if (!isOn || !reuse.isWanted()) {
      return -1;
    }
    if (reuse.before().isEmpty()) {
      return steps.size();
    }
    String wanted = reuse.before().get();
    for (int index = 0; index < steps.size(); index++) {
      if (steps.get(index).name().equals(wanted) || String.valueOf(index + 1).equals(wanted)) {
        return index;
      }
    }
    throw new EngineException(
        ErrorKind.USER,
        "NoSuchStep",
        "The template has no customizer \"" + wanted + "\".",
        "Its customizers are: "
            + String.join(", ", steps.stream().map(PlannedStep::name).toList())
            + "; a number counts them from 1.");
  }

  /** The disk of a build that was all the same, if it was kept. */
  Optional<OsDisk> finished() throws IOException, InterruptedException {
    if (mostSteps < context.plan().customizers().size()) {
      return Optional.empty();
    }
    Optional<CheckpointStore.Found> found = take(keys.finished());
    found.ifPresent(state -> tellReused(state.checkpoint()));
    return found
        .map(CheckpointStore.Found::checkpoint)
        .map(state -> new OsDisk(store.layer(state.layers().get(0)), state.layers()));
  }

  /**
   * The states of the guest that can be gone on from, the furthest first; each is looked up once.
   */
  Optional<CheckpointStore.Found> furthest(int atMost) throws IOException, InterruptedException {
    for (int steps = Math.min(atMost, mostSteps); steps >= 0; steps--) {
      Optional<CheckpointStore.Found> found = take(keys.after(steps));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** How many steps may be reused at the most. */
  int most() {
    return mostSteps;
  }

  private Optional<CheckpointStore.Found> take(String key)
      throws IOException, InterruptedException {
    own();
    return store.take(
        key,
        context.run().runId(),
        CheckpointStore.notBefore(context.config().duration(ConfigKey.CACHE_MAX_AGE)));
  }

  private void own() throws IOException {
    if (!isOwned) {
      context.ledger().own(new Owned.Checkpoints(context.run().runId()));
      isOwned = true;
    }
  }

  /** Goes on from a state: its steps count as done. */
  void resumed(Checkpoint state) {
    bootSeconds = state.bootSeconds();
    stepSeconds.clear();
    stepSeconds.addAll(state.stepSeconds());
    tellReused(state);
  }

  private void tellReused(Checkpoint state) {
    context.listener().bootReused(state.runId(), state.bootSeconds());
    int count = context.plan().customizers().size();
    for (int index = 0; index < state.steps(); index++) {
      context
          .listener()
          .stepReused(
              Phase.CUSTOMIZING,
              index + 1,
              count,
              context.plan().customizers().get(index).name(),
              state.runId(),
              state.stepSeconds().get(index));
    }
  }

  /** Removes a state that could not be started. */
  void drop(Checkpoint state, Exception why) throws IOException, InterruptedException {
    context
        .listener()
        .warning(
            Phase.BOOTING,
            "The checkpoint "
                + state.shortKey()
                + " ("
                + state.title()
                + ") cannot be used and is removed: "
                + why.getMessage());
    store.drop(state.key());
  }

  CheckpointStore store() {
    return store;
  }

  /** What the guest is from now on does not follow from the template alone: it is not kept. */
  void stop() {
    isOn = false;
  }

  /** The guest has booted from cold; it is kept when it is quiet. */
  OsDisk booted(Guest guest, OsDisk disk, Duration took) throws Exception {
    bootSeconds = took.toMillis() / 1000.0;
    if (!savesBoot) {
      return disk;
    }
    LinuxReadiness.QUIET.await(
        guest.communicator(),
        (stream, line) -> context.listener().output(Phase.CONNECTING, "Connect", line),
        context.clock().within(context.config().duration(ConfigKey.TIMEOUTS_CONNECT)));
    return save(guest, disk, 0, "booted");
  }

  /** A customizer has run; its state is kept if it took long enough. */
  OsDisk ran(Guest guest, OsDisk disk, int steps, String name, Duration took) throws Exception {
    stepSeconds.add(took.toMillis() / 1000.0);
    boolean isWorthIt =
        isOn && took.compareTo(context.config().duration(ConfigKey.CACHE_STEP_THRESHOLD)) >= 0;
    return isWorthIt ? save(guest, disk, steps, "after step " + steps + ", " + name) : disk;
  }

  /** A checkpoint only saves time: if it cannot be made, the build goes on without. */
  private OsDisk save(Guest guest, OsDisk disk, int steps, String title) throws Exception {
    // A Windows that goes on elsewhere would need another password and certificate first.
    boolean isWindows = guest.vm().login() instanceof WinRmLogin;
    if (isWindows || store.has(keys.after(steps)) || !hasRoom()) {
      return disk;
    }
    own();
    saves++;
    long start = System.nanoTime();
    String runId = context.run().runId();
    CheckpointFiles files = store.begin(runId, saves);
    try {
      String name = runId + "-" + saves + ".qcow2";
      Path layer = store.addLayer(runId, name, disk.overlay());
      Path overlay = context.run().work().resolve("os-disk-" + saves + ".qcow2");
      context
          .disks()
          .createOverlayOfUsed(overlay, layer, DiskFormat.QCOW2, context.plan().vm().osDiskBytes());
      Optional<Duration> pause =
          guest.vm().machine().save(files.memory(), overlay, context.clock().within(SAVE_LIMIT));
      List<String> layers = new ArrayList<>(List.of(name));
      layers.addAll(disk.layers());
      if (context.plan().vm().firmware() == Firmware.UEFI) {
        Files.copy(guest.vm().role().variables(context.run()), files.variables());
      }
      login(guest).userKey().writePrivateKey(files.userKey());
      store.publish(files, record(keys.after(steps), title, steps, guest, layers));
      context
          .listener()
          .note(
              Phase.CUSTOMIZING,
              String.format(
                  Locale.ROOT,
                  "Checkpoint %s: %s, in %.1f s%s",
                  keys.after(steps).substring(0, 12),
                  title,
                  (System.nanoTime() - start) / 1e9,
                  pause
                      .map(time -> ", the guest stood still for " + time.toMillis() + " ms")
                      .orElse("")));
      tidying.request();
      return new OsDisk(overlay, layers);
    } catch (HypervisorException | IOException e) {
      store.abandon(files);
      context.listener().warning(Phase.CUSTOMIZING, "No checkpoint was made: " + e.getMessage());
      return disk;
    }
  }

  /** Guests that are kept running are those of Linux. */
  private static SshLogin login(Guest guest) {
    return (SshLogin) guest.vm().login();
  }

  /**
   * A disk that became full would stop the guest: all of its memory must fit, with some to spare.
   */
  private boolean hasRoom() throws IOException {
    long needed = (context.plan().vm().memoryMiB() << 20) + SPARE_BYTES;
    long free = Files.getFileStore(context.home().path()).getUsableSpace();
    if (free < needed) {
      context
          .listener()
          .note(
              Phase.CUSTOMIZING,
              String.format(
                  "No checkpoint: it takes up to %d MiB, and %d MiB are free.",
                  needed >> 20, free >> 20));
    }
    return free >= needed;
  }

  private Checkpoint record(String key, String title, int steps, Guest guest, List<String> layers) {
    return new Checkpoint(
        key,
        title,
        steps,
        context.run().runId(),
        context.plan().template().name(),
        Instant.now().toString(),
        bootSeconds,
        stepSeconds,
        guest == null ? Checkpoint.Kind.FINISHED : Checkpoint.Kind.RUNNING,
        layers,
        context.plan().source().disk().toString(),
        guest == null ? "" : Login.BUILD_USER,
        guest == null ? "" : login(guest).hostKey().publicKey(),
        0);
  }

  /** The guest has been generalized and is off: its disk is what an unchanged build would have. */
  OsDisk finish(OsDisk disk) throws Exception {
    if (!isOn || store.has(keys.finished())) {
      return disk;
    }
    own();
    saves++;
    String runId = context.run().runId();
    CheckpointFiles files = store.begin(runId, saves);
    try {
      String name = runId + "-" + saves + ".qcow2";
      Path layer = store.addLayer(runId, name, disk.overlay());
      List<String> layers = new ArrayList<>(List.of(name));
      layers.addAll(disk.layers());
      store.publish(
          files,
          record(
              keys.finished(), "generalized", context.plan().customizers().size(), null, layers));
      tidying.request();
      return new OsDisk(layer, layers);
    } catch (IOException e) {
      store.abandon(files);
      context.listener().warning(Phase.SHUTTING_DOWN, "The disk was not kept: " + e.getMessage());
      return disk;
    }
  }

  /** The build is over. */
  @Override
  public void close() {
    tidying.close();
  }
}
