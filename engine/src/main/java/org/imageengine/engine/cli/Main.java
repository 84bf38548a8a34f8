package org.imageengine.engine.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The entry point of the {@code engine} command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Screen screen = Screen.ofProcess();
    CommandLine commandLine = commandLine(screen);
    System.exit(commandLine.execute(arguments));
  }

  /** The whole command tree. */
  static CommandLine commandLine(Screen screen) {
    CommandLine commandLine = new CommandLine(new EngineCommand(screen));
    // Only this command takes options of a command that it does not know.
    commandLine.getSubcommands().get("ssh").setStopAtPositional(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(screen.out(), true));
    commandLine.setErr(new PrintWriter(screen.err(), true));
    commandLine.setUsageHelpAutoWidth(screen.columns() >= 40);
    commandLine.setExecutionExceptionHandler(new ErrorPrinter(screen));
    commandLine.setParameterExceptionHandler(new UsageErrorPrinter());
    return commandLine;
  }
}
