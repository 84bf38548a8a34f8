package org.imageengine.engine.cli;

import picocli.CommandLine.Option;

/** The option {@code --output} of commands that list and show. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "How to write it: for people, or as one JSON document.")
  private OutputFormat format;

  boolean json() {
    return format == OutputFormat.JSON;
  }
}
