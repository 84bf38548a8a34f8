package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.Artifact;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.Failures;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.NotYet;
import org.imageengine.engine.plan.PlanWriter;
import org.imageengine.engine.run.Ledger;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunOutput;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunState;
import org.imageengine.engine.run.RunStore;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.ImageTemplate.ErrorAction;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;

/** One run: plans, builds, obeys the error policy, cleans up, and writes the last word. */
final class RunExecution {
  private final Workshop workshop;
  private final RunDirectory run;
  private final ImageTemplate template;
  private final Path templateFile;
  private final EventLog log;
  private final RunRecorder recorder;
  private final BuildListener listener;
  private final StopSignal signal;
  private final BuildClock clock;
  private final Ledger ledger;
  private final HostSession session;
  private final BuildOptions options;
  private final Ledger.Undo undo;
  private Phase phase = Phase.PREPARING;
  private Optional<RunRecord.KeptVm> vm = Optional.empty();
  // What somebody has chosen after a failure, instead of the template's policy.
  private Optional<ErrorAction> chosen = Optional.empty();

  RunExecution(
      Workshop workshop,
      RunDirectory run,
      ImageTemplate template,
      Path templateFile,
      BuildListener console,
      EventLog log,
      StopSignal signal,
      BuildClock clock,
      HostSession session,
      BuildOptions options)
      throws IOException {
    this.workshop = workshop;
    this.run = run;
    this.template = template;
    this.templateFile = templateFile;
    this.log = log;
    this.signal = signal;
    this.clock = clock;
    this.session = session;
    this.options = options;
    this.ledger = Ledger.open(run.ledger());
    this.undo = workshop.undoing(session::hypervisor);
    this.recorder = new RunRecorder(run, template.name(), templateFile.toString());
    this.listener = new Listeners(recorder, log, console);
    signal.onStop(this::stopping);
  }

  /** Says so at once: if the process is killed while it cleans up, the record is right. */
  private void stopping(StopSignal.Reason reason) {
    if (reason == StopSignal.Reason.CANCELED) {
      try {
        recorder.canceling();
      } catch (IOException e) {
        // The build is stopped all the same, and its last word is written at its end.
        listener.warning(phase, "The run's record cannot be written: " + e.getMessage());
      }
    }
  }

  RunOutcome run() throws ProblemsException, EngineException, IOException {
    try {
      Prepared prepared = prepare();
      return finish(build(prepared));
    } catch (ProblemsException e) {
      discard();
      throw e;
    } catch (Exception e) {
      EngineException failure = Failures.of(e);
      if (signal.reason().isEmpty() && failure.kind() != ErrorKind.INTERNAL) {
        discard();
        throw failure;
      }
      return finish(verdictOn(failure));
    }
  }

  private record Prepared(BuildPlan plan, Host host) {}

  private Prepared prepare() throws Exception {
    final long start = System.nanoTime();
    listener.phaseStarted(Phase.PREPARING);
    ledger.own(new Owned.PathTree(run.work().toString()));
    Files.createDirectories(run.work());
    recorder.save();
    BuildPlan plan =
        workshop.planner().plan(template, templateFile, run.runId(), run.work(), clock::left);
    checkSupported(plan);
    plan.warnings().forEach(this::warn);
    recorder.source(plan.source().id(), plan.source().sha256());
    PlanWriter.write(plan, run.plan());
    Host host = session.prepare(plan.vm(), run.work(), listener);
    recorder.accelerator(host.accelerator().name());
    ledger.own(new Owned.Lease(plan.source().id(), run.runId()));
    workshop.catalog().lease(plan.source(), run.runId());
    workshop.planner().useStaging(template);
    listener.phaseEnded(Phase.PREPARING, Duration.ofNanos(System.nanoTime() - start));
    return new Prepared(plan, host);
  }

  /** Refuses what this version cannot build, and warns of what it leaves out. */
  private void checkSupported(BuildPlan plan) throws ProblemsException {
    NotYet notYet = NotYet.in(template);
    notYet.refused().throwIfAny();
    notYet.ignored().forEach(this::warn);
  }

  private void warn(Problem problem) {
    listener.warning(Phase.PREPARING, problem.at().fileLineColumn() + ": " + problem.message());
  }

  /** Never throws for a build that fails: that is a verdict as well. */
  private Verdict build(Prepared prepared) {
    BuildContext context =
        new BuildContext(
            prepared.plan(),
            workshop.home(),
            run,
            prepared.host(),
            workshop.config(),
            ledger,
            undo,
            clock,
            listener);
    StepRunner steps = new StepRunner(context);
    try (Checkpoints checkpoints =
        new Checkpoints(context, workshop.checkpoints(), options.reuse())) {
      Build build =
          new Build(
              context,
              steps,
              checkpoints,
              this::record,
              booted -> vm = Optional.of(booted),
              this::choose);
      List<EngineException> failures = build.run();
      steps.leave();
      return failures.isEmpty() ? Verdict.succeeded() : verdictOn(failures);
    } catch (Exception e) {
      phase = steps.phase().orElse(phase);
      steps.leave();
      return verdictOn(Failures.of(e));
    }
  }

