package org.imageengine.distributors.store;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;

/** One session with a host, made when it is first needed and again when it was lost. */
final class SftpConnection {
  private static final int CONNECT_MILLIS = 20_000;
  private static final int OPEN_MILLIS = 30_000;
  // A host that is gone is noticed within a minute.
  private static final int KEEPALIVE_MILLIS = 15_000;
  private static final int KEEPALIVES_MISSED = 4;
  private static final long POLL_MILLIS = 20;
  // How many writes are under way: over a long line each waits for its answer.
  private static final int BULK_REQUESTS = 64;

  private final SftpAddress address;
  private Session session;
  private ChannelSftp channel;

  SftpConnection(SftpAddress address) {
    this.address = address;
  }

  /** What is done over SFTP. */
  @FunctionalInterface
  interface Request<T> {
    T run(ChannelSftp sftp) throws SftpException, IOException, CatalogException;
  }

  /**
   * Does it, and puts errors into words of ours.
   *
   * @throws IOException where another attempt, over a new connection, may help
   */
  <T> T ask(String what, Request<T> request) throws IOException, CatalogException {
    ChannelSftp sftp = connected();
    try {
      return request.run(sftp);
    } catch (SftpException e) {
      throw told(what, e);
    }
  }

  private IOException told(String what, SftpException e) throws CatalogException {
    if (e.id == ChannelSftp.SSH_FX_PERMISSION_DENIED) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          what + " failed: " + address.user() + " has no permission there.",
          e);
    }
    if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND, what + " failed: there is no such file.", e);
    }
    // After a broken connection nothing else can be done over the channel.
    close();
    return new IOException(what + " failed: " + words(e), e);
  }

  private static String words(Throwable e) {
    Throwable cause = e.getCause();
    String message = String.valueOf(e.getMessage());
    return cause == null ? message : message + " (" + cause.getMessage() + ")";
  }

  private synchronized ChannelSftp connected() throws IOException, CatalogException {
    if (channel == null || !channel.isConnected()) {
      close();
      try {
        session = newSession();
        channel = (ChannelSftp) session.openChannel("sftp");
        channel.setBulkRequests(BULK_REQUESTS);
        channel.connect(OPEN_MILLIS);
      } catch (JSchException e) {
        close();
        throw refused(e);
      }
    }
    return channel;
  }

  private Session newSession() throws JSchException {
    JSch jsch = new JSch();
    String name =
        address.port() == 22 ? address.host() : "[" + address.host() + "]:" + address.port();
    jsch.setKnownHosts(
        new ByteArrayInputStream(
            (name + " " + address.hostKey() + "\n").getBytes(StandardCharsets.US_ASCII)));
    jsch.addIdentity(address.identityFile().toString());
    Session made = jsch.getSession(address.user(), address.host(), address.port());
    made.setConfig("StrictHostKeyChecking", "yes");
    made.setConfig("server_host_key", algorithms(address.hostKey()));
    made.setConfig("PreferredAuthentications", "publickey");
    made.setDaemonThread(true);
    made.setServerAliveInterval(KEEPALIVE_MILLIS);
    made.setServerAliveCountMax(KEEPALIVES_MISSED);
    made.connect(CONNECT_MILLIS);
    return made;
  }

  /** A host may have keys of several types: the one that is known must be asked for. */
  private static String algorithms(String hostKey) {
    String type = hostKey.strip().split("\\s+", 2)[0];
    return type.equals("ssh-rsa") ? "rsa-sha2-512,rsa-sha2-256" : type;
  }

  private IOException refused(JSchException e) throws CatalogException {
    String words = words(e);
    if (words.contains("HostKey")) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          String.format(
              "%s does not have the host key that the configuration gives for it. If its key was"
                  + " changed on purpose, take over what ssh-keyscan prints for it.",
              address),
          e);
    }
    if (words.contains("Auth fail") || words.contains("invalid privatekey")) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          String.format(
              "%s does not let %s in with the key %s: %s.",
              address, address.user(), address.identityFile(), words),
          e);
    }
    if (e.getCause() instanceof NoSuchFileException
        || e.getCause() instanceof FileNotFoundException) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "There is no key file " + address.identityFile() + " for " + address + ".",
          e);
    }
    return new IOException("connecting to " + address + " failed: " + words, e);
  }

  /**
   * What a command prints, if the host runs commands at all and this one ends well.
   *
   * @param limit how long it may take
   */
  Optional<String> output(String command, Duration limit)
      throws IOException, CatalogException, InterruptedException {
    Session now;
    synchronized (this) {
      connected();
      now = session;
    }
    ChannelExec exec = null;
    try {
      exec = (ChannelExec) now.openChannel("exec");
      exec.setCommand(command);
      exec.setInputStream(null);
      InputStream out = exec.getInputStream();
      exec.connect(OPEN_MILLIS);
      long end = System.nanoTime() + limit.toNanos();
      while (!exec.isClosed() && now.isConnected() && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
      boolean isGood = exec.isClosed() && exec.getExitStatus() == 0;
      return isGood
          ? Optional.of(new String(out.readNBytes(out.available()), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (JSchException e) {
      // It lets nobody run commands.
      return Optional.empty();
    } finally {
      if (exec != null) {
        exec.disconnect();
      }
    }
  }

  synchronized void close() {
    if (channel != null) {
      channel.disconnect();
      channel = null;
    }
    if (session != null) {
      session.disconnect();
      session = null;
    }
  }
}
