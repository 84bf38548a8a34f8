package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads {@code properties.distribute}. */
final class DistributionReader {
  private static final List<String> TYPES = List.of("VHD", "SharedImage", "ManagedImage");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-_.]{1,64}");

  private final Problems problems;

  DistributionReader(Problems problems) {
    this.problems = problems;
  }

  List<Distribution> read(ObjectCursor properties) {
    List<Distribution> distributions = new ArrayList<>();
    Map<String, Position> names = new HashMap<>();
    List<Value> entries = properties.requiredArray("distribute");
    if (entries.isEmpty() && properties.has("distribute")) {
      problems.add(
          properties.at("distribute"), "Empty", "At least one distribution target is needed.");
    }
    for (Value entry : entries) {
      ObjectCursor.over(entry, problems)
          .flatMap(cursor -> one(cursor, names))
          .ifPresent(distributions::add);
    }
    return distributions;
  }

  private Optional<Distribution> one(ObjectCursor cursor, Map<String, Position> names) {
    Optional<String> type = cursor.requiredChoice("type", TYPES);
    Optional<String> name = cursor.requiredString("runOutputName");
    name.ifPresent(text -> checkName(text, cursor.at("runOutputName"), names));
    Map<String, String> tags = cursor.stringMap("artifactTags");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    String outputName = name.orElse("");
    Optional<? extends Distribution> distribution =
        switch (type.get()) {
          case "VHD" -> Optional.of(vhd(cursor, outputName, tags));
          case "ManagedImage" -> managedImage(cursor, outputName, tags);
          default -> sharedImage(cursor, outputName, tags);
        };
    cursor.finish();
    return distribution.map(Distribution.class::cast);
  }

  private void checkName(String name, Position at, Map<String, Position> names) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          at,
          "BadName",
          "The run output name \"" + name + "\" must be 1 to 64 letters, digits, '-', '_' or '.'.");
    }
    Position before = names.putIfAbsent(name, at);
    if (before != null) {
      problems.add(
          at,
          "DuplicateName",
          "The run output name \"" + name + "\" is taken by line " + before.line() + ".",
          "Every distribution target needs a name of its own.");
    }
  }

  private Distribution vhd(ObjectCursor cursor, String name, Map<String, String> tags) {
    Optional<Sited> uri =
        cursor
            .string("uri")
            .filter(text -> !text.isEmpty())
            .map(text -> new Sited(text, cursor.at("uri")));
    return new Distribution.Vhd(cursor.at(), name, tags, uri);
  }

  private Optional<Distribution> managedImage(
      ObjectCursor cursor, String name, Map<String, String> tags) {
    Optional<String> imageId = cursor.requiredString("imageId");
    Optional<String> location = cursor.requiredString("location");
    return imageId.map(
        id ->
            new Distribution.ManagedImage(
                cursor.at(), name, tags, new Sited(id, cursor.at("imageId")), location.orElse("")));
  }

  private Optional<Distribution> sharedImage(
      ObjectCursor cursor, String name, Map<String, String> tags) {
    cursor.notYet(
        "targetRegions",
        "replicationRegions",
        "storageAccountType",
        "versioning",
        "replicationMode");
    Optional<String> id = cursor.requiredString("galleryImageId");
    boolean excluded = cursor.bool("excludeFromLatest").orElse(false);
    return id.map(
        text ->
            new Distribution.SharedImage(
                cursor.at(), name, tags, new Sited(text, cursor.at("galleryImageId")), excluded));
  }
}
