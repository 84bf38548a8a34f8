package org.imageengine.distributors.store;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * Files below a directory of a host that is reached by SSH. A file grows beside its place under a
 * name that holds its digest, which is compared there; {@code sha256sum} does that where the host
 * runs commands, else the file is read back.
 */
final class SftpTransport implements Transport {
  private static final String PARTIAL = ".partial";
  private static final Pattern DIGEST = Pattern.compile("\\\\?([0-9a-f]{64})\\s.*", Pattern.DOTALL);
  private static final Duration DIGEST_BASE = Duration.ofMinutes(2);
  private static final long SLOWEST_BYTES_PER_SECOND = 10 << 20;
  private static final int BUFFER = 1 << 20;

  private final SftpAddress address;
  private final SftpConnection connection;

  SftpTransport(SftpAddress address) {
    this.address = address;
    this.connection = new SftpConnection(address);
  }

  @Override
  public String describe() {
    return address.toString();
  }

  private String path(String key) {
    return address.directory() + "/" + key;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String partial(String path, String sha256) {
    return beside(path) + sha256 + PARTIAL;
  }

  private static String beside(String path) {
    return parent(path) + "/." + path.substring(path.lastIndexOf('/') + 1) + ".";
  }

  private <T> T ask(String verb, String path, SftpConnection.Request<T> request)
      throws IOException, CatalogException {
    return connection.ask(verb + " " + path + " of " + address.host(), request);
  }

  @Override
  public void check() throws IOException, CatalogException, InterruptedException {
    ask(
        "Writing to",
        address.directory(),
        sftp -> {
          String folder = address.directory();
          while (folder.length() > 1 && length(sftp, folder).isEmpty()) {
            folder = parent(folder);
          }
          String probe = folder + "/.check-" + UUID.randomUUID();
          sftp.put(new ByteArrayInputStream(new byte[] {1}), probe);
          sftp.rm(probe);
          return true;
        });
  }

  private static OptionalLong length(ChannelSftp sftp, String path) throws SftpException {
    try {
      return OptionalLong.of(sftp.stat(path.isEmpty() ? "/" : path).getSize());
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  @Override
  public OptionalLong size(String key) throws IOException, CatalogException {
    return ask("Looking for", path(key), sftp -> length(sftp, path(key)));
  }

  @Override
  public InputStream read(String key, long from) throws IOException, CatalogException {
    return ask("Reading", path(key), sftp -> sftp.get(path(key), null, from));
  }

  @Override
  public void write(String key, byte[] content) throws IOException, CatalogException {
    ask(
        "Writing",
        path(key),
        sftp -> {
          String aside = beside(path(key)) + "new";
          makeDirectories(sftp, parent(path(key)));
          sftp.put(new ByteArrayInputStream(content), aside);
          rename(sftp, aside, path(key));
          return true;
        });
  }

  private static void makeDirectories(ChannelSftp sftp, String directory) throws SftpException {
    if (directory.isEmpty() || length(sftp, directory).isPresent()) {
      return;
    }
    makeDirectories(sftp, parent(directory));
    try {
      sftp.mkdir(directory);
    } catch (SftpException e) {
      // Another transfer to the same place may have made it at this moment.
      if (length(sftp, directory).isEmpty()) {
        throw e;
      }
    }
  }

  /** Replaces a file that is there; servers without the extension for that need two steps. */
  private static void rename(ChannelSftp sftp, String from, String to) throws SftpException {
    try {
      sftp.rename(from, to);
    } catch (SftpException e) {
      if (length(sftp, to).isEmpty()) {
        throw e;
      }
      sftp.rm(to);
      sftp.rename(from, to);
    }
  }

  @Override
  public void send(Path file, String sha256, String key, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    String path = path(key);
    String partial = partial(path, sha256);
    long size = Files.size(file);
    long there = begin(partial, size);
    append(file, partial, there, size, progress);
    if (!isSame(partial, size, sha256)) {
      ask(
          "Deleting",
          partial,
          sftp -> {
            sftp.rm(partial);
            return true;
          });
      // A crash of the host may have left a part that was never written to its disk.
      throw new IOException("what came to " + partial + " is not what was sent");
    }
    ask(
        "Writing",
        path,
        sftp -> {
          rename(sftp, partial, path);
          return true;
        });
  }

  /** Makes folders, looks for room, and tells how much of the file is there already. */
  private long begin(String partial, long size) throws IOException, CatalogException {
    return ask(
        "Writing",
        partial,
        sftp -> {
          makeDirectories(sftp, parent(partial));
          long there = length(sftp, partial).orElse(0);
          if (there > size) {
            sftp.rm(partial);
            there = 0;
          }
          requireRoom(sftp, parent(partial), size - there);
          return there;
        });
  }

  private void requireRoom(ChannelSftp sftp, String directory, long bytes) throws CatalogException {
    long free;
    try {
      free = sftp.statVFS(directory).getAvailForNonRoot() << 10;
    } catch (SftpException e) {
      // Not every server tells; then writing does.
      return;
    }
    if (free < bytes) {
      throw new CatalogException(
          CatalogException.Code.NO_ROOM,
          String.format(
              "%s has %d MiB free, and %d MiB are needed.",
              describe(), free >> 20, (bytes >> 20) + 1));
    }
  }

  private void append(Path file, String partial, long there, long size, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    Monitor monitor = new Monitor(there, size, progress);
    progress.at(there, size);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(there);
      ask(
          "Writing",
          partial,
          sftp -> {
            // Appended to what is there: RESUME would skip the bytes of the file once more.
            sftp.put(in, partial, monitor, there > 0 ? ChannelSftp.APPEND : ChannelSftp.OVERWRITE);
            return true;
          });
    } catch (IOException | CatalogException e) {
      if (monitor.interrupted) {
        throw new InterruptedException();
      }
      throw e;
    }
    if (monitor.interrupted) {
      throw new InterruptedException();
    }
  }

  private boolean isSame(String partial, long size, String sha256)
      throws IOException, CatalogException, InterruptedException {
    if (told(partial, size).equals(Optional.of(sha256))) {
      return true;
    }
    // It runs no commands, or sees files elsewhere than SFTP does.
    MessageDigest digest = Digests.newSha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = ask("Reading", partial, sftp -> sftp.get(partial))) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        digest.update(buffer, 0, count);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(sha256);
  }

  /** What {@code sha256sum} says on the host; meanwhile the file is seen to its disk. */
  private Optional<String> told(String path, long size)
      throws IOException, CatalogException, InterruptedException {
    String quoted = "'" + path.replace("'", "'\\''") + "'";
    Duration limit = DIGEST_BASE.plusSeconds(size / SLOWEST_BYTES_PER_SECOND);
    return connection
        .output("sync -- " + quoted + " 2>/dev/null; sha256sum -- " + quoted, limit)
        .map(DIGEST::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  @Override
  public void remove(String key) throws IOException, CatalogException {
    ask(
        "Deleting",
        path(key),
        sftp -> {
          if (length(sftp, path(key)).isPresent()) {
            sftp.rm(path(key));
          }
          removeEmpty(sftp, parent(path(key)));
          return true;
        });
  }

  /** Removes a folder that holds nothing any more, and those around it, up to the directory. */
  private void removeEmpty(ChannelSftp sftp, String directory) {
    String empty = directory;
    try {
      while (empty.length() > address.directory().length()) {
        sftp.rmdir(empty);
        empty = parent(empty);
      }
    } catch (SftpException e) {
      // Other replicas are in it, or it is not there.
      return;
    }
  }

  @Override
  public void removeParts(String key) throws IOException, CatalogException {
    String path = path(key);
    ask(
        "Deleting",
        path,
        sftp -> {
          if (length(sftp, parent(path)).isPresent()) {
            for (ChannelSftp.LsEntry entry : sftp.ls(parent(path))) {
              String found = parent(path) + "/" + entry.getFilename();
              if (found.startsWith(beside(path)) && found.endsWith(PARTIAL)) {
                sftp.rm(found);
              }
            }
          }
          return true;
        });
  }

  @Override
  public List<String> keys(String prefix) throws IOException, CatalogException {
    return ask(
        "Listing",
        address.directory(),
        sftp -> {
          List<String> keys = new ArrayList<>();
          if (length(sftp, address.directory()).isPresent()) {
            collect(sftp, "", keys);
          }
          return keys;
        });
  }

  private void collect(ChannelSftp sftp, String below, List<String> keys) throws SftpException {
    for (ChannelSftp.LsEntry entry : sftp.ls(path(below))) {
      String name = entry.getFilename();
      if (name.startsWith(".")) {
        continue;
      }
      if (entry.getAttrs().isDir()) {
        collect(sftp, below + name + "/", keys);
      } else {
        keys.add(below + name);
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  /** Tells progress, and ends the transfer when the thread is interrupted. */
  private static final class Monitor implements SftpProgressMonitor {
    private final long size;
    private final TransferProgress progress;
    private long done;
    private boolean interrupted;

    private Monitor(long there, long size, TransferProgress progress) {
      this.done = there;
      this.size = size;
      this.progress = progress;
    }

    @Override
    public void init(int op, String src, String dest, long max) {}

    @Override
    public boolean count(long count) {
      done += count;
      progress.at(Math.min(done, size), size);
      interrupted |= Thread.interrupted();
      return !interrupted;
    }

    @Override
    public void end() {}
  }
}