  private OnError.Choice choose(String step, EngineException failure) throws InterruptedException {
    OnError.Choice choice =
        options.onError().choose(new OnError.FailedStep(run, vm.orElseThrow(), step, failure));
    if (choice == OnError.Choice.ABORT) {
      chosen = Optional.of(ErrorAction.ABORT);
    } else if (choice == OnError.Choice.CLEAN_UP) {
      chosen = Optional.of(ErrorAction.CLEANUP);
    }
    return choice;
  }

  private Verdict verdictOn(List<EngineException> failures) {
    EngineException first = failures.get(0);
    String message = String.join("\n", failures.stream().map(Throwable::getMessage).toList());
    // A failed validation fails the run, whatever was distributed after it.
    boolean validationFailed = first.code().equals("ValidatorFailed");
    phase = validationFailed ? Phase.VALIDATING : Phase.DISTRIBUTING;
    log.error(phase, message);
    return Verdict.ended(
        recorder.outputCount() > 0 && !validationFailed
            ? RunState.PartiallySucceeded
            : RunState.Failed,
        message,
        first);
  }

  private Verdict verdictOn(EngineException failure) {
    Optional<StopSignal.Reason> reason = signal.reason();
    if (reason.isEmpty()) {
      log.error(phase, failure.getMessage());
      return Verdict.failed(failure);
    }
    if (reason.get() == StopSignal.Reason.CANCELED) {
      log.error(phase, "Canceled.");
      return Verdict.canceled("Canceled while " + phase.title() + ".");
    }
    // The words of Azure Image Builder, which people and scripts look for.
    log.error(phase, "Failed while waiting for packerizer: Timeout waiting for microservice to");
    log.error(phase, "complete: 'context deadline exceeded'");
    return Verdict.timedOut(
        String.format(
            "The build passed its limit of %s and was stopped while %s.",
            words(clock.limit()), phase.title()),
        "See what it was doing with engine runs logs "
            + run.runId()
            + "; raise buildTimeoutInMinutes if it only needs longer.");
  }

  private static String words(Duration limit) {
    return limit.toSeconds() % 60 == 0
        ? limit.toMinutes() + " minutes"
        : limit.toSeconds() + " seconds";
  }

  private void record(Artifact artifact) throws IOException {
    recorder.output(
        new RunOutput(
            artifact.name(),
            artifact.type(),
            artifact.artifactId().orElse(null),
            artifact.artifactUri().orElse(null),
            artifact.file().map(Path::toString).orElse(null),
            artifact.sizeBytes(),
            artifact.sha256().orElse(null),
            artifact.dataSha256().orElse(null),
            artifact.tags()));
  }

  private RunOutcome finish(Verdict verdict) throws IOException {
    signal.close();
    Optional<RunRecord.KeptVm> kept = verdict.mayKeep() ? keptByPolicy() : Optional.empty();
    if (kept.isEmpty()) {
      cleanUp();
    }
    RunRecord record =
        recorder.finish(
            verdict.state(),
            verdict.message(),
            verdict.failure().map(EngineException::code).orElse(""),
            kept.orElse(null));
    if (kept.isEmpty() && ledger.isEmpty()) {
      Files.deleteIfExists(run.ledger());
      Files.deleteIfExists(run.lock());
    }
    return new RunOutcome(record, verdict.exitCode(), verdict.failure());
  }

  /** The VM that stays because the template says so, if it is there at all. */
  private Optional<RunRecord.KeptVm> keptByPolicy() {
    ErrorAction action =
        phase == Phase.VALIDATING
            ? template.errorHandling().onValidationError()
            : template.errorHandling().onCustomizerError();
    return chosen.orElse(action) == ErrorAction.ABORT
        ? vm.filter(booted -> session.isThere(booted.domain()))
        : Optional.empty();
  }

  private void cleanUp() {
    for (Exception failure : ledger.unwind(undo)) {
      listener.warning(
          Phase.CLEANING_UP,
          "Not removed yet: "
              + Failures.of(failure).getMessage()
              + " The next start of the engine, or engine doctor --clean, tries again.");
    }
  }

  /** Nothing was built: the run leaves no trace. */
  private void discard() throws IOException {
    signal.close();
    cleanUp();
    RunStore.remove(run);
  }
}
