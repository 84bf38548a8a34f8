package org.imageengine.engine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What the {@code tag} commands have in common. */
final class TagOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Add a tag, or give it another value; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--remove",
      paramLabel = "NAME",
      description = "Take a tag away; may be repeated.")
  private List<String> remove = List.of();

  /** The tags as they will be. */
  Map<String, String> change(Map<String, String> tags) {
    Map<String, String> changed = new TreeMap<>(tags);
    changed.putAll(set);
    remove.forEach(changed::remove);
    return changed;
  }
}
