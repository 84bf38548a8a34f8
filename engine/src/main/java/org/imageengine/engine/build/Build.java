package org.imageengine.engine.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.imageengine.distributors.Artifact;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.distributors.SourceInfo;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.Failures;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.template.ImageSource;
import org.imageengine.hypervisor.DiskFormat;

/** The build, as one story. */
final class Build {
  private final BuildContext context;
  private final BuildPlan plan;
  private final StepRunner steps;
  private final OutputRecorder outputs;
  private final Consumer<RunRecord.KeptVm> booted;

  /** Is told of every output as soon as it is whole. */
  interface OutputRecorder {
    void record(Artifact artifact) throws Exception;
  }

  /**
   * A build that has not begun.
   *
   * @param booted is told of each VM that was started, in case it is to be kept
   */
  Build(
      BuildContext context,
      StepRunner steps,
      OutputRecorder outputs,
      Consumer<RunRecord.KeptVm> booted) {
    this.context = context;
    this.plan = context.plan();
    this.steps = steps;
    this.outputs = outputs;
    this.booted = booted;
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
    Path osDisk = steps.run(new PrepareOsDisk());
    customize(osDisk);
    List<EngineException> failures = new ArrayList<>();
    validateIfAsked(osDisk).ifPresent(failures::add);
    failures.addAll(distribute(osDisk));
    return failures;
  }

  private void customize(Path osDisk) throws Exception {
    try (BootedVm vm = boot(VmRole.BUILD, osDisk);
        Guest guest = steps.run(new Connect(vm))) {
      runAll(guest, plan.customizers());
      steps.run(new Generalize(guest));
      steps.run(new Shutdown(guest));
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
    try (BootedVm vm = boot(VmRole.VALIDATION, disk);
        Guest guest = steps.run(new Connect(vm))) {
      runAll(guest, plan.validators());
      steps.run(new DiscardVm(guest, new Owned.PathTree(disk.toString())));
    }
  }

  private BootedVm boot(VmRole role, Path disk) throws Exception {
    BootedVm vm = steps.run(new BootVm(role, disk));
    booted.accept(
        new RunRecord.KeptVm(vm.machine().name(), vm.port().port(), vm.endpoint().user()));
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
    List<EngineException> failures = new ArrayList<>();
    int number = 0;
    for (Distributor distributor : plan.distributors()) {
      number++;
      try {
        outputs.record(
            steps.run(new Distribute(distributor, disk), number, plan.distributors().size()));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // One target that fails does not take the others with it.
        EngineException failure = Failures.of(e);
        context
            .listener()
            .warning(
                Phase.DISTRIBUTING,
                distributor.type()
                    + " "
                    + distributor.runOutputName()
                    + " was not written: "
                    + failure.getMessage());
        failures.add(failure);
      }
    }
    return failures;
  }
}
