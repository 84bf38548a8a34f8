package org.imageengine.distributors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.source.DiskServer.Fate;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiskDownloadTest {
  // No multiple of any block, and several steps of progress.
  private static final int SIZE = (4 << 20) + 12_345;
  private static final byte[] DISK = content(1);
  private static final byte[] OTHER_DISK = content(2);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration STALL = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final String SECRET = "hush-hush";

  @TempDir Path directory;
  private DiskServer server;

  private static byte[] content(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  @BeforeEach
  void serve() throws Exception {
    server = DiskServer.http();
    server.file("/images/disk.qcow2", DISK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static DiskDownload download() {
    return new DiskDownload(new HttpReader(HttpReader.client().build(), LONG), PAUSE);
  }

  private static DiskDownload impatient() {
    return new DiskDownload(new HttpReader(HttpReader.client().build(), STALL), PAUSE);
  }

  private DownloadedDisk fetch(DiskDownload download) throws Exception {
    return download.fetch(
        server.uri("/images/disk.qcow2"), Map.of(), directory, LONG, TransferProgress.NONE);
  }

  private CatalogException failure(DiskDownload download, URI uri, Map<String, String> headers) {
    return catchThrowableOfType(
        CatalogException.class,
        () -> download.fetch(uri, headers, directory, LONG, TransferProgress.NONE));
  }

  private static String everythingOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void assertWhole(DownloadedDisk disk, byte[] content) throws Exception {
    assertThat(disk.file()).isEqualTo(directory.resolve("disk.qcow2")).hasBinaryContent(content);
    assertThat(disk.sha256()).isEqualTo(Digests.sha256(disk.file()));
    assertThat(leftovers()).isEmpty();
  }

  private List<String> leftovers() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("disk.qcow2"))
          .toList();
    }
  }

  private List<String> ranges() {
    return server.requests().stream()
        .map(request -> Objects.requireNonNullElse(request.range(), "all"))
        .toList();
  }

  /** Leaves half of the disk, as an attempt that ran out of time does. */
  private void leaveHalf() throws Exception {
    server.next(Fate.STALL);
    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                impatient()
                    .fetch(
                        server.uri("/images/disk.qcow2"),
                        Map.of(),
                        directory,
                        STALL,
                        TransferProgress.NONE));
    assertThat(failure).hasMessageContaining("it took longer than 1 s");
    assertThat(Files.size(directory.resolve("disk.qcow2.partial"))).isEqualTo(SIZE / 2);
  }

  @Test
  void bringsTheFileWithItsDigestAndTellsHowFarItIs() throws Exception {
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    DownloadedDisk disk =
        download()
            .fetch(
                server.uri("/images/disk.qcow2?version=3"),
                Map.of(),
                directory,
                LONG,
                (at, total) -> {
                  done.add(at);
                  totals.add(total);
                });
    assertWhole(disk, DISK);
    assertThat(done).isSorted().startsWith(0L).endsWith((long) SIZE).hasSizeBetween(4, 8);
    assertThat(totals).containsOnly((long) SIZE);
    assertThat(server.requests().get(0).query()).isEqualTo("version=3");
  }

  @Test
  void aLengthThatIsNotKnownIsToldAsMinusOne() throws Exception {
    server.withoutLengths();
    List<Long> totals = new ArrayList<>();
    DownloadedDisk disk =
        download()
            .fetch(
                server.uri("/images/disk.qcow2"),
                Map.of(),
                directory,
                LONG,
                (at, total) -> totals.add(total));
    assertWhole(disk, DISK);
    assertThat(totals).containsOnly(-1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aTinyFileIsAFile(int size) throws Exception {
    server.file("/images/disk.qcow2", new byte[size]);
    assertWhole(fetch(download()), new byte[size]);
  }

  @Test
  void aFileThatIsThereIsReplaced() throws Exception {
    Files.writeString(directory.resolve("disk.qcow2"), "an older one");
    assertWhole(fetch(download()), DISK);
  }

  @Test
  void goesOnWhereAConnectionWasCut() throws Exception {
    server.next(Fate.CUT, Fate.BUSY, Fate.CUT);
    assertWhole(fetch(download()), DISK);
    int half = SIZE / 2;
    String rest = "bytes=" + half + "-";
    assertThat(ranges())
        .containsExactly("all", rest, rest, "bytes=" + (half + (SIZE - half) / 2) + "-");
    assertThat(server.requests().get(1).headers().getFirst("If-Range")).isEqualTo("\"one\"");
  }

  @Test
  void goesOnWhereAServerStalled() throws Exception {
    server.next(Fate.SILENCE, Fate.STALL);
    assertWhole(fetch(impatient()), DISK);
    assertThat(ranges()).containsExactly("all", "all", "bytes=" + SIZE / 2 + "-");
  }

  @Test
  void aServerThatStaysSilentIsGivenUp() throws Exception {
    server.next(Fate.SILENCE, Fate.SILENCE, Fate.SILENCE, Fate.SILENCE, Fate.SILENCE, Fate.SILENCE);
    CatalogException failure = failure(impatient(), server.uri("/images/disk.qcow2"), Map.of());
    assertThat(failure.code()).isEqualTo(CatalogException.Code.IO);
    assertThat(failure)
        .hasMessageContaining("the server did not answer for 1 s (6 attempts); try again later");
    assertThat(server.requests()).hasSize(6);
    assertThat(leftovers()).isEmpty();
  }

  /** Cuts are no failures while more of the file comes with each. */
  @Test
  void manyCutsAreOvercomeIfEachBringsMore() throws Exception {
    server.next(Stream.generate(() -> Fate.CUT).limit(12).toArray(Fate[]::new));
    assertWhole(fetch(download()), DISK);
    assertThat(server.requests()).hasSize(13);
  }

  @Test
  void aLaterAttemptGoesOn() throws Exception {
    leaveHalf();
    List<Long> done = new ArrayList<>();
    DownloadedDisk disk =
        download()
            .fetch(
                server.uri("/images/disk.qcow2"),
                Map.of(),
                directory,
                LONG,
                (at, total) -> done.add(at));
    assertWhole(disk, DISK);
    assertThat(ranges()).containsExactly("all", "bytes=" + SIZE / 2 + "-");
    assertThat(done).startsWith((long) SIZE / 2).endsWith((long) SIZE);
  }

  @Test
  void aLaterAttemptGoesOnAfterAKill() throws Exception {
    server.next(Fate.STALL);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DownloadingProcess.class.getName(),
                server.uri("/images/disk.qcow2").toString(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader done = process.inputReader(StandardCharsets.UTF_8)) {
      long at = 0;
      while (at < 1 << 20) {
        at = Long.parseLong(done.readLine());
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    long left = Files.size(directory.resolve("disk.qcow2.partial"));
    assertThat(left).isBetween(1L << 20, SIZE / 2L);
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "bytes=" + left + "-");
  }

  /** As after a kill between the last byte and the rename. */
  @Test
  void aPartThatIsWholeIsNotFetchedAgain() throws Exception {
    leaveHalf();
    Files.write(directory.resolve("disk.qcow2.partial"), DISK);
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "bytes=" + (SIZE - 1) + "-");
  }

  @Test
  void changedContentStartsOver() throws Exception {
    leaveHalf();
    server.file("/images/disk.qcow2", OTHER_DISK);
    server.validators(Map.of("ETag", "\"two\""));
    assertWhole(fetch(download()), OTHER_DISK);
    assertThat(ranges()).containsExactly("all", "bytes=" + SIZE / 2 + "-");
  }

  @Test
  void contentThatHasBecomeShorterStartsOver() throws Exception {
    leaveHalf();
    // The server keeps its tag, though it should not.
    byte[] shorter = Arrays.copyOf(OTHER_DISK, 1000);
    server.file("/images/disk.qcow2", shorter);
    assertWhole(fetch(download()), shorter);
    assertThat(ranges()).containsExactly("all", "bytes=" + SIZE / 2 + "-", "all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-%2$d/%3$d",
        "bytes %d-%d/99999999",
        "nonsense",
        "bytes %d-%d/9999999999999999999"
      })
  void aServerThatSendsAnotherPartStartsOver(String contentRange) throws Exception {
    leaveHalf();
    server.contentRange(contentRange);
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "bytes=" + SIZE / 2 + "-", "all");
  }

  @Test
  void aServerWithoutRangesStartsOver() throws Exception {
    server.withoutRanges();
    server.next(Fate.CUT);
    assertWhole(fetch(download()), DISK);
    assertThat(server.requests()).hasSize(2);
  }

  /** It would bring the same half for ever. */
  @Test
  void aServerWithoutRangesThatAlwaysCutsIsGivenUp() throws Exception {
    server.withoutRanges();
    server.next(Stream.generate(() -> Fate.CUT).limit(20).toArray(Fate[]::new));
    CatalogException failure = failure(download(), server.uri("/images/disk.qcow2"), Map.of());
    assertThat(failure).hasMessageContaining("the connection broke (6 attempts)");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void aDateServesWhereThereIsNoTag() throws Exception {
    String date = "Tue, 03 Feb 2026 04:05:06 GMT";
    server.validators(Map.of("Last-Modified", date, "ETag", "W/\"weak\""));
    leaveHalf();
    assertWhole(fetch(download()), DISK);
    assertThat(server.requests().get(1).headers().getFirst("If-Range")).isEqualTo(date);
    assertThat(ranges()).containsExactly("all", "bytes=" + SIZE / 2 + "-");
  }

  @ParameterizedTest
  @CsvSource({
    "ETag, W/\"weak\"",
    "Last-Modified, 'Fri, 01 Jan 2100 00:00:00 GMT'",
    "Last-Modified, yesterday"
  })
  void withoutAnythingToGoOnByItStartsOver(String header, String value) throws Exception {
    server.validators(Map.of(header, value));
    server.next(Fate.CUT);
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "{\"url\":null}", "[1]", "{\"totalBytes\":\"x\"}"})
  void aStateThatCannotBeReadStartsOver(String state) throws Exception {
    leaveHalf();
    Files.writeString(directory.resolve("disk.qcow2.partial.json"), state);
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "all");
  }

  @Test
  void aPartOfAnotherUrlIsNotGoneOnFrom() throws Exception {
    leaveHalf();
    server.file("/other/disk.qcow2", OTHER_DISK);
    DownloadedDisk disk =
        download()
            .fetch(
                server.uri("/other/disk.qcow2"), Map.of(), directory, LONG, TransferProgress.NONE);
    assertWhole(disk, OTHER_DISK);
    assertThat(ranges()).containsExactly("all", "all");
  }

  @Test
  void aPartThatIsTooLongStartsOver() throws Exception {
    leaveHalf();
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("disk.qcow2.partial").toFile(), "rw")) {
      file.setLength(SIZE + 1L);
    }
    assertWhole(fetch(download()), DISK);
    assertThat(ranges()).containsExactly("all", "all");
  }

  @Test
  void theStateHoldsNoSecret() throws Exception {
    server.next(Fate.STALL);
    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                impatient()
                    .fetch(
                        URI.create(
                            "http://user:"
                                + SECRET
                                + "@"
                                + server.host()
                                + "/images/disk.qcow2?sig="
                                + SECRET
                                + "#"
                                + SECRET),
                        Map.of("X-Token", SECRET),
                        directory,
                        STALL,
                        TransferProgress.NONE));
    assertThat(everythingOf(failure)).doesNotContain(SECRET).doesNotContain("sig=");
    String state = Files.readString(directory.resolve("disk.qcow2.partial.json"));
    assertThat(state).doesNotContain(SECRET);
    assertThat(new ObjectMapper().readTree(state).get("url").asText())
        .isEqualTo(server.uri("/images/disk.qcow2").toString());
  }

  @Test
  void twoDownloadsToOneFileDoNotMix() throws Exception {
    AtomicReference<CatalogException> second = new AtomicReference<>();
    DownloadedDisk disk =
        download()
            .fetch(
                server.uri("/images/disk.qcow2"),
                Map.of(),
                directory,
                LONG,
                (at, total) ->
                    second.set(failure(download(), server.uri("/images/disk.qcow2"), Map.of())));
    assertWhole(disk, DISK);
    assertThat(second.get().code()).isEqualTo(CatalogException.Code.IN_USE);
    assertThat(second.get()).hasMessageContaining("wait until it has ended");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND, check the URL",
    "410, NOT_FOUND, check the URL",
    "401, NO_PERMISSION, it wants credentials",
    "403, NO_PERMISSION, there is no permission to read it",
    "407, NO_PERMISSION, the proxy wants credentials",
    "400, IO, the server answers 400",
    "206, IO, the server answers 206"
  })
  void whatTheServerRefusesIsToldAtOnce(int status, CatalogException.Code code, String words)
      throws Exception {
    server.status("/images/disk.qcow2", status);
    CatalogException failure =
        failure(download(), server.uri("/images/disk.qcow2?sig=" + SECRET), Map.of());
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure)
        .hasMessageContaining(words)
        .hasMessageContaining(server.uri("/images/disk.qcow2").toString());
    assertThat(everythingOf(failure)).doesNotContain(SECRET);
    assertThat(server.requests()).hasSize(1);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aRefusalKeepsWhatIsThere() throws Exception {
    leaveHalf();
    server.status("/images/disk.qcow2", 403);
    assertThat(failure(download(), server.uri("/images/disk.qcow2"), Map.of()).code())
        .isEqualTo(CatalogException.Code.NO_PERMISSION);
    assertThat(Files.size(directory.resolve("disk.qcow2.partial"))).isEqualTo(SIZE / 2);
  }

  @Test
  void credentialsGoToTheirOwnHostOnly() throws Exception {
    try (DiskServer elsewhere = DiskServer.http()) {
      elsewhere.file("/real/disk.img", DISK);
      elsewhere.next(Fate.CUT);
      server.redirect("/images/disk.qcow2", "moved?also=" + SECRET);
      server.redirect("/images/moved", "//" + elsewhere.host() + "/real/disk.img?sig=" + SECRET);
      DownloadedDisk disk =
          download()
              .fetch(
                  server.uri("/images/disk.qcow2"),
                  Map.of("Authorization", "Bearer " + SECRET, "X-Token", SECRET),
                  directory,
                  LONG,
                  TransferProgress.NONE);
      assertWhole(disk, DISK);
      assertThat(server.requests()).hasSize(4);
      for (DiskServer.Request request : server.requests()) {
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(request.headers().getFirst("X-Token")).isEqualTo(SECRET);
      }
      assertThat(elsewhere.requests()).hasSize(2);
      for (DiskServer.Request request : elsewhere.requests()) {
        assertThat(request.headers()).doesNotContainKeys("Authorization", "X-token");
        assertThat(request.query()).isEqualTo("sig=" + SECRET);
      }
      assertThat(elsewhere.requests().get(1).range()).isEqualTo("bytes=" + SIZE / 2 + "-");
    }
  }

  @Test
  void userInfoOfAUrlIsSentAsCredentials() throws Exception {
    URI uri = URI.create("http://me:p%40ss@" + server.host() + "/images/disk.qcow2");
    assertWhole(download().fetch(uri, Map.of(), directory, LONG, TransferProgress.NONE), DISK);
    String basic = Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
    assertThat(server.requests().get(0).headers().getFirst("Authorization"))
        .isEqualTo("Basic " + basic);
  }

  @ParameterizedTest
  @CsvSource({
    "/loop, redirects more than 10 times",
    "ftp://127.0.0.1/disk, redirects to what is no URL",
    "http:///disk, redirects to what is no URL",
    "http://[hush-hush, redirects to what is no URL",
    "'', redirects to what is no URL",
  })
  void redirectsThatLeadNowhereAreTold(String location, String words) throws Exception {
    server.redirect("/loop", location);
    CatalogException failure = failure(download(), server.uri("/loop"), Map.of());
    assertThat(failure).hasMessageContaining(words);
    assertThat(everythingOf(failure)).doesNotContain(SECRET);
  }

  @Test
  void aHeaderThatNoRequestMayHaveIsToldWithoutItsValue() throws Exception {
    CatalogException failure =
        failure(
            download(), server.uri("/images/disk.qcow2"), Map.of("X-Token", SECRET + "\r\nX: y"));
    assertThat(failure.code()).isEqualTo(CatalogException.Code.INVALID_NAME);
    assertThat(failure).hasMessageContaining("X-Token");
    assertThat(everythingOf(failure)).doesNotContain(SECRET);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://user:hush-hush@127.0.0.1/disk?hush-hush",
        "http:///disk?hush-hush",
        "http://user:hush-hush@127.0.0.1:99999/disk",
        "disk?hush-hush",
        "http:opaque?hush-hush"
      })
  void whatIsNoHttpUrlIsRefusedWithoutItsSecrets(String uri) {
    CatalogException failure = failure(download(), URI.create(uri), Map.of());
    assertThat(failure.code()).isEqualTo(CatalogException.Code.INVALID_NAME);
    assertThat(failure).hasMessageContaining("is not a URL to download from");
    assertThat(everythingOf(failure)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "/, disk",
    "'', disk",
    "/..%2f..%2fevil, evil",
    "/.hidden, _hidden",
    "/a%20b%0a.img, a_b_.img"
  })
  void theNameOfTheFileLeadsNowhereElse(String path, String name) throws Exception {
    assertThat(HttpSource.of(URI.create("http://host" + path), Map.of()).fileName())
        .isEqualTo(name);
  }

  @Test
  void aHostWhereNobodyAnswersIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    CatalogException failure =
        failure(download(), URI.create("http://127.0.0.1:" + port + "/disk"), Map.of());
    assertThat(failure).hasMessageContaining("nobody answers at its host and port (6 attempts)");
    assertThat(leftovers()).isEmpty();
  }

  /** Before any answer, and in the middle of one. */
  @ParameterizedTest
  @ValueSource(strings = {"SILENCE", "STALL"})
  void anInterruptEndsTheWaitForAServer(Fate fate) throws Exception {
    server.next(fate);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread fetching =
        new Thread(
            () -> {
              try {
                download()
                    .fetch(
                        server.uri("/images/disk.qcow2"),
                        Map.of(),
                        directory,
                        LONG,
                        (at, total) -> begun.countDown());
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    fetching.start();
    if (fate == Fate.STALL) {
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    }
    fetching.interrupt();
    fetching.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(fetching.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void theLimitHoldsForAllAttemptsTogether() throws Exception {
    server.next(Stream.generate(() -> Fate.BUSY).limit(5).toArray(Fate[]::new));
    DiskDownload slow =
        new DiskDownload(new HttpReader(HttpReader.client().build(), LONG), Duration.ofMillis(400));
    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                slow.fetch(
                    server.uri("/images/disk.qcow2"),
                    Map.of(),
                    directory,
                    Duration.ofSeconds(1),
                    TransferProgress.NONE));
    assertThat(failure)
        .hasMessageContaining("it took longer than 1 s; the last trouble: the server");
    // At 0 and 400 ms; the pause after the second ends with the limit. The platform may ask once
    // more by itself when a connection breaks.
    assertThat(server.requests()).hasSizeLessThan(5);
  }

  @Test
  void whatBeganEncryptedStaysSo() throws Exception {
    KeyStore keys = keys();
    try (DiskServer encrypted = DiskServer.https(context(keys))) {
      encrypted.file("/images/disk.qcow2", DISK);
      encrypted.redirect("/down", server.uri("/images/disk.qcow2?sig=" + SECRET).toString());
      DiskDownload trusting =
          new DiskDownload(
              new HttpReader(HttpReader.client().sslContext(context(keys)).build(), LONG), PAUSE);

      CatalogException failure = failure(trusting, encrypted.uri("/down"), Map.of());
      assertThat(failure)
          .hasMessageContaining("redirects from https to http://")
          .hasMessageContaining("which is not encrypted");
      assertThat(everythingOf(failure)).doesNotContain(SECRET);
      assertThat(server.requests()).isEmpty();

      server.redirect("/up", encrypted.uri("/images/disk.qcow2").toString());
      assertWhole(
          trusting
              .fetch(server.uri("/up"), Map.of(), directory, LONG, TransferProgress.NONE)
              .file());

      CatalogException untrusted =
          failure(download(), encrypted.uri("/images/disk.qcow2"), Map.of());
      assertThat(untrusted).hasMessageContaining("certificate of the server is not trusted");
    }
  }

  private void assertWhole(Path file) {
    assertThat(file).hasBinaryContent(DISK);
  }

  /** A certificate for this host that nobody else knows. */
  private KeyStore keys() throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, "changeit".toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
