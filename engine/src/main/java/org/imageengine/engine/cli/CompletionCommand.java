package org.imageengine.engine.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code engine completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print the shell completion script.",
      "Use it with: source <(engine completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Shells whose completion is known; zsh takes bash's. */
  enum Shell {
    BASH,
    ZSH
  }

  @ParentCommand private EngineCommand engine;

  @Parameters(paramLabel = "bash|zsh", defaultValue = "BASH", description = "For which shell.")
  private Shell shell;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("engine", Main.commandLine(engine.screen()));
    engine.screen().out().print(script);
    return 0;
  }
}
