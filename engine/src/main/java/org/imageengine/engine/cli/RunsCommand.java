package org.imageengine.engine.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.RunRemoval;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunOutput;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunStore;
import org.imageengine.engine.text.Suggestions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine runs}: what was built, and how it went. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = {
      "List runs, look at them, remove them.",
      "RUN is a run ID, the beginning of one, or: latest."
    })
final class RunsCommand implements Runnable {
  /** How a list of outputs is written. */
  enum ListFormat {
    /** For people. */
    TEXT,
    /** One JSON document. */
    JSON,
    /** Tab-separated lines, for shell scripts. */
    TSV
  }

  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of list, show, logs, outputs, delete?");
  }

  private static RunRecord record(RunDirectory run) throws EngineException {
    return RunStore.load(run)
        .orElseThrow(
            () ->
                new EngineException(
                    ErrorKind.RESOURCE,
                    "RunUnreadable",
                    "The record of run " + run.runId() + " cannot be read: " + run.record(),
                    "Remove the run with: engine runs delete " + run.runId()));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all runs, the newest last.")
  int list(@Mixin OutputOption output) throws Exception {
    List<RunRecord> records = new ArrayList<>();
    for (RunDirectory run : engine.workshop().runs().list()) {
      RunStore.load(run).ifPresent(records::add);
    }
    PrintStream out = engine.screen().out();
    if (output.json()) {
      out.println(RunReport.pretty(records));
      return 0;
    }
    if (records.isEmpty()) {
      out.println("No runs yet. Build something with: engine run TEMPLATE");
      return 0;
    }
    Table table = new Table("RUN", "STATE", "TEMPLATE", "STARTED", "SECONDS", "OUTPUTS", "VM");
    for (RunRecord record : records) {
      double seconds = record.phases().stream().mapToDouble(RunRecord.PhaseTime::seconds).sum();
      table.row(
          record.runId(),
          record.runState().name(),
          record.template(),
          record.startTime().replaceFirst("\\..*", "Z"),
          String.format("%.0f", seconds),
          String.valueOf(record.runOutputs().size()),
          record.kept() == null ? "" : "kept");
    }
    table.print(out);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one run: its state, its phases, its outputs.")
  int show(
      @Parameters(paramLabel = "RUN", description = "The run.") String name,
      @Option(names = "--timing", description = "Draw where the time went.") boolean timing,
      @Mixin OutputOption output)
      throws Exception {
    RunDirectory run = engine.workshop().runs().find(name);
    RunRecord record = record(run);
    if (timing && !output.json()) {
      new RunReport(engine.screen()).timing(record);
      return 0;
    }
    PrintStream out = engine.screen().out();
    if (output.json()) {
      out.println(RunReport.pretty(record));
      return 0;
    }
    new RunReport(engine.screen()).summary(record);
    out.println("template " + record.template() + " (" + record.templateFile() + ")");
    out.println("source   " + record.source() + " sha256 " + record.sourceSha256());
    if (!record.message().isEmpty()) {
      out.println("message  " + record.message());
    }
    if (record.kept() != null) {
      out.println("VM kept  engine ssh " + record.runId());
    }
    out.println("files    " + run.path());
    return 0;
  }

  @Command(
      name = "logs",
      mixinStandardHelpOptions = true,
      description = "Print the logs of a run: customization first, then validation.")
  int logs(
      @Parameters(paramLabel = "RUN", description = "The run.") String name,
      @Option(names = "--serial", description = "The serial console of the build VM instead.")
          boolean serial)
      throws Exception {
    RunDirectory run = engine.workshop().runs().find(name);
    List<Path> files =
        serial
            ? List.of(run.serialLog(), run.validationSerialLog())
            : List.of(run.customizationLog(), run.validationLog());
    for (Path file : files) {
      if (Files.exists(file)) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
          // Byte for byte: what a guest writes need not be UTF-8.
          lines.forEach(
              line -> {
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
                engine.screen().out().write(bytes, 0, bytes.length);
              });
        }
      }
    }
    engine.screen().out().flush();
    return 0;
  }

  @Command(
      name = "outputs",
      mixinStandardHelpOptions = true,
      description = "Show the outputs of a run, or the one of that name.")
  int outputs(
      @Parameters(paramLabel = "RUN", description = "The run.") String name,
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The run output name.")
          String outputName,
      @Option(
              names = "--output",
              paramLabel = "text|json|tsv",
              defaultValue = "TEXT",
              description = "tsv: name, type, location and size, separated by tabs.")
          ListFormat format)
      throws Exception {
    RunRecord record = record(engine.workshop().runs().find(name));
    List<RunOutput> outputs = record.runOutputs();
    if (outputName != null) {
      List<String> names = outputs.stream().map(RunOutput::name).toList();
      outputs = outputs.stream().filter(output -> output.name().equals(outputName)).toList();
      if (outputs.isEmpty()) {
        throw new EngineException(
            ErrorKind.USER,
            "OutputNotFound",
            "Run " + record.runId() + " has no output \"" + outputName + "\".",
            names.isEmpty() ? "It has none at all." : Suggestions.didYouMean(outputName, names));
      }
    }
    PrintStream out = engine.screen().out();
    switch (format) {
      case JSON -> out.println(RunReport.pretty(outputs.stream().map(RunReport::json).toList()));
      case TSV ->
          outputs.forEach(
              output ->
                  out.println(
                      String.join(
                          "\t",
                          output.name(),
                          output.type(),
                          output.location(),
                          String.valueOf(output.sizeBytes()))));
      default -> {
        Table table = new Table("NAME", "TYPE", "SIZE", "LOCATION");
        outputs.forEach(
            output ->
                table.row(
                    output.name(),
                    output.type(),
                    RunReport.size(output.sizeBytes()),
                    output.location()));
        table.print(out);
      }
    }
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = {
        "Remove a run: its records and logs, and its VM and disk if they were kept.",
        "Its outputs stay."
      })
  int delete(@Parameters(paramLabel = "RUN", description = "The run.") String name)
      throws Exception, IOException {
    var workshop = engine.workshop();
    RunDirectory run = workshop.runs().find(name);
    Optional<String> kept = new RunRemoval(workshop).remove(run);
    engine
        .screen()
        .out()
        .println(
            "Removed run " + run.runId() + kept.map(vm -> " and its VM " + vm).orElse("") + ".");
    return 0;
  }
}
