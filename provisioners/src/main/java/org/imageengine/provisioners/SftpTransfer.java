package org.imageengine.provisioners;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Moves files over SFTP, within a time limit. */
final class SftpTransfer {
  private final Session session;
  private final SftpChannel channel;
  private final String user;
  private final Duration limit;

  SftpTransfer(Session session, SftpChannel channel, String user, Duration limit) {
    this.session = session;
    this.channel = channel;
    this.user = user;
    this.limit = limit;
  }

  /** Puts a file beside its place and renames it into it. */
  void upload(Path local, String remotePath, int mode)
      throws ProvisionException, InterruptedException {
    ChannelSftp sftp = channel.open(limit);
    String aside = remotePath + ".partial-" + UUID.randomUUID();
    boolean isWhole = false;
    try {
      checkDestination(sftp, remotePath);
      Watch watch = new Watch(limit);
      try {
        sftp.put(local.toString(), aside, watch, ChannelSftp.OVERWRITE);
        watch.throwIfStopped(remotePath);
        sftp.chmod(mode, aside);
        // OpenSSH's rename replaces a file that is there, as a copy would.
        sftp.rename(aside, remotePath);
        isWhole = true;
      } catch (SftpException | ProvisionException | InterruptedException e) {
        removeQuietly(sftp, aside);
        throw e;
      }
    } catch (SftpException e) {
      throw failure(e, remotePath);
    } finally {
      if (!isWhole) {
        channel.drop();
      }
    }
  }

  private void checkDestination(ChannelSftp sftp, String remotePath)
      throws SftpException, ProvisionException {
    int slash = remotePath.lastIndexOf('/');
    String directory = slash <= 0 ? "/" : remotePath.substring(0, slash);
    if (!isDirectory(sftp, directory)) {
      throw new ProvisionException(
          ProvisionException.Code.DESTINATION_MISSING,
          "The directory "
              + directory
              + " of the destination "
              + remotePath
              + " does not exist in the guest. Make it with a Shell step before this one.");
    }
    if (isDirectory(sftp, remotePath)) {
      throw new ProvisionException(
          ProvisionException.Code.UPLOAD_FAILED,
          "The destination "
              + remotePath
              + " is a directory. Give the full path with the name of the file.");
    }
  }

  private static boolean isDirectory(ChannelSftp sftp, String path) throws SftpException {
    try {
      return sftp.stat(path).isDir();
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return false;
      }
      throw e;
    }
  }

  private static void removeQuietly(ChannelSftp sftp, String path) {
    try {
      sftp.rm(path);
    } catch (SftpException e) {
      // It was never made, or the connection is gone with the guest.
      return;
    }
  }

  Optional<String> readText(String remotePath, int maxBytes)
      throws ProvisionException, InterruptedException {
    ChannelSftp sftp = channel.open(limit);
    try (InputStream in = sftp.get(remotePath)) {
      return Optional.of(new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8));
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw failure(e, remotePath);
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.CONNECTION_LOST,
          "Reading " + remotePath + " in the guest failed: " + e.getMessage() + ".",
          e);
    } finally {
      // It may have been read in part.
      channel.drop();
    }
  }

  private ProvisionException failure(SftpException cause, String remotePath) {
    if (!session.isConnected()) {
      return new ProvisionException(
          ProvisionException.Code.CONNECTION_LOST,
          "The connection to the guest was lost while " + remotePath + " was written.",
          cause);
    }
    String message =
        cause.id == ChannelSftp.SSH_FX_PERMISSION_DENIED
            ? "The user "
                + user
                + " may not write "
                + remotePath
                + " in the guest. Write to /tmp and move it with sudo in a Shell step."
            : "Writing " + remotePath + " in the guest failed: " + cause.getMessage() + ".";
    return new ProvisionException(ProvisionException.Code.UPLOAD_FAILED, message, cause);
  }

  /** Ends a transfer when its time is over or its thread is interrupted. */
  private static final class Watch implements SftpProgressMonitor {
    private final Duration limit;
    private final long end;
    private boolean interrupted;
    private boolean late;

    Watch(Duration limit) {
      this.limit = limit;
      this.end = System.nanoTime() + limit.toNanos();
    }

    @Override
    public void init(int operation, String source, String destination, long size) {}

    @Override
    public boolean count(long bytes) {
      interrupted = Thread.currentThread().isInterrupted();
      late = System.nanoTime() > end;
      return !interrupted && !late;
    }

    @Override
    public void end() {}

    void throwIfStopped(String remotePath) throws ProvisionException, InterruptedException {
      if (interrupted || Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (late) {
        throw new ProvisionException(
            ProvisionException.Code.COMMAND_TIMEOUT,
            "Writing " + remotePath + " took longer than " + limit.toSeconds() + " s.");
      }
    }
  }
}
