package org.imageengine.engine.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.source.DiskDownload;
import org.imageengine.distributors.source.DownloadedDisk;
import org.imageengine.distributors.source.Sha256Sums;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.plan.QemuDiskLook;
import org.imageengine.engine.plan.QemuDiskWriter;
import org.imageengine.engine.remote.FetchCredentials;
import org.imageengine.provisioners.FetchCredential;

/** Brings a disk into the catalog, from a file of this host or from a server. */
final class DiskIntake {
  private static final Duration SUMS_LIMIT = Duration.ofMinutes(2);

  private final Workshop workshop;
  private final ProgressListener progress;

  DiskIntake(Workshop workshop, ProgressListener progress) {
    this.workshop = workshop;
    this.progress = progress;
  }

  /** Takes {@code place}, a path or a URL, as the image of that name. */
  CatalogImage take(PlatformUrn urn, String place, ImportOptions options) throws Exception {
    String start = place.toLowerCase(Locale.ROOT);
    return start.startsWith("http://") || start.startsWith("https://")
        ? download(urn, uri(place), options)
        : take(urn, Path.of(place), withSumBeside(Path.of(place), options));
  }

  private CatalogImage take(PlatformUrn urn, Path file, ImportOptions options) throws Exception {
    return workshop
        .catalog()
        .platformImages()
        .importDisk(
            urn,
            file,
            options,
            new QemuDiskWriter(workshop.disks()),
            new QemuDiskLook(workshop.disks()),
            progress);
  }

  private static ImportOptions withSumBeside(Path file, ImportOptions options)
      throws CatalogException {
    return options.sha256().isPresent() || !Files.isRegularFile(file)
        ? options
        : options.withSha256(new Sha256Sums().forFile(file));
  }

  private static URI uri(String text) throws EngineException {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // Not as the cause: what it shows may be a secret.
      throw new EngineException(
          ErrorKind.USER,
          "BadUrl",
          "This is not a URL that a disk can be fetched from.",
          "Characters such as blanks must be written as %20.");
    }
  }

  /** The credentials of the configuration for that host are shown to it. */
  private CatalogImage download(PlatformUrn urn, URI given, ImportOptions options)
      throws Exception {
    FetchCredential shown =
        FetchCredentials.all(workshop.config(), workshop.secrets()).forUri(given);
    URI uri =
        shown.query().isEmpty()
            ? given
            : URI.create(given + (given.getRawQuery() == null ? "?" : "&") + shown.query());
    Optional<String> wanted =
        options.sha256().isPresent()
            ? options.sha256()
            : new Sha256Sums().forUrl(uri, shown.headers(), SUMS_LIMIT);
    Path directory = Files.createDirectories(directory(given));
    Optional<Path> there = wanted.isPresent() ? fetched(directory, wanted.get()) : Optional.empty();
    Path file = there.isPresent() ? there.get() : fetch(uri, shown.headers(), directory, wanted);
    CatalogImage image = take(urn, file, options.withSha256(Optional.empty()));
    PathUtils.deleteDirectory(directory);
    return image;
  }

  /** What an earlier attempt has fetched whole, whose import failed for another reason. */
  private static Optional<Path> fetched(Path directory, String sha256)
      throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Digests.sha256(file).equalsIgnoreCase(sha256)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private Path fetch(URI uri, Map<String, String> headers, Path directory, Optional<String> wanted)
      throws CatalogException, IOException, InterruptedException {
    DownloadedDisk disk = fetchOrGoOn(uri, headers, directory);
    if (wanted.isPresent() && !wanted.get().equalsIgnoreCase(disk.sha256())) {
      PathUtils.deleteDirectory(directory);
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format(
              "%s has the SHA-256 %s, not %s.",
              disk.file().getFileName(), disk.sha256(), wanted.get().toLowerCase(Locale.ROOT)));
    }
    return disk.file();
  }

  private DownloadedDisk fetchOrGoOn(URI uri, Map<String, String> headers, Path directory)
      throws CatalogException, IOException, InterruptedException {
    try {
      return new DiskDownload()
          .fetch(
              uri,
              headers,
              directory,
              workshop.config().duration(ConfigKey.TIMEOUTS_BUILD),
              (done, total) -> progress.at("Downloading", done, total));
    } finally {
      // There may be nothing to go on with.
      if (PathUtils.isEmptyDirectory(directory)) {
        Files.deleteIfExists(directory);
      }
    }
  }

  /** The same for the same URL, so that a later attempt finds what an earlier one has fetched. */
  private Path directory(URI uri) {
    UUID name = UUID.nameUUIDFromBytes(uri.toString().getBytes(StandardCharsets.UTF_8));
    return workshop.home().downloads().resolve(name.toString());
  }
}
