package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.checkpoint.Checkpoint;
import org.imageengine.engine.checkpoint.CheckpointBudget;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.engine.config.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine cache}: the states of guests that builds go on from. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = {
      "List, show and prune the states of guests that builds have left for later ones.",
      "KEY is what list shows, or the beginning of it."
    })
final class CacheCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of list, show, prune?");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all states, those last used first.")
  int list(@Mixin OutputOption output) throws Exception {
    List<CheckpointStore.Kept> all = engine.workshop().checkpoints().list();
    PrintStream out = engine.screen().out();
    if (output.json()) {
      List<Map<String, Object>> states = new ArrayList<>();
      all.forEach(kept -> states.add(properties(kept)));
      out.println(RunReport.pretty(states));
      return 0;
    }
    if (all.isEmpty()) {
      out.println("Nothing is kept yet. Builds leave states after customizers that take long.");
      return 0;
    }
    Table table = new Table("KEY", "STATE", "TEMPLATE", "RUN", "SIZE", "SAVES", "USED", "");
    for (CheckpointStore.Kept kept : all) {
      Checkpoint state = kept.checkpoint();
      table.row(
          state.shortKey(),
          state.title(),
          state.template(),
          state.runId(),
          RunReport.size(state.sizeBytes()),
          String.format("%.0f s", saves(state)),
          kept.used().truncatedTo(ChronoUnit.SECONDS).toString(),
          kept.isInUse() ? "in use" : "");
    }
    table.print(out);
    return 0;
  }

  private static double saves(Checkpoint state) {
    return state.bootSeconds()
        + state.stepSeconds().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Object> properties(CheckpointStore.Kept kept) {
    Checkpoint state = kept.checkpoint();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("key", state.key());
    properties.put("state", state.title());
    properties.put("kind", state.kind().name());
    properties.put("template", state.template());
    properties.put("runId", state.runId());
    properties.put("created", state.created());
    properties.put("used", kept.used().toString());
    properties.put("inUse", kept.isInUse());
    properties.put("sizeBytes", state.sizeBytes());
    properties.put("secondsSaved", saves(state));
    properties.put("layers", state.layers());
    properties.put("sourceDisk", state.sourceDisk());
    return properties;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one state: what led to it, what it lies on.")
  int show(@Parameters(paramLabel = "KEY", description = "The state.") String key)
      throws Exception {
    List<CheckpointStore.Kept> found =
        engine.workshop().checkpoints().list().stream()
            .filter(kept -> kept.checkpoint().key().startsWith(key))
            .toList();
    if (found.size() != 1) {
      throw new EngineException(
          ErrorKind.USER,
          "NoSuchState",
          (found.isEmpty() ? "No state" : "More than one state") + " has the key " + key + "….",
          "See engine cache list.");
    }
    engine.screen().out().println(RunReport.pretty(properties(found.get(0))));
    return 0;
  }

  @Command(
      name = "prune",
      mixinStandardHelpOptions = true,
      description = {
        "Remove states until all of it takes no more than cache.size, those not used for longest"
            + " first; and what runs that are gone have left. States in use stay."
      })
  int prune(
      @Option(names = "--all", description = "Remove every state that is not in use.") boolean all,
      @Option(
              names = "--unused-for",
              paramLabel = "DAYS",
              description = "Remove what was not used for so many days, too.")
          Integer days)
      throws Exception {
    Workshop workshop = engine.workshop();
    CheckpointStore store = workshop.checkpoints();
    long before = store.sizeBytes();
    long budget =
        all
            ? -1
            : CheckpointBudget.of(
                    workshop.config().get(ConfigKey.CACHE_SIZE), workshop.home().path())
                .bytes(before);
    Instant notUsedSince =
        days == null ? Instant.EPOCH : Instant.now().minus(Duration.ofDays(days));
    List<Checkpoint> removed = store.prune(budget, notUsedSince);
    for (Checkpoint one : removed) {
      engine.screen().out().println(one.shortKey() + "  " + one.title() + ", " + one.template());
    }
    engine
        .screen()
        .out()
        .printf(
            "Removed %d, %s; %s are left.%n",
            removed.size(),
            RunReport.size(before - store.sizeBytes()),
            RunReport.size(store.sizeBytes()));
    return 0;
  }
}
