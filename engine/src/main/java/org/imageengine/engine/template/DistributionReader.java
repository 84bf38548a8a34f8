package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.imageengine.engine.template.Distribution.ReplicationMode;
import org.imageengine.engine.template.Distribution.StorageType;
import org.imageengine.engine.template.Distribution.TargetRegion;
import org.imageengine.engine.template.Distribution.Versioning;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads {@code properties.distribute}. */
final class DistributionReader {
  private static final List<String> TYPES = List.of("VHD", "SharedImage", "ManagedImage");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-_.]{1,64}");
  private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");

  private final Spelling spelling;
  private final Problems problems;

  DistributionReader(Spelling spelling) {
    this.spelling = spelling;
    this.problems = spelling.problems();
  }

  List<Distribution> read(ShapedObject properties) {
    List<Distribution> distributions = new ArrayList<>();
    Map<String, Position> names = new HashMap<>();
    List<Value> entries = properties.requiredArray("distribute");
    if (entries.isEmpty()
        && properties.value("distribute").filter(Value.ArrayValue.class::isInstance).isPresent()) {
      properties.problem("distribute", "Empty", "At least one distribution target is needed.", "");
    }
    for (Value entry : entries) {
      one(entry, names).ifPresent(distributions::add);
    }
    return distributions;
  }

  private Optional<Distribution> one(Value entry, Map<String, Position> names) {
    Optional<String> type = TypedEntry.type(entry, TYPES, spelling);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Shape shape =
        switch (type.get()) {
          case "VHD" -> Shape.VHD;
          case "ManagedImage" -> Shape.MANAGED_IMAGE;
          default -> Shape.SHARED_IMAGE;
        };
    return spelling
        .object(entry, shape)
        .flatMap(
            object -> {
              Optional<Sited> name = object.requiredSited("runOutputName");
              name.ifPresent(sited -> checkName(sited, names));
              String output = name.map(Sited::text).orElse("");
              Map<String, String> tags = object.stringMap("artifactTags");
              return switch (shape) {
                case VHD -> Optional.of(vhd(object, output, tags));
                case MANAGED_IMAGE -> managedImage(object, output, tags);
                default -> sharedImage(object, output, tags);
              };
            });
  }

  private void checkName(Sited name, Map<String, Position> names) {
    if (!NAME.matcher(name.text()).matches()) {
      problems.add(
          name.at(),
          "BadName",
          "The run output name \""
              + name.text()
              + "\" must be 1 to 64 letters, digits, '-', '_' or '.'.");
    }
    Position before = names.putIfAbsent(name.text(), name.at());
    if (before != null) {
      problems.add(
          name.at(),
          "DuplicateName",
          "The run output name \"" + name.text() + "\" is taken by line " + before.line() + ".",
          "Every distribution target needs a name of its own.");
    }
  }

  private Distribution vhd(ShapedObject object, String name, Map<String, String> tags) {
    Optional<Sited> uri = object.sited("uri");
    uri.filter(text -> !URI_SCHEME.matcher(text.text()).matches())
        .ifPresent(
            text ->
                problems.add(
                    text.at(),
                    "BadUri",
                    "\"" + text.text() + "\" is not a URI.",
                    "Write it as file:///directory/name.vhd."));
    return new Distribution.Vhd(object.at(), name, tags, uri);
  }

  private Optional<Distribution> managedImage(
      ShapedObject object, String name, Map<String, String> tags) {
    Optional<Sited> imageId = object.requiredSited("imageId");
    Optional<String> location = object.requiredString("location");
    imageId.ifPresent(id -> ResourceIdForm.IMAGE.check(id, problems));
    return imageId.map(
        id -> new Distribution.ManagedImage(object.at(), name, tags, id, location.orElse("")));
  }

  private Optional<Distribution> sharedImage(
      ShapedObject object, String name, Map<String, String> tags) {
    Optional<Sited> id = object.requiredSited("galleryImageId");
    boolean isExplicit = id.filter(sited -> isVersion(sited)).isPresent();
    final boolean excluded = object.truth("excludeFromLatest");
    final List<TargetRegion> regions = regions(object);
    final Versioning versioning = versioning(object, isExplicit);
    final ReplicationMode mode =
        object
            .word("replicationMode", words(ReplicationMode.values()))
            .map(ReplicationMode::valueOf)
            .orElse(ReplicationMode.Full);
    return id.map(
        sited ->
            new Distribution.SharedImage(
                object.at(), name, tags, sited, excluded, regions, versioning, mode));
  }

  /** Whether the ID names a version; it must name that or a definition. */
  private boolean isVersion(Sited id) {
    if (!id.text().toLowerCase(Locale.ROOT).contains("/versions/")) {
      ResourceIdForm.IMAGE_DEFINITION.check(id, problems);
      return false;
    }
    ResourceIdForm.IMAGE_VERSION.check(id, problems);
    ResourceIdForm.versionProblem(id.text(), false)
        .ifPresent(
            message ->
                problems.add(
                    id.at(),
                    "BadVersion",
                    message,
                    "Write three integers such as 1.2.3, or leave /versions/… out to have the"
                        + " version chosen."));
    return true;
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private List<TargetRegion> regions(ShapedObject object) {
    Optional<StorageType> storage =
        object.word("storageAccountType", words(StorageType.values())).map(StorageType::valueOf);
    if (object.has("replicationRegions")) {
      spelling.warn(
          object.at("replicationRegions"),
          "\"replicationRegions\" is deprecated since API version 2022-07-01.",
          "Write \"targetRegions\".");
    }
    if (object.has("targetRegions") && object.has("replicationRegions")) {
      object.problem(
          "replicationRegions",
          "Exclusive",
          "\"targetRegions\" and \"replicationRegions\" cannot both be given.",
          "\"targetRegions\" is the current one.");
    }
    if (object.has("storageAccountType") && !object.has("replicationRegions")) {
      object.problem(
          "storageAccountType",
          "OnlyWithReplicationRegions",
          "\"storageAccountType\" here is only for \"replicationRegions\".",
          "Give it in each of the \"targetRegions\".");
    }
    List<TargetRegion> regions = new ArrayList<>();
    for (Value value : object.array("targetRegions")) {
      spelling
          .object(value, Shape.TARGET_REGION)
          .flatMap(this::targetRegion)
          .ifPresent(regions::add);
    }
    List<Value> names = object.array("replicationRegions");
    for (Value value : names) {
      if (value instanceof Value.StringValue name) {
        regions.add(
            new TargetRegion(
                new Sited(name.text(), name.at()), 1, storage.orElse(StorageType.Standard_LRS)));
      } else if (!(value instanceof Value.UnknownValue)) {
        problems.add(
            value.at(), "WrongType", "A string is wanted here, this is " + value.kind() + ".");
      }
    }
    checkDistinct(regions);
    return regions;
  }

  private Optional<TargetRegion> targetRegion(ShapedObject object) {
    Optional<Sited> name = object.requiredSited("name");
    int replicas = object.optionalInteger("replicaCount", 1, 100).orElse(1);
    StorageType storage =
        object
            .word("storageAccountType", words(StorageType.values()))
            .map(StorageType::valueOf)
            .orElse(StorageType.Standard_LRS);
    return name.map(sited -> new TargetRegion(sited, replicas, storage));
  }

  /** {@code East US} and {@code eastus} are one region. */
  private void checkDistinct(List<TargetRegion> regions) {
    Set<String> seen = new HashSet<>();
    for (TargetRegion region : regions) {
      if (!seen.add(region.name().text().replace(" ", "").toLowerCase(Locale.ROOT))) {
        problems.add(
            region.name().at(),
            "DuplicateName",
            "The region \"" + region.name().text() + "\" is named twice.",
            "Use \"replicaCount\" for more than one replica in a region.");
      }
    }
  }

  private Versioning versioning(ShapedObject object, boolean isExplicit) {
    Optional<ShapedObject> versioning = object.object("versioning", Shape.VERSIONING);
    if (isExplicit) {
      versioning.ifPresent(
          inner ->
              object.problem(
                  "versioning",
                  "Exclusive",
                  "\"versioning\" chooses a version, and \"galleryImageId\" names one.",
                  "Leave one of them out."));
      return new Versioning.Explicit();
    }
    if (versioning.isEmpty()) {
      return new Versioning.Latest(OptionalInt.empty());
    }
    Optional<String> scheme = versioning.get().requiredWord("scheme", List.of("Latest", "Source"));
    Optional<Integer> major = versioning.get().optionalInteger("major", -1, Integer.MAX_VALUE);
    if (scheme.filter("Source"::equals).isPresent()) {
      if (major.isPresent()) {
        versioning
            .get()
            .problem("major", "OnlyWithLatest", "\"major\" is only for the scheme \"Latest\".", "");
      }
      return new Versioning.Source();
    }
    return new Versioning.Latest(
        major.isPresent() && major.get() >= 0 ? OptionalInt.of(major.get()) : OptionalInt.empty());
  }
}
