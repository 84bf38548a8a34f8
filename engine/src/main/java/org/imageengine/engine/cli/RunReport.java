package org.imageengine.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.run.RunOutput;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunState;
import org.imageengine.engine.run.RunStore;

/** Tells how a run ended. */
final class RunReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Screen screen;

  RunReport(Screen screen) {
    this.screen = screen;
  }

  /** The document of {@code --output json}. */
  static String json(RunRecord record) {
    ObjectNode root = JSON.createObjectNode();
    root.put("runId", record.runId());
    root.put("runState", record.runState().name());
    root.put("runSubState", record.runSubState().name());
    root.put("message", record.message());
    root.put("startTime", record.startTime());
    root.put("endTime", record.endTime());
    ArrayNode phases = root.putArray("phases");
    record
        .phases()
        .forEach(
            phase -> phases.addObject().put("name", phase.name()).put("seconds", phase.seconds()));
    root.set("steps", JSON.valueToTree(record.steps()));
    ArrayNode outputs = root.putArray("runOutputs");
    record.runOutputs().forEach(output -> outputs.add(json(output)));
    return pretty(root);
  }

  /** One output as JSON. */
  static ObjectNode json(RunOutput output) {
    return JSON.createObjectNode()
        .put("name", output.name())
        .put("type", output.type())
        .put("artifactId", output.artifactId())
        .put("artifactUri", output.artifactUri())
        .put("sizeBytes", output.sizeBytes())
        .put("sha256", output.sha256())
        .put("dataSha256", output.dataSha256());
  }

  static String pretty(Object node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The end of {@code engine run}, for people. */
  void print(RunOutcome outcome, RunStore runs) {
    RunRecord record = outcome.record();
    outcome.failure().ifPresent(failure -> new ErrorPrinter(screen).print(failure));
    screen.out().println();
    summary(record);
    if (record.kept() != null) {
      screen
          .out()
          .println("The VM is kept. Log in with: " + screen.bold("engine ssh " + record.runId()));
      screen.out().println("Remove it with: engine runs delete " + record.runId());
    }
    String logs =
        record.runState() == RunState.Succeeded
            ? "Logs: engine runs logs " + record.runId()
            : "The whole story: engine runs logs " + record.runId();
    screen.out().println(logs);
  }

  /** State, phases and outputs of a run. */
  void summary(RunRecord record) {
    String state = record.runState().name();
    screen
        .out()
        .println(
            screen.bold("Run " + record.runId())
                + "  "
                + (record.runState() == RunState.Succeeded
                    ? screen.green(state)
                    : screen.red(state)));
    steps(record);
    double total = 0;
    for (RunRecord.PhaseTime phase : record.phases()) {
      screen.out().printf(Locale.ROOT, "  %-14s %8.1f s%n", phase.name(), phase.seconds());
      total += phase.seconds();
    }
    screen.out().printf(Locale.ROOT, "  %-14s %8.1f s%n", "total", total);
    for (RunOutput output : record.runOutputs()) {
      screen.out().printf("%s (%s)%n", screen.bold(output.name()), output.type());
      screen.out().printf("  %s%n", output.location());
      if (output.file() != null && !output.location().equals("file://" + output.file())) {
        screen.out().printf("  file   %s%n", output.file());
      }
      screen.out().printf("  size   %s%n", size(output.sizeBytes()));
      if (output.sha256() != null) {
        screen.out().printf("  sha256 %s%n", output.sha256());
      } else {
        screen.out().printf("  sha256 of its data %s%n", output.dataSha256());
      }
    }
  }

  /** Each step: how long it took, or which run it comes from. Only if anything was reused. */
  private void steps(RunRecord record) {
    double saved = record.steps().stream().mapToDouble(RunRecord.StepTime::secondsSaved).sum();
    if (record.steps().stream().allMatch(step -> step.reusedFrom() == null)) {
      return;
    }
    for (RunRecord.StepTime step : record.steps()) {
      String what =
          step.reusedFrom() == null
              ? String.format(Locale.ROOT, "run, %.1f s", step.seconds())
              : String.format(
                  Locale.ROOT,
                  "reused from %s, %.1f s saved",
                  step.reusedFrom(),
                  step.secondsSaved());
      screen.out().printf("  %-14s %-24s %s%n", step.phase(), step.name(), screen.dim(what));
    }
    screen.out().printf(Locale.ROOT, "  saved          %8.1f s%n", saved);
  }

  /** Phases and steps one below the other, each where it stands in time. */
  void timing(RunRecord record) {
    double total = record.phases().stream().mapToDouble(RunRecord.PhaseTime::seconds).sum();
    double from = 0;
    for (RunRecord.PhaseTime phase : record.phases()) {
      bar(phase.name(), from, phase.seconds(), total, '#');
      double at = from;
      for (RunRecord.StepTime step : record.steps()) {
        if (step.phase().equals(phase.name()) && step.reusedFrom() == null) {
          bar("  " + step.name(), at, step.seconds(), total, '=');
          at += step.seconds();
        }
      }
      from += phase.seconds();
    }
  }

  private void bar(String name, double from, double seconds, double total, char mark) {
    int width = Math.max(20, Math.min(screen.columns(), 120) - 40);
    int begin = total == 0 ? 0 : (int) (from / total * width);
    int length = total == 0 ? 0 : (int) Math.round(seconds / total * width);
    screen
        .out()
        .printf(
            Locale.ROOT,
            "%-26.26s %8.1f s  %s%s%n",
            name,
            seconds,
            " ".repeat(begin),
            String.valueOf(mark).repeat(Math.max(1, length)));
  }

  /** A size in the largest unit that keeps it above one. */
  static String size(long bytes) {
    if (bytes < 1L << 20) {
      return bytes + " bytes";
    }
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20))
        : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
  }
}
