package org.imageengine.engine.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.imageengine.distributors.Artifact;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.distributors.SourceInfo;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.Failures;
import org.imageengine.engine.checkpoint.Checkpoint;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.template.ImageSource;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.windows.WindowsGuest;

/** The build, as one story. */
final class Build {
  private final BuildContext context;
  private final BuildPlan plan;
  private final StepRunner steps;
  private final Checkpoints checkpoints;
  private final OutputRecorder outputs;
  private final Consumer<RunRecord.KeptVm> booted;
  private final Chooser chooser;

  /** Is told of every output as soon as it is whole. */
  interface OutputRecorder {
    void record(Artifact artifact) throws Exception;
  }

  /** Is asked what to do when a customizer has failed. */
  interface Chooser {
    OnError.Choice choose(String step, EngineException failure) throws InterruptedException;
  }

  /**
   * A build that has not begun.
   *
   * @param booted is told of each VM that was started, in case it is to be kept
   */
  Build(
      BuildContext context,
      StepRunner steps,
      Checkpoints checkpoints,
      OutputRecorder outputs,
      Consumer<RunRecord.KeptVm> booted,
      Chooser chooser) {
    this.context = context;
    this.plan = context.plan();
    this.steps = steps;
    this.checkpoints = checkpoints;
    this.outputs = outputs;
    this.booted = booted;
    this.chooser = chooser;
  }

  /**
   * Runs the whole build.
   *
   * @return what went wrong without ending the build: a failed validation whose image is
   *     distributed all the same, or a target that could not be written
   */
  List<EngineException> run() throws Exception {
    if (plan.template().validation().sourceValidationOnly()) {
      CatalogImage source = plan.source();
      validate(source.disk(), DiskFormat.ofDriver(source.diskFormat()));
      return List.of();
    }
    Optional<OsDisk> finished = checkpoints.finished();
    OsDisk osDisk = finished.isPresent() ? finished.get() : customize();
    List<EngineException> failures = new ArrayList<>();
    validateIfAsked(osDisk.overlay()).ifPresent(failures::add);
    failures.addAll(distribute(osDisk.overlay()));
    return failures;
  }

  /** A VM that is ready for its next customizer. */
  private record Started(BootedVm vm, Guest guest, OsDisk disk, int stepsDone) {}

  private OsDisk customize() throws Exception {
    Started started = start();
    OsDisk disk = started.disk();
    try (BootedVm vm = started.vm();
        Guest guest = started.guest()) {
      int count = plan.customizers().size();
      for (int number = started.stepsDone() + 1; number <= count; number++) {
        PlannedStep step = plan.customizers().get(number - 1);
        long start = System.nanoTime();
        runCustomizer(guest, step, number, count);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        disk = checkpoints.ran(guest, disk, number, step.name(), took);
      }
      steps.run(new Generalize(guest));
      steps.run(
          guest.communicator() instanceof WindowsGuest
              ? new ShutdownWindows(guest)
              : new Shutdown(guest));
    }
    return checkpoints.finish(disk);
  }

  /** Until it succeeds, or whoever is asked gives it up. */
  private void runCustomizer(Guest guest, PlannedStep step, int number, int count)
      throws Exception {
    while (true) {
      try {
        steps.run(new RunPlannedStep(guest, step), number, count);
        return;
      } catch (EngineException e) {
        OnError.Choice choice =
            e.code().equals(RunPlannedStep.CUSTOMIZER_FAILED)
                ? chooser.choose(step.name(), e)
                : OnError.Choice.POLICY;
        if (choice != OnError.Choice.RETRY && choice != OnError.Choice.CONTINUE) {
          throw e;
        }
        // What failed has left traces, and somebody may have mended the guest by hand.
        checkpoints.stop();
        if (choice == OnError.Choice.CONTINUE) {
          context
              .listener()
              .warning(
                  Phase.CUSTOMIZING,
                  "The build goes on without \"" + step.name() + "\", which failed.");
          return;
        }
      }
    }
  }

