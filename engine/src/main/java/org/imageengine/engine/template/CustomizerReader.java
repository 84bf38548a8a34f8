package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.template.Customizer.RemoteContent;
import org.imageengine.engine.template.Customizer.Script;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads {@code properties.customize} and {@code properties.validate.inVMValidations}. */
final class CustomizerReader {
  private static final List<String> TYPES = List.of("Shell", "File");
  private static final List<String> NOT_YET =
      List.of("PowerShell", "WindowsRestart", "WindowsUpdate");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private final Problems problems;

  CustomizerReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads all entries; {@code role} is what they are called in messages. */
  List<Customizer> read(List<Value> entries, String role) {
    List<Customizer> customizers = new ArrayList<>();
    for (Value entry : entries) {
      ObjectCursor.over(entry, problems)
          .flatMap(cursor -> one(cursor, role, customizers.size() + 1))
          .ifPresent(customizers::add);
    }
    return customizers;
  }

  private Optional<Customizer> one(ObjectCursor cursor, String role, int number) {
    Optional<String> type = cursor.requiredString("type");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (NOT_YET.contains(type.get())) {
      problems.add(
          cursor.at("type"),
          "NotSupportedYet",
          "The " + role + " type " + type.get() + " is not supported yet.",
          "Shell and File are.");
      return Optional.empty();
    }
    if (cursor.choice("type", TYPES).isEmpty()) {
      return Optional.empty();
    }
    String name =
        cursor.string("name").filter(text -> !text.isBlank()).orElse(type.get() + " " + number);
    Optional<Customizer> customizer =
        type.get().equals("Shell") ? shell(cursor, name) : file(cursor, name);
    cursor.finish();
    return customizer;
  }

  private Optional<Customizer> shell(ObjectCursor cursor, String name) {
    Optional<String> scriptUri = cursor.string("scriptUri").filter(text -> !text.isEmpty());
    Optional<List<String>> inline = cursor.strings("inline").filter(lines -> !lines.isEmpty());
    Optional<String> sha256 = sha256(cursor);
    if (scriptUri.isPresent() == inline.isPresent()) {
      problems.add(
          cursor.at(),
          "NoScript",
          scriptUri.isPresent()
              ? "A Shell step has either \"inline\" or \"scriptUri\", not both."
              : "A Shell step needs \"inline\" or \"scriptUri\".");
      return Optional.empty();
    }
    if (inline.isPresent()) {
      if (sha256.isPresent()) {
        problems.add(
            cursor.at("sha256Checksum"),
            "ChecksumWithoutUri",
            "\"sha256Checksum\" is for a script that is fetched; this one is inline.");
      }
      return Optional.of(new Customizer.Shell(cursor.at(), name, new Script.Inline(inline.get())));
    }
    Sited uri = new Sited(scriptUri.get(), cursor.at("scriptUri"));
    return Optional.of(
        new Customizer.Shell(
            cursor.at(), name, new Script.Fetched(new RemoteContent(uri, sha256))));
  }

  private Optional<Customizer> file(ObjectCursor cursor, String name) {
    Optional<String> sourceUri = cursor.requiredString("sourceUri");
    Optional<String> destination = cursor.requiredString("destination");
    Optional<String> sha256 = sha256(cursor);
    destination
        .filter(path -> !path.startsWith("/") || path.endsWith("/"))
        .ifPresent(
            path ->
                problems.add(
                    cursor.at("destination"),
                    "BadDestination",
                    "\"" + path + "\" is not an absolute path with a file name.",
                    "Write it as /tmp/name."));
    if (sourceUri.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    RemoteContent source =
        new RemoteContent(new Sited(sourceUri.get(), cursor.at("sourceUri")), sha256);
    return Optional.of(
        new Customizer.File(
            cursor.at(), name, source, new Sited(destination.get(), cursor.at("destination"))));
  }

  private Optional<String> sha256(ObjectCursor cursor) {
    Optional<String> sha256 = cursor.string("sha256Checksum").filter(text -> !text.isEmpty());
    sha256
        .filter(text -> !SHA256.matcher(text).matches())
        .ifPresent(
            text ->
                problems.add(
                    cursor.at("sha256Checksum"),
                    "BadChecksum",
                    "This is not a SHA-256 checksum: it must be 64 hexadecimal digits.",
                    "Get it with: sha256sum FILE"));
    return sha256;
  }
}
