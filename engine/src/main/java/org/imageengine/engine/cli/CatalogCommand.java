package org.imageengine.engine.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.distributors.CatalogAudit;
import org.imageengine.distributors.CatalogCollector;
import org.imageengine.distributors.CatalogRepair;
import org.imageengine.distributors.Finding;
import org.imageengine.engine.build.Workshop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine catalog}: looks after all images together. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = "Verify, repair and tidy the catalog of images.")
final class CatalogCommand implements Runnable {
  private static final Duration DOWNLOADS_KEPT = Duration.ofDays(7);

  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of verify, repair, gc?");
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Look through the whole catalog: every image and every replica is read and compared with its"
            + " digest; what is missing, and what does not belong there, is told with what to do.",
        "Nothing is changed. The exit code is 1 if something was found."
      })
  int verify(
      @Option(names = "--quick", description = "Read no data; look at names and sizes alone.")
          boolean quick,
      @Mixin OutputOption output)
      throws Exception {
    Workshop workshop = engine.workshop();
    CatalogAudit.Report report;
    try (LongWork work = new LongWork(engine.screen())) {
      report =
          new CatalogAudit(workshop.catalog(), workshop.replicator(), !quick, work.listener())
              .run();
    }
    if (output.json()) {
      engine.screen().out().println(RunReport.pretty(report));
    } else {
      for (Finding finding : report.findings()) {
        engine.screen().out().println(engine.screen().red(finding.path()));
        engine.screen().out().println("  " + finding.what());
        engine.screen().out().println("  " + finding.advice());
      }
      engine
          .screen()
          .out()
          .printf(
              "%d images and %d replicas: %s%n",
              report.images(),
              report.replicas(),
              report.findings().isEmpty()
                  ? engine.screen().green("all is well.")
                  : report.findings().size() + " findings.");
    }
    return report.findings().isEmpty() ? 0 : 1;
  }

  @Command(
      name = "repair",
      mixinStandardHelpOptions = true,
      description = {
        "Mend from replicas what can be mended: the disk of a version that is missing or has"
            + " changed, and replicas from that.",
        "The exit code is 1 if something could not be mended."
      })
  int repair() throws Exception {
    Workshop workshop = engine.workshop();
    CatalogRepair.Report report;
    try (LongWork work = new LongWork(engine.screen())) {
      report = new CatalogRepair(workshop.catalog(), workshop.replicator(), work.listener()).run();
    }
    report.done().forEach(engine.screen().out()::println);
    report.failed().forEach(text -> engine.screen().err().println(engine.screen().red(text)));
    if (report.done().isEmpty() && report.failed().isEmpty()) {
      engine.screen().out().println("Nothing to mend.");
    }
    return report.failed().isEmpty() ? 0 : 1;
  }

  @Command(
      name = "gc",
      mixinStandardHelpOptions = true,
      description = {
        "Remove what nothing refers to: what builds and imports that were cut off have left, old"
            + " disks of managed images, marks and empty groups of runs that are gone, and"
            + " downloads that nobody went on with for a week."
      })
  int collect(
      @Option(names = "--dry-run", description = "Only say what would be removed.") boolean dryRun)
      throws Exception {
    Workshop workshop = engine.workshop();
    CatalogCollector collector =
        new CatalogCollector(workshop.catalog(), workshop.runs()::isThere, !dryRun);
    List<CatalogCollector.Removed> removed = new ArrayList<>(collector.run());
    removed.addAll(
        collector.downloads(workshop.home().downloads(), Instant.now().minus(DOWNLOADS_KEPT)));
    long bytes = 0;
    for (CatalogCollector.Removed one : removed) {
      engine.screen().out().println(one.path() + "  (" + one.why() + ")");
      bytes += one.sizeBytes();
    }
    engine
        .screen()
        .out()
        .printf(
            "%s %d, %s.%n",
            dryRun ? "Would remove" : "Removed", removed.size(), RunReport.size(bytes));
    return 0;
  }
}