  /** From the furthest checkpoint that can be started, or from cold. */
  private Started start() throws Exception {
    int most = checkpoints.most();
    while (most >= 0) {
      Optional<CheckpointStore.Found> found = checkpoints.furthest(most);
      if (found.isEmpty()) {
        break;
      }
      Checkpoint state = found.get().checkpoint();
      try {
        SavedGuest saved = new SavedGuest(checkpoints.store(), found.get());
        Started started = start(Optional.of(saved), state.steps());
        checkpoints.resumed(state);
        return started;
      } catch (HypervisorException | EngineException e) {
        // Nothing about a checkpoint may end a build that would go well without it.
        checkpoints.drop(state, e);
        most = state.steps() - 1;
        steps.run(new DiscardFailedStart());
      }
    }
    long start = System.nanoTime();
    Started cold = start(Optional.empty(), 0);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    OsDisk disk = checkpoints.booted(cold.guest(), cold.disk(), took);
    return new Started(cold.vm(), cold.guest(), disk, 0);
  }

  private Started start(Optional<SavedGuest> saved, int stepsDone) throws Exception {
    OsDisk disk = steps.run(new PrepareOsDisk(saved));
    BootedVm vm = boot(VmRole.BUILD, disk.overlay(), saved);
    try {
      return new Started(vm, steps.run(new Connect(vm)), disk, stepsDone);
    } catch (Exception e) {
      vm.close();
      throw e;
    }
  }

  private Optional<EngineException> validateIfAsked(Path osDisk) throws Exception {
    if (plan.validators().isEmpty()) {
      return Optional.empty();
    }
    try {
      validate(osDisk, DiskFormat.QCOW2);
      return Optional.empty();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (!plan.template().validation().continueDistributeOnFailure()) {
        throw e;
      }
      EngineException failure = Failures.of(e);
      context
          .listener()
          .warning(
              Phase.VALIDATING,
              failure.getMessage()
                  + "\nThe image is distributed all the same: continueDistributeOnFailure is set.");
      return Optional.of(failure);
    }
  }

  private void validate(Path image, DiskFormat format) throws Exception {
    Path disk = steps.run(new PrepareValidationDisk(image, format));
    try (BootedVm vm = boot(VmRole.VALIDATION, disk, Optional.empty());
        Guest guest = steps.run(new Connect(vm))) {
      runAll(guest, plan.validators());
      steps.run(new DiscardVm(guest, new Owned.PathTree(disk.toString())));
    }
  }

  private BootedVm boot(VmRole role, Path disk, Optional<SavedGuest> saved) throws Exception {
    BootedVm vm = steps.run(new BootVm(role, disk, saved));
    booted.accept(
        new RunRecord.KeptVm(
            vm.machine().name(), vm.port().port(), Login.BUILD_USER, vm.login().protocol()));
    return vm;
  }

  private void runAll(Guest guest, List<PlannedStep> planned) throws Exception {
    int number = 0;
    for (PlannedStep step : planned) {
      number++;
      steps.run(new RunPlannedStep(guest, step), number, planned.size());
    }
  }

  private Map<String, String> planInfo() {
    if (!(plan.template().source() instanceof ImageSource.PlatformImage image)) {
      return Map.of();
    }
    return image
        .plan()
        .map(
            bought ->
                Map.of(
                    "planName", bought.name(),
                    "planProduct", bought.product(),
                    "planPublisher", bought.publisher()))
        .orElse(Map.of());
  }

  private List<EngineException> distribute(Path osDisk) throws Exception {
    CatalogImage source = plan.source();
    FinishedDisk disk =
        new FinishedDisk(
            osDisk,
            DiskFormat.QCOW2.driver(),
            plan.vm().osDiskBytes(),
            source.osType(),
            source.generation(),
            source,
            new SourceInfo(
                source.id(),
                source.version().orElse(""),
                source.sha256(),
                context.run().runId(),
                plan.template().name(),
                planInfo()));
    return new DistributeAll(context, steps, outputs).run(disk);
  }
}
