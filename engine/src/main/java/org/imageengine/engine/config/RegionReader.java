package org.imageengine.engine.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads one entry of {@code regions}: one place, or several under {@code zones}. */
final class RegionReader {
  private static final List<String> KINDS = List.of("directory", "sftp", "azureBlob", "s3");

  private final Problems problems;

  RegionReader(Problems problems) {
    this.problems = problems;
  }

  /** The region with those of its places that are right. */
  RegionSettings read(String name, Value value) {
    List<Place> zones = new ArrayList<>();
    ObjectCursor.over(value, problems)
        .ifPresent(
            object -> {
              if (object.has("zones")) {
                for (Value zone : object.requiredArray("zones")) {
                  ObjectCursor.over(zone, problems)
                      .ifPresent(cursor -> place(cursor).ifPresent(zones::add));
                }
                object.finish();
              } else {
                place(object).ifPresent(zones::add);
              }
            });
    return new RegionSettings(name, zones);
  }

  private Optional<Place> place(ObjectCursor object) {
    List<String> kinds = KINDS.stream().filter(object::has).toList();
    if (kinds.size() != 1) {
      problems.add(
          object.at(),
          "BadRegion",
          "A place of a region has exactly one of " + String.join(", ", KINDS) + ".",
          "As in { directory: /mnt/westus }; several places stand in a list under zones.");
      return Optional.empty();
    }
    Optional<Place> place =
        switch (kinds.get(0)) {
          case "directory" -> directory(object);
          case "sftp" -> sftp(object);
          case "azureBlob" -> azureBlob(object);
          default -> s3(object);
        };
    object.finish();
    return place;
  }

  private Optional<Place> directory(ObjectCursor object) {
    return object
        .requiredString("directory")
        .map(Path::of)
        .flatMap(
            path -> {
              if (!path.isAbsolute()) {
                problems.add(
                    object.at("directory"), "BadRegion", "\"" + path + "\" is no absolute path.");
                return Optional.empty();
              }
              return Optional.of(new Place.Directory(path));
            });
  }

  private Optional<Place> sftp(ObjectCursor object) {
    Optional<URI> uri = uri(object, "sftp", "sftp://user@host:22/path");
    Optional<String> identity = object.requiredString("identityFile");
    Optional<String> hostKey = object.requiredString("hostKey");
    if (uri.isEmpty() || identity.isEmpty() || hostKey.isEmpty()) {
      return Optional.empty();
    }
    if (uri.get().getUserInfo() == null || uri.get().getUserInfo().contains(":")) {
      problems.add(
          object.at("sftp"),
          "BadRegion",
          "The URI must name a user, and no password.",
          "Write it as sftp://user@host:22/path; the key is in identityFile.");
      return Optional.empty();
    }
    return Optional.of(new Place.Sftp(uri.get(), Path.of(identity.get()), hostKey.get()));
  }

  private Optional<Place> azureBlob(ObjectCursor object) {
    Optional<URI> uri = uri(object, "azureBlob", "https://account.blob.core.windows.net/container");
    Optional<String> credential = object.requiredString("credential");
    return uri.isPresent() && credential.isPresent()
        ? Optional.of(new Place.AzureBlob(uri.get(), credential.get()))
        : Optional.empty();
  }

  private Optional<Place> s3(ObjectCursor object) {
    Optional<URI> uri = uri(object, "s3", "s3://bucket/prefix");
    Optional<URI> endpoint =
        object.has("endpoint") ? uri(object, "endpoint", "https://host:9000") : Optional.empty();
    String region = object.string("awsRegion").orElse("us-east-1");
    Optional<String> credential = object.requiredString("credential");
    return uri.isPresent() && credential.isPresent()
        ? Optional.of(new Place.S3(uri.get(), endpoint, region, credential.get()))
        : Optional.empty();
  }

  private Optional<URI> uri(ObjectCursor object, String name, String form) {
    Optional<String> text = object.requiredString(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.get());
      if (uri.getHost() != null && uri.getQuery() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    problems.add(object.at(name), "BadRegion", "This is no URI of the form " + form + ".");
    return Optional.empty();
  }
}
