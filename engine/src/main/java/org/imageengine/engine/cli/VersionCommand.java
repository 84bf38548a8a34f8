package org.imageengine.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParentCommand;

/** {@code engine version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Print the version of the engine.")
final class VersionCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Override
  public Integer call() throws IOException {
    engine.screen().out().println(text());
    return 0;
  }

  private static String text() throws IOException {
    Properties build = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("build.properties")) {
      build.load(in);
    }
    return "engine "
        + build.getProperty("version")
        + ", Java "
        + System.getProperty("java.version");
  }

  /** For {@code engine --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {text()};
    }
  }
}
