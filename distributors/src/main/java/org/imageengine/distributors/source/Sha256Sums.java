package org.imageengine.distributors.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Durable;

/**
 * Finds the SHA-256 that a disk should have, in the files that lie beside such disks: {@code
 * SHA256SUMS} and the like, which name many files, and {@code disk.sha256} or {@code
 * disk.sha256sum}, which are about one.
 *
 * <p>Lines are taken in the forms of GNU ({@code <hex> name}, {@code <hex> *name}) and of BSD
 * ({@code SHA256 (name) = <hex>}); in a file about one disk also a bare {@code <hex>}. All other
 * lines are ignored.
 */
public final class Sha256Sums {
  private static final List<String> OF_FOLDER =
      List.of("SHA256SUMS", "SHA256SUMS.txt", "sha256sums.txt");
  private static final List<String> OF_FILE = List.of(".sha256", ".sha256sum");
  private static final String HEX = "(?<hex>[0-9A-Fa-f]{64})";
  private static final Pattern GNU = Pattern.compile(HEX + "[ \t]+\\*?(?<name>.+)");
  private static final Pattern BSD = Pattern.compile("SHA(?:2-)?256 ?\\((?<name>.+)\\) ?= ?" + HEX);
  private static final Pattern BARE = Pattern.compile(HEX);
  private static final int MOST_BYTES = 4 << 20;

  private final HttpReader reader;
  private final Duration firstPause;

  public Sha256Sums() {
    this(new HttpReader(), Attempts.FIRST_PAUSE);
  }

  /**
   * One for tests.
   *
   * @param firstPause the pause after the first failure; each further one is twice as long
   */
  Sha256Sums(HttpReader reader, Duration firstPause) {
    this.reader = reader;
    this.firstPause = firstPause;
  }

  /**
   * The digest for a file of this host, as 64 lower-case hexadecimal digits, if there is one.
   *
   * @throws CatalogException MISMATCH if there are two; IO; NO_PERMISSION; CORRUPT
   */
  public Optional<String> forFile(Path file) throws CatalogException {
    String name = file.getFileName().toString();
    Set<String> found = new TreeSet<>();
    for (String folder : OF_FOLDER) {
      found.addAll(digests(read(file.resolveSibling(folder)), name, false));
    }
    for (String ending : OF_FILE) {
      found.addAll(digests(read(file.resolveSibling(name + ending)), name, true));
    }
    return only(found, file.toString());
  }

  /**
   * The digest for a file of a server, if there is one in its folder. A server that has no such
   * files may answer 404, or 403, as object stores do that nobody may list.
   *
   * @param headers for the host of {@code uri} alone, such as credentials; no message shows them
   * @param limit for all requests together
   * @throws CatalogException MISMATCH if there are two; INVALID_NAME; IO; NO_PERMISSION; CORRUPT
   */
  public Optional<String> forUrl(URI uri, Map<String, String> headers, Duration limit)
      throws CatalogException, InterruptedException {
    HttpSource source = HttpSource.of(uri, headers);
    Deadline deadline = Deadline.in(limit);
    Set<String> found = new TreeSet<>();
    for (String folder : OF_FOLDER) {
      found.addAll(digests(fetch(source.sibling(folder), deadline), source.name(), false));
    }
    for (String ending : OF_FILE) {
      HttpSource sums = source.sibling(source.rawName() + ending);
      found.addAll(digests(fetch(sums, deadline), source.name(), true));
    }
    return only(found, source.describe());
  }

  private static Optional<String> only(Set<String> digests, String what) throws CatalogException {
    if (digests.size() > 1) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format(
              "The files with SHA-256 sums beside %s give it different ones: %s. Correct them, or"
                  + " give the right one yourself.",
              what, String.join(", ", digests)));
    }
    return digests.stream().findFirst();
  }

  /**
   * The digests that a file gives to {@code name}.
   *
   * @param isOfOne whether the file is about that one alone: then it may leave out the name, and
   *     name a folder
   */
  static List<String> digests(String text, String name, boolean isOfOne) {
    List<String> digests = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher bare = BARE.matcher(line);
      if (isOfOne && bare.matches()) {
        digests.add(bare.group("hex").toLowerCase(Locale.ROOT));
        continue;
      }
      for (Pattern form : List.of(GNU, BSD)) {
        Matcher matcher = form.matcher(line);
        if (matcher.matches() && isNamed(matcher.group("name"), name, isOfOne)) {
          digests.add(matcher.group("hex").toLowerCase(Locale.ROOT));
        }
      }
    }
    return digests;
  }

  private static boolean isNamed(String written, String name, boolean isOfOne) {
    return written.equals(name)
        || written.equals("./" + name)
        || isOfOne && written.endsWith("/" + name);
  }

  private static String read(Path file) throws CatalogException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw tooLarge(file.toString());
      }
      return text(content);
    } catch (IOException e) {
      throw Durable.failure("Reading " + file, e);
    }
  }

  private String fetch(HttpSource source, Deadline deadline)
      throws CatalogException, InterruptedException {
    Attempts attempts = new Attempts(source, deadline, firstPause);
    while (true) {
      try {
        return fetchOnce(source, deadline);
      } catch (ServerTrouble e) {
        attempts.pauseAfter(e);
      }
    }
  }

  private String fetchOnce(HttpSource source, Deadline deadline)
      throws ServerTrouble, CatalogException, InterruptedException {
    HttpResponse<HttpBody> answer = reader.get(source, Map.of(), deadline);
    try (HttpBody body = answer.body()) {
      switch (answer.statusCode()) {
        case 200 -> {
          return receive(source, body, deadline);
        }
        case 403, 404, 410 -> {
          return "";
        }
        default -> throw source.refused(answer.statusCode());
      }
    }
  }

  private String receive(HttpSource source, HttpBody body, Deadline deadline)
      throws ServerTrouble, CatalogException, InterruptedException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      Optional<List<ByteBuffer>> bytes = body.next(reader.patience(deadline));
      if (bytes.isEmpty()) {
        return text(content.toByteArray());
      }
      for (ByteBuffer buffer : bytes.get()) {
        byte[] some = new byte[buffer.remaining()];
        buffer.get(some);
        content.writeBytes(some);
      }
      if (content.size() > MOST_BYTES) {
        throw tooLarge(source.describe());
      }
    }
  }

  private static CatalogException tooLarge(String what) {
    return new CatalogException(
        CatalogException.Code.CORRUPT,
        String.format(
            "%s is larger than %d MiB, which no file with SHA-256 sums is; give the SHA-256"
                + " yourself.",
            what, MOST_BYTES >> 20));
  }

  private static String text(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    // A mark that some editors put at the start.
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
