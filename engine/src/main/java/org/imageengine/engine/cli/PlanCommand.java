package org.imageengine.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.NotYet;
import org.imageengine.engine.plan.PlanWriter;
import org.imageengine.engine.template.TemplateDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code engine plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Print what a build would do, without a hypervisor.",
      "Looks up the source image and the targets, and fetches scripts and files to know their"
          + " digests. Nothing is started and nothing is kept."
    })
final class PlanCommand implements Callable<Integer> {
  // Stands for the ID that a run would have.
  private static final String RUN = "RUN";

  @ParentCommand private EngineCommand engine;
  @Mixin private TemplateOptions template;
  @Mixin private OutputOption output;

  @Override
  public Integer call() throws Exception {
    engine.createMissingGalleries(template.createGalleries());
    TemplateDocument document = template.read(engine.config());
    ProblemPrinter printer = new ProblemPrinter(engine.screen());
    printer.warnings(document.warnings());
    printer.others(document, template.createGalleries());
    Workshop workshop = engine.workshopAsItIs();
    Path work = Files.createTempDirectory("engine-plan");
    try {
      BuildPlan plan =
          workshop
              .planner()
              .plan(
                  document.template(),
                  template.file(),
                  RUN,
                  work,
                  () -> workshop.config().duration(ConfigKey.TIMEOUTS_BUILD));
      printer.warnings(plan.warnings());
      printer.warnings(NotYet.in(plan.template()).warnings());
      engine
          .screen()
          .out()
          .print(
              document
                  .secrets()
                  .mask(output.json() ? PlanWriter.json(plan) : PlanWriter.text(plan)));
    } finally {
      PathUtils.deleteDirectory(work);
    }
    return 0;
  }
}
