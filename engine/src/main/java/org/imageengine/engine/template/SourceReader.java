package org.imageengine.engine.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;

/** Reads {@code properties.source}. */
final class SourceReader {
  private static final String PLATFORM_IMAGE = "PlatformImage";
  private static final List<String> NOT_YET = List.of("ManagedImage", "SharedImageVersion");
  private static final Pattern VERSION = Pattern.compile("latest|\\d+\\.\\d+\\.\\d+");

  private final Problems problems;

  SourceReader(Problems problems) {
    this.problems = problems;
  }

  Optional<ImageSource> read(ObjectCursor cursor) {
    Optional<String> type = cursor.requiredString("type");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (NOT_YET.contains(type.get())) {
      problems.add(
          cursor.at("type"),
          "NotSupportedYet",
          "The source type " + type.get() + " is not supported yet.",
          "Use a " + PLATFORM_IMAGE + ".");
      return Optional.empty();
    }
    if (cursor.choice("type", List.of(PLATFORM_IMAGE)).isEmpty()) {
      return Optional.empty();
    }
    cursor.notYet("planInfo");
    Optional<String> publisher = cursor.requiredString("publisher");
    Optional<String> offer = cursor.requiredString("offer");
    Optional<String> sku = cursor.requiredString("sku");
    Optional<String> version = cursor.requiredString("version");
    version
        .filter(text -> !VERSION.matcher(text).matches())
        .ifPresent(
            text ->
                problems.add(
                    cursor.at("version"),
                    "BadVersion",
                    "\"" + text + "\" is not a version.",
                    "Write three integers such as 12.11.0, or latest."));
    cursor.finish();
    if (publisher.isEmpty() || offer.isEmpty() || sku.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageSource.PlatformImage(
            cursor.at(), publisher.get(), offer.get(), sku.get(), version.get()));
  }
}
