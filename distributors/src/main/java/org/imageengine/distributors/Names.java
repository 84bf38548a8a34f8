package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of things in the catalog; each becomes one directory, so none may be a trick. */
final class Names {
  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._() -]{0,88}[A-Za-z0-9_()-])?");

  private Names() {}

  /** {@code name} itself, if it is one. */
  static String check(String what, String name) throws CatalogException {
    if (!ALLOWED.matcher(name).matches() || name.contains("..")) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          "\""
              + name
              + "\" is not a name for a "
              + what
              + ": 1 to 90 letters, digits, '.', '_', '-', beginning and ending with none of '.'"
              + " and '-'.");
    }
    return name;
  }

  /** The directory below {@code parent} for a name, found in any letter case. */
  static Path directory(Path parent, String name) {
    Path exact = parent.resolve(name);
    if (Files.isDirectory(exact)) {
      return exact;
    }
    return existing(parent, name).orElse(exact);
  }

  private static Optional<Path> existing(Path parent, String name) {
    if (!Files.isDirectory(parent)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(path -> path.getFileName().toString().equalsIgnoreCase(name))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
