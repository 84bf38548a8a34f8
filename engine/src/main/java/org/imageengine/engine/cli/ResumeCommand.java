package org.imageengine.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.Reuse;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code engine resume}: builds again from where a run has failed. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Build the template of a run again, from the last state before the customizer that failed.",
      "It is a new run. Give the parameters of the first one again."
    },
    footer = {
      "",
      "Examples:",
      "  engine resume latest",
      "  engine resume latest --from install --template changed.json"
    })
final class ResumeCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run ID, the beginning of one, or: latest.")
  private String name;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description = "Run this customizer, by name or number, and all after it.")
  private String from;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "A changed template instead of the run's own.")
  private Path changed;

  @Mixin private ParameterOptions parameters;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws Exception {
    RunDirectory directory = engine.workshop().runs().find(name);
    Optional<RunRecord> record = RunStore.load(directory);
    Path template = changed != null ? changed : Path.of(record.orElseThrow().templateFile());
    if (!Files.exists(template)) {
      throw new EngineException(
          ErrorKind.USER,
          "TemplateMissing",
          "The template of run " + directory.runId() + " is not there any more: " + template,
          "Name it with --template.");
    }
    if (record.map(RunRecord::kept).isPresent()) {
      engine
          .screen()
          .err()
          .println(
              "The VM of run "
                  + directory.runId()
                  + " stays as it is; remove it with: engine runs delete "
                  + directory.runId());
    }
    return run.run(engine, template, parameters, new Reuse(true, Optional.ofNullable(from), false));
  }
}
