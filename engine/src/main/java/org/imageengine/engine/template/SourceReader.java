package org.imageengine.engine.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads {@code properties.source}. */
final class SourceReader {
  private static final List<String> TYPES =
      List.of("PlatformImage", "ManagedImage", "SharedImageVersion");
  private static final Pattern VERSION =
      Pattern.compile("(?i)latest|\\d{1,9}\\.\\d{1,9}\\.\\d{1,12}");

  private final Spelling spelling;
  private final Problems problems;

  SourceReader(Spelling spelling) {
    this.spelling = spelling;
    this.problems = spelling.problems();
  }

  Optional<ImageSource> read(Value value) {
    return TypedEntry.type(value, TYPES, spelling)
        .flatMap(
            type ->
                switch (type) {
                  case "PlatformImage" ->
                      spelling.object(value, Shape.PLATFORM_IMAGE).flatMap(this::platformImage);
                  case "ManagedImage" ->
                      spelling
                          .object(value, Shape.MANAGED_IMAGE_SOURCE)
                          .flatMap(this::managedImage);
                  default ->
                      spelling
                          .object(value, Shape.SHARED_IMAGE_VERSION)
                          .flatMap(this::sharedImageVersion);
                });
  }

  private Optional<ImageSource> platformImage(ShapedObject object) {
    Optional<String> publisher = object.requiredString("publisher");
    Optional<String> offer = object.requiredString("offer");
    Optional<String> sku = object.requiredString("sku");
    Optional<String> version = object.requiredString("version");
    version
        .filter(text -> !VERSION.matcher(text).matches())
        .ifPresent(
            text ->
                object.problem(
                    "version",
                    "BadVersion",
                    "\"" + text + "\" is not a version.",
                    "Write three integers such as 12.11.0, or latest."));
    Optional<ImageSource.PurchasePlan> plan =
        object.object("planInfo", Shape.PLAN_INFO).flatMap(SourceReader::plan);
    if (publisher.isEmpty() || offer.isEmpty() || sku.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageSource.PlatformImage(
            object.at(), publisher.get(), offer.get(), sku.get(), version.get(), plan));
  }

  private static Optional<ImageSource.PurchasePlan> plan(ShapedObject object) {
    Optional<String> name = object.requiredString("planName");
    Optional<String> product = object.requiredString("planProduct");
    Optional<String> publisher = object.requiredString("planPublisher");
    return name.isPresent() && product.isPresent() && publisher.isPresent()
        ? Optional.of(new ImageSource.PurchasePlan(name.get(), product.get(), publisher.get()))
        : Optional.empty();
  }

  private Optional<ImageSource> managedImage(ShapedObject object) {
    Optional<Sited> id = object.requiredSited("imageId");
    id.ifPresent(one -> ResourceIdForm.IMAGE.check(one, problems));
    return id.map(one -> new ImageSource.ManagedImage(object.at(), one));
  }

  private Optional<ImageSource> sharedImageVersion(ShapedObject object) {
    Optional<Sited> id = object.requiredSited("imageVersionId");
    id.ifPresent(this::checkVersionId);
    return id.map(one -> new ImageSource.SharedImageVersion(object.at(), one));
  }

  private void checkVersionId(Sited id) {
    boolean isShared = ResourceIdForm.SHARED_VERSION.matches(id.text());
    if (!isShared) {
      ResourceIdForm.IMAGE_VERSION.check(id, problems);
    }
    if (isShared || ResourceIdForm.IMAGE_VERSION.matches(id.text())) {
      ResourceIdForm.versionProblem(id.text(), true)
          .ifPresent(
              message ->
                  problems.add(
                      id.at(),
                      "BadVersion",
                      message,
                      "Write three integers such as 1.2.3, or latest."));
    }
  }
}
