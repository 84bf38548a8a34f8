package org.imageengine.provisioners;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** SSH, through one session for everything. */
public final class SshCommunicator implements LinuxGuest {
  // Only where a server has shown itself is an attempt made, and a slow guest needs its time.
  private static final int ATTEMPT_MILLIS = 15_000;
  private static final long PAUSE_MILLIS = 100;
  // A guest that is gone is noticed within a minute, however silent its command is.
  private static final int KEEPALIVE_MILLIS = 15_000;
  private static final int KEEPALIVES_MISSED = 4;
  private static final Duration TIDY = Duration.ofSeconds(20);

  private final SshEndpoint endpoint;
  private final Session session;
  private final SftpChannel files;

  private SshCommunicator(SshEndpoint endpoint, Session session) {
    this.endpoint = endpoint;
    this.session = session;
    this.files = new SftpChannel(session);
  }

  /**
   * Waits until the server answers and lets us in. While a guest boots, its server may not be
   * there, may not have our host key yet, or may not know our user: all that is tried again until
   * the limit.
   *
   * @param gone says why waiting has become pointless, if it has
   */
  public static SshCommunicator connect(
      SshEndpoint endpoint, Duration limit, Supplier<Optional<String>> gone)
      throws ProvisionException, InterruptedException {
    long start = System.nanoTime();
    long end = start + limit.toNanos();
    while (true) {
      JSchException last;
      try {
        return new SshCommunicator(endpoint, open(endpoint, end));
      } catch (JSchException e) {
        last = e;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Optional<String> why = gone.get();
      if (why.isPresent()) {
        throw new ProvisionException(
            ProvisionException.Code.GUEST_GONE,
            String.format(
                "While waiting for SSH as %s, %s after %.0f s. The last attempt said: %s.",
                endpoint, why.get(), seconds(start), words(last)),
            last);
      }
      if (System.nanoTime() > end) {
        throw timedOut(endpoint, limit, last);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static Session open(SshEndpoint endpoint, long end) throws JSchException {
    GreetedSocket socket = GreetedSocket.open(endpoint.host(), endpoint.port());
    try {
      return open(endpoint, socket, end);
    } catch (JSchException e) {
      socket.close();
      throw e;
    }
  }

  private static Session open(SshEndpoint endpoint, GreetedSocket socket, long end)
      throws JSchException {
    JSch jsch = new JSch();
    jsch.setHostKeyRepository(new PinnedHostKey(endpoint.hostPublicKey()));
    jsch.addIdentity(
        "build", endpoint.userKey().privateKey().getBytes(StandardCharsets.US_ASCII), null, null);
    Session session = jsch.getSession(endpoint.user(), endpoint.host(), endpoint.port());
    session.setSocketFactory(socket);
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("server_host_key", "ssh-ed25519");
    session.setConfig("PreferredAuthentications", "publickey");
    session.setDaemonThread(true);
    session.setServerAliveInterval(KEEPALIVE_MILLIS);
    session.setServerAliveCountMax(KEEPALIVES_MISSED);
    long left = Math.max(100, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    try {
      session.connect((int) Math.min(ATTEMPT_MILLIS, left));
      return session;
    } catch (JSchException e) {
      session.disconnect();
      throw e;
    }
  }

  private static ProvisionException timedOut(
      SshEndpoint endpoint, Duration limit, JSchException last) {
    String words = words(last);
    ProvisionException.Code code =
        words.contains("HostKey has been changed") || words.contains("reject HostKey")
            ? ProvisionException.Code.HOST_KEY_MISMATCH
            : words.contains("Auth fail")
                ? ProvisionException.Code.AUTHENTICATION_FAILED
                : ProvisionException.Code.CONNECT_TIMEOUT;
    return new ProvisionException(
        code,
        String.format(
            "The guest did not let us in by SSH as %s within %d s. The last attempt said: %s.",
            endpoint, limit.toSeconds(), words),
        last);
  }

  private static String words(JSchException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("java.net.") ? message.substring(message.indexOf(':') + 2) : message;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public int run(String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    return new SshCommand(session, command, output).run(limit);
  }

  @Override
  public int runScript(byte[] script, String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    ScriptCommand wrapped = new ScriptCommand(script.length, command);
    boolean isOver = false;
    try {
      int exit =
          new SshCommand(
                  session, wrapped.before(), wrapped.command(), script, wrapped.watch(output))
              .run(limit);
      isOver = true;
      if (wrapped.wasRefused()) {
        throw new ProvisionException(
            ProvisionException.Code.UPLOAD_FAILED,
            "A script of "
                + script.length
                + " bytes cannot be written to /tmp in the guest; is its disk full?");
      }
      return exit;
    } finally {
      if (!isOver) {
        tidy(wrapped.remove());
      }
    }
  }

  private void tidy(String command) {
    boolean interrupted = Thread.interrupted();
    try {
      if (alive()) {
        var unused = run(command, OutputSink.ignore(), TIDY);
      }
    } catch (ProvisionException e) {
      // The guest is gone or is about to be thrown away; generalizing removes such files too.
      return;
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void upload(Path local, String remotePath, int mode, Duration limit)
      throws ProvisionException, InterruptedException {
    new SftpTransfer(session, files, endpoint.user(), limit).upload(local, remotePath, mode);
  }

  @Override
  public Optional<String> readText(String remotePath, int maxBytes, Duration limit)
      throws ProvisionException, InterruptedException {
    return new SftpTransfer(session, files, endpoint.user(), limit).readText(remotePath, maxBytes);
  }

  @Override
  public boolean alive() {
    return session.isConnected();
  }

  @Override
  public void close() {
    session.disconnect();
  }
}
