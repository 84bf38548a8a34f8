package org.imageengine.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code engine run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Build an image from a template.",
      "Boots the source image, runs the customizers, generalizes, validates, and writes the"
          + " outputs. Ctrl-C cancels and cleans up; a second Ctrl-C stops at once."
    },
    footer = {
      "",
      "Examples:",
      "  engine run conf/examples/hello-linux.json",
      "  engine run main.bicep --parameters main.bicepparam --parameter imageName=golden"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Mixin private TemplateOptions template;

  @Mixin private ReuseOptions reuse;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws Exception {
    return run.run(engine, template.file(), template.parameters(), reuse.asked());
  }
}
