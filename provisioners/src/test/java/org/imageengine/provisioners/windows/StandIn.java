package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.imageengine.provisioners.RunCertificate;

/**
 * The stand-in for a Windows guest, without a VM: its WS-Management server on a free port of the
 * loopback, its drive C: in a folder. It lies among the it-tests, and needs Python.
 */
final class StandIn implements AutoCloseable {
  static final String USER = "builder";
  static final String PASSWORD = "Pass  word-%\"1&";

  private static final Path CODE =
      Path.of(System.getProperty("standin.folder", "../it-tests/src/stand-in")).toAbsolutePath();
  private static final char[] FILE_PASSWORD = "file".toCharArray();
  private static final RunCertificate CERTIFICATE = RunCertificate.generate(FILE_PASSWORD);

  private final Path root;
  private final Process process;
  private final int port;

  private StandIn(Path root, Process process, int port) {
    this.root = root;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it in an empty folder. Where it cannot be had, the test is skipped and says why; under
   * CI it fails.
   */
  static StandIn start(Path folder) throws Exception {
    if (!Files.isDirectory(CODE.resolve("standin"))) {
      missing("there is no stand-in for Windows in " + CODE);
    }
    if (!hasPython()) {
      missing("there is no python3");
    }
    Path root = Files.createDirectories(folder.resolve("windows"));
    Path portFile = folder.resolve("port");
    Path password = secret(folder.resolve("password"), PASSWORD);
    Path certificate =
        Files.writeString(
            folder.resolve("certificate.pem"),
            pem("CERTIFICATE", CERTIFICATE.certificate().getEncoded()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(CERTIFICATE.pkcs12()), FILE_PASSWORD);
    Key privateKey = store.getKey(store.aliases().nextElement(), FILE_PASSWORD);
    Path key = secret(folder.resolve("key.pem"), pem("PRIVATE KEY", privateKey.getEncoded()));
    ProcessBuilder builder =
        new ProcessBuilder(
            "python3",
            "-m",
            "standin.wsman",
            "--root",
            root.toString(),
            "--port",
            "0",
            "--port-file",
            portFile.toString(),
            "--user",
            USER,
            "--password-file",
            password.toString(),
            "--certificate",
            certificate.toString(),
            "--key",
            key.toString(),
            "--down-seconds",
            "1");
    builder.environment().put("PYTHONPATH", CODE.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Path log = folder.resolve("log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.exists(portFile)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        fail("The stand-in did not start: " + Files.readString(log));
      }
      Thread.sleep(50);
    }
    return new StandIn(root, process, Integer.parseInt(Files.readString(portFile).strip()));
  }

  private static void missing(String what) {
    String words = "The stand-in for Windows cannot be used: " + what + ".";
    if ("true".equals(System.getenv("CI"))) {
      fail(words);
    }
    abort(words);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "--version").start();
      return python.waitFor(20, TimeUnit.SECONDS) && python.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path secret(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  WinRmEndpoint endpoint() {
    return new WinRmEndpoint(
        "127.0.0.1", port, USER, PASSWORD, CERTIFICATE.fingerprint(), "127.0.0.1");
  }

  WinRmCommunicator connect() throws Exception {
    return WinRmCommunicator.connect(endpoint(), Duration.ofSeconds(60), this::gone);
  }

  /** Why it is not there, if so. */
  Optional<String> gone() {
    return process.isAlive() ? Optional.empty() : Optional.of("the stand-in has ended");
  }

  /** A folder of its drive C:, as it is seen from here. */
  Path drive() {
    return root.resolve("C");
  }

  /** Wishes for misbehaviour, as JSON. */
  void misbehave(String json) throws IOException {
    Path file = Files.createDirectories(root.resolve("state")).resolve("misbehave.json");
    Path aside = Files.writeString(file.resolveSibling("misbehave.new"), json);
    Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A file of its state, or nothing. */
  Optional<String> state(String name) throws IOException {
    Path file = root.resolve("state").resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
