package org.imageengine.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code engine ssh}: logs in to the VM that a failed run has kept. */
@Command(
    name = "ssh",
    mixinStandardHelpOptions = true,
    description = {
      "Log in to the VM that a run has kept (onCustomizerError or onValidationError: abort).",
      "With a command, run that instead of a shell. Into Windows it goes by WinRM: each line is a"
          + " command line of cmd.exe, and runs by itself."
    },
    footer = {"", "Example:", "  engine ssh latest sudo journalctl -b"})
final class SshCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run ID, the beginning of one, or: latest.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What to run in the guest.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    RunDirectory run = engine.workshop().runs().find(name);
    RunRecord.KeptVm vm =
        RunStore.load(run)
            .map(RunRecord::kept)
            .orElseThrow(
                () ->
                    new EngineException(
                        ErrorKind.USER,
                        "NoVmKept",
                        "Run " + run.runId() + " has kept no VM.",
                        "A VM is kept after a failure where the template's errorHandling says"
                            + " abort."));
    return GuestShell.open(run, vm, command);
  }
}
