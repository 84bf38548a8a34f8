package org.imageengine.engine.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunOutput;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunState;
import org.imageengine.engine.run.RunStore;
import org.imageengine.engine.run.RunSubState;

/** Keeps {@code run.json} true while a build goes on: its state, its phases, its outputs. */
final class RunRecorder implements BuildListener {
  private final RunDirectory run;
  private final Instant start = Instant.now();
  private final String template;
  private final String templateFile;
  private final List<RunRecord.PhaseTime> phases = new ArrayList<>();
  private final List<RunRecord.StepTime> steps = new ArrayList<>();
  private final List<RunOutput> outputs = new ArrayList<>();
  private RunState state = RunState.Running;
  private RunSubState subState = RunSubState.Queued;
  private String source = "";
  private String sourceSha256 = "";
  private String accelerator = "";

  RunRecorder(RunDirectory run, String template, String templateFile) {
    this.run = run;
    this.template = template;
    this.templateFile = templateFile;
  }

  synchronized void source(String id, String sha256) {
    source = id;
    sourceSha256 = sha256;
  }

  synchronized void accelerator(String name) {
    accelerator = name;
  }

  /** Adds an output, in its own file too. */
  synchronized void output(RunOutput output) throws IOException {
    RunStore.saveOutput(run, output);
    outputs.add(output);
    save();
  }

  /** Says that somebody wants the run to end. */
  synchronized void canceling() throws IOException {
    if (state == RunState.Running) {
      state = RunState.Canceling;
      save();
    }
  }

  synchronized int outputCount() {
    return outputs.size();
  }

  synchronized void save() throws IOException {
    RunStore.save(run, record("", "", "", null));
  }

  /** Writes the last word on the run. */
  synchronized RunRecord finish(
      RunState last, String message, String errorCode, RunRecord.KeptVm kept) throws IOException {
    state = last;
    RunRecord record = record(message, errorCode, Instant.now().toString(), kept);
    RunStore.save(run, record);
    return record;
  }

  private RunRecord record(String message, String errorCode, String end, RunRecord.KeptVm kept) {
    return new RunRecord(
        run.runId(),
        state,
        subState,
        message,
        errorCode,
        start.toString(),
        end,
        template,
        templateFile,
        source,
        sourceSha256,
        accelerator,
        phases,
        steps,
        outputs,
        kept);
  }

  @Override
  public synchronized void phaseStarted(Phase phase) {
    if (phase == Phase.CLEANING_UP) {
      return;
    }
    subState = phase.subState();
    try {
      save();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void phaseEnded(Phase phase, Duration took) {
    phases.add(new RunRecord.PhaseTime(phase.title(), seconds(took)));
  }

  @Override
  public void stepStarted(Phase phase, int number, int count, String name) {}

  @Override
  public synchronized void stepEnded(
      Phase phase, int number, int count, String name, Duration took) {
    steps.add(new RunRecord.StepTime(phase.title(), name, seconds(took), null, 0));
  }

  @Override
  public synchronized void bootReused(String runId, double seconds) {
    steps.add(new RunRecord.StepTime(Phase.BOOTING.title(), "boot", 0, runId, seconds));
  }

  @Override
  public synchronized void stepReused(
      Phase phase, int number, int count, String name, String runId, double seconds) {
    steps.add(new RunRecord.StepTime(phase.title(), name, 0, runId, seconds));
  }

  private static double seconds(Duration took) {
    return Math.round(took.toMillis() / 10.0) / 100.0;
  }

  @Override
  public void output(Phase phase, String step, String line) {}

  @Override
  public void note(Phase phase, String text) {}

  @Override
  public void warning(Phase phase, String text) {}
}
