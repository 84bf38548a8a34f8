package org.imageengine.distributors;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/** How the version of a new image version is found: the reference's section on versioning. */
public sealed interface VersionScheme {

  /** The version that comes next after those that are there. */
  Version next(Collection<Version> existing) throws CatalogException;

  /** One version, and no other; taken is an error. */
  record Explicit(Version version) implements VersionScheme {
    @Override
    public Version next(Collection<Version> existing) throws CatalogException {
      if (existing.contains(version)) {
        throw new CatalogException(
            CatalogException.Code.ALREADY_EXISTS,
            "The version " + version + " exists already; versions are never overwritten.");
      }
      return version;
    }
  }

  /**
   * The highest version, of all or under one major number, with its patch raised by one. An empty
   * gallery begins at 0.0.1, a new major at N.0.0.
   */
  record Latest(OptionalInt major) implements VersionScheme {
    @Override
    public Version next(Collection<Version> existing) throws CatalogException {
      Optional<Version> highest =
          existing.stream()
              .filter(version -> major.isEmpty() || version.major() == major.getAsInt())
              .max(Comparator.naturalOrder());
      if (highest.isPresent()) {
        return highest.get().nextPatch();
      }
      return major.isPresent() && major.getAsInt() > 0
          ? new Version(major.getAsInt(), 0, 0)
          : new Version(0, 0, 1);
    }
  }

  /** The version of the source image where it is free, else the next free patch above it. */
  record Source(Version version) implements VersionScheme {
    @Override
    public Version next(Collection<Version> existing) throws CatalogException {
      Version next = version;
      while (existing.contains(next)) {
        next = next.nextPatch();
      }
      return next;
    }
  }
}
