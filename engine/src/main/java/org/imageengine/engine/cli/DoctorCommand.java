package org.imageengine.engine.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.run.Reaper;
import org.imageengine.hypervisor.HostCheck;
import org.imageengine.hypervisor.HostFinding;
import org.imageengine.hypervisor.Hypervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code engine doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Check whether this host can build images, and say what to do where it cannot.",
      "With --clean, remove what runs have left behind whose process is gone. With --image, boot an"
          + " image in a throwaway VM and check that builds can start from it."
    },
    footer = {"", "Example:", "  engine doctor --image MicrosoftWindowsServer:Server:2022:latest"})
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Option(names = "--clean", description = "Remove what is left of runs that were killed.")
  private boolean clean;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description =
          "Check this image: boot, login, a script, and a restart of Windows. A URN, or the ID of a"
              + " managed image or an image version.")
  private String image;

  @Override
  public Integer call() throws Exception {
    if (image != null) {
      return new ImageCheck(engine.workshop(), engine.screen()).run(image);
    }
    Workshop workshop = engine.workshopAsItIs();
    if (clean) {
      return clean(workshop);
    }
    Files.createDirectories(workshop.home().path());
    Screen screen = engine.screen();
    boolean failed = false;
    for (HostFinding finding :
        HostCheck.run(
            workshop.config().hypervisorUri(workshop.user()),
            workshop.config().accelerator(),
            workshop.home().path())) {
      String mark =
          switch (finding.status()) {
            case OK -> screen.green("ok     ");
            case WARNING -> screen.yellow("warning");
            case FAILURE -> screen.red("FAILURE");
          };
      screen.out().printf("%s  %-18s %s%n", mark, finding.name(), finding.found());
      finding.remedy().ifPresent(remedy -> screen.out().printf("%29s-> %s%n", "", remedy));
      failed |= finding.status() == HostFinding.Status.FAILURE;
    }
    screen
        .out()
        .println(
            failed
                ? "This host is not ready; see what is marked FAILURE."
                : "This host can build images.");
    return failed ? ErrorKind.RESOURCE.exitCode() : 0;
  }

  private int clean(Workshop workshop) throws Exception {
    Screen screen = engine.screen();
    List<Reaper.Reaped> reaped = EngineCommand.reap(workshop);
    boolean failed = false;
    for (Reaper.Reaped run : reaped) {
      screen.out().println("Removed what run " + run.runId() + " had left behind.");
      for (Exception failure : run.failures()) {
        failed = true;
        screen.err().println(screen.red("error: ") + failure.getMessage());
      }
    }
    List<String> orphans = removeOrphans(workshop);
    orphans.forEach(name -> screen.out().println("Removed the VM " + name + ", which had no run."));
    if (reaped.isEmpty() && orphans.isEmpty()) {
      screen.out().println("Nothing was left behind.");
    }
    return failed ? ErrorKind.RESOURCE.exitCode() : 0;
  }

  private static List<String> removeOrphans(Workshop workshop) throws Exception {
    try (Hypervisor hypervisor = workshop.connect()) {
      return workshop.reaper(() -> hypervisor).removeOrphans(hypervisor, workshop.home().path());
    }
  }
}
