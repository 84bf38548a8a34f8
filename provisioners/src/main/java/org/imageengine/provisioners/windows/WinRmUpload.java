package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.imageengine.provisioners.ProvisionException;

/**
 * Puts a file into the guest. A small one goes in base64 through command lines; a larger one is
 * fetched by the guest from here, or goes the slow way where the guest cannot reach us.
 */
final class WinRmUpload {
  private static final int SMALL = 64 << 10;
  private static final int ATTEMPTS = 3;

  private final WinRmLink link;
  private final GuestFolder home;
  private final Path local;
  private final String remotePath;

  WinRmUpload(WinRmLink link, GuestFolder home, Path local, String remotePath) {
    this.link = link;
    this.home = home;
    this.local = local;
    this.remotePath = remotePath;
  }

  void run(Duration limit) throws ProvisionException, InterruptedException {
    WinRmLink.Retry retry = link.retry(remotePath + " was written", limit);
    try {
      String sha256 = sha256();
      Optional<Answer> answer = Optional.empty();
      if (Files.size(local) > SMALL) {
        answer = pull(sha256, retry);
      }
      for (int i = 0; i < ATTEMPTS && (answer.isEmpty() || isBroken(answer.get())); i++) {
        answer = push(sha256, retry);
      }
      check(answer);
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.UPLOAD_FAILED,
          "The file " + local + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static boolean isBroken(Answer answer) {
    return answer.word().equals("mismatch");
  }

  private String sha256() throws IOException {
    try (InputStream in = Files.newInputStream(local)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var unused =
          new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String place(String sha256, String from, String what) {
    return CommandLines.powershell(
        home.file("place.ps1"),
        "-Destination",
        CommandLines.base64(remotePath),
        "-Sha256",
        sha256,
        from,
        what);
  }

  /** Nothing where the guest could not fetch it. As a job: it may be silent for long. */
  private Optional<Answer> pull(String sha256, WinRmLink.Retry retry)
      throws IOException, ProvisionException, InterruptedException {
    AtomicReference<Answer> answer = new AtomicReference<>();
    try (FileServer server = FileServer.serve(local)) {
      String command = place(sha256, "-Url", server.url(link.endpoint().hostInGuest()));
      Job job =
          new Job(
              link,
              home,
              RunAs.NETWORK_USER,
              (stream, line) -> Answer.of(line).ifPresent(answer::set));
      var unused = job.run(command, retry.left());
    }
    return Optional.ofNullable(answer.get())
        .filter(found -> !found.word().equals("failed") && !isBroken(found));
  }

  private Optional<Answer> push(String sha256, WinRmLink.Retry retry)
      throws IOException, ProvisionException, InterruptedException {
    String encoded = home.newFile("upload-", ".b64");
    List<String> commands = new ArrayList<>(CommandLines.write(Files.readAllBytes(local), encoded));
    commands.add(place(sha256, "-Encoded", encoded));
    return Answer.among(link.ask(CommandLines.pack(commands), retry));
  }

  private void check(Optional<Answer> answer) throws ProvisionException {
    switch (answer.map(Answer::word).orElse("")) {
      case "placed":
        return;
      case "no-directory":
        throw new ProvisionException(
            ProvisionException.Code.DESTINATION_MISSING,
            "The directory "
                + directory()
                + " of the destination "
                + remotePath
                + " does not exist in the guest. Make it with a PowerShell step before this one.");
      case "is-directory":
        throw new ProvisionException(
            ProvisionException.Code.UPLOAD_FAILED,
            "The destination "
                + remotePath
                + " is a directory. Give the full path with the name of the file.");
      case "mismatch":
        throw new ProvisionException(
            ProvisionException.Code.UPLOAD_FAILED,
            "The file " + remotePath + " did not arrive in the guest as it was sent.");
      case "failed":
        throw new ProvisionException(
            ProvisionException.Code.UPLOAD_FAILED,
            "Writing " + remotePath + " in the guest failed: " + answer.get().text());
      default:
        throw new ProvisionException(
            ProvisionException.Code.UPLOAD_FAILED,
            "Writing " + remotePath + " in the guest failed: the engine's script did not answer.");
    }
  }

  private String directory() {
    int slash = Math.max(remotePath.lastIndexOf('\\'), remotePath.lastIndexOf('/'));
    return slash < 0 ? "" : remotePath.substring(0, slash);
  }
}
