package org.imageengine.engine.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The entry point of the {@code engine} command. */
public final class Main {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("resume", ResumeCommand.class);
    COMMANDS.put("validate", ValidateCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("compile", CompileCommand.class);
    COMMANDS.put("image", ImageCommand.class);
    COMMANDS.put("gallery", GalleryCommand.class);
    COMMANDS.put("catalog", CatalogCommand.class);
    COMMANDS.put("staging", StagingCommand.class);
    COMMANDS.put("runs", RunsCommand.class);
    COMMANDS.put("cache", CacheCommand.class);
    COMMANDS.put("ssh", SshCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("version", VersionCommand.class);
  }

  private Main() {}

  public static void main(String[] arguments) {
    Screen screen = Screen.ofProcess();
    // To look at the annotations of all commands takes a good part of a short command's time.
    boolean isKnown = arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
    CommandLine commandLine =
        isKnown ? commandLine(screen, List.of(arguments[0])) : commandLine(screen);
    System.exit(commandLine.execute(arguments));
  }

  /** The whole command tree. */
  static CommandLine commandLine(Screen screen) {
    return commandLine(screen, COMMANDS.keySet());
  }

  private static CommandLine commandLine(Screen screen, Collection<String> names) {
    CommandLine commandLine = new CommandLine(new EngineCommand(screen));
    names.forEach(name -> commandLine.addSubcommand(name, COMMANDS.get(name)));
    // Only this command takes options of a command that it does not know.
    CommandLine ssh = commandLine.getSubcommands().get("ssh");
    if (ssh != null) {
      ssh.setStopAtPositional(true);
    }
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(screen.out(), true));
    commandLine.setErr(new PrintWriter(screen.err(), true));
    commandLine.setUsageHelpAutoWidth(screen.columns() >= 40);
    commandLine.setExecutionExceptionHandler(new ErrorPrinter(screen));
    commandLine.setParameterExceptionHandler(new UsageErrorPrinter());
    return commandLine;
  }
}
