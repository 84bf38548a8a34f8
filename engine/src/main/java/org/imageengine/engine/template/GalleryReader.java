package org.imageengine.engine.template;

import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.deployment.ResourceFinder;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;

/**
 * Reads galleries and image definitions that stand beside an image template, as far as the local
 * catalog keeps what they say.
 */
final class GalleryReader {
  static final String GALLERY = "Microsoft.Compute/galleries";
  static final String DEFINITION = "Microsoft.Compute/galleries/images";

  private final Problems problems;

  GalleryReader(Problems problems) {
    this.problems = problems;
  }

  Optional<GalleryDeclaration> read(ResourceFinder.Found found) {
    ObjectCursor cursor = new ObjectCursor(found.body(), problems);
    Optional<String> name = cursor.requiredString("name");
    String location = cursor.string("location").orElse(found.facts().location());
    Map<String, String> tags = cursor.stringMap("tags");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = name.get().split("/");
    boolean isDefinition = found.type().equalsIgnoreCase(DEFINITION);
    if (parts.length != (isDefinition ? 2 : 1)) {
      problems.add(
          cursor.at("name"),
          "BadName",
          "\"" + name.get() + "\" is no name for " + found.type() + ".",
          isDefinition ? "Its form is gallery/definition." : "It is one name without slashes.");
      return Optional.empty();
    }
    Optional<GalleryDeclaration.Definition> definition =
        isDefinition
            ? cursor.requiredObject("properties").map(one -> definition(parts[1], one))
            : Optional.empty();
    if (isDefinition && definition.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GalleryDeclaration(
            found.at(),
            found.facts().subscriptionId(),
            found.facts().resourceGroup(),
            parts[0],
            location,
            tags,
            definition));
  }

  private static GalleryDeclaration.Definition definition(String name, ObjectCursor properties) {
    Optional<ObjectCursor> identifier = properties.requiredObject("identifier");
    return new GalleryDeclaration.Definition(
        name,
        properties.requiredString("osType").orElse("Linux"),
        properties.string("hyperVGeneration").orElse("V1"),
        identifier.flatMap(one -> one.requiredString("publisher")).orElse(""),
        identifier.flatMap(one -> one.requiredString("offer")).orElse(""),
        identifier.flatMap(one -> one.requiredString("sku")).orElse(""));
  }
}
