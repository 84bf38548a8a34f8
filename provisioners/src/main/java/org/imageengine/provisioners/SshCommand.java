package org.imageengine.provisioners;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One command over SSH: both streams, its end, its time limit. */
final class SshCommand {
  private static final Duration OPEN = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5;
  private static final long KILL_SECONDS = 20;
  // A daemon that a script leaves running keeps the script's output open for as long as it lives.
  // What the script itself has said may still be on its way.
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Session session;
  private final String before;
  private final String command;
  private final byte[] input;
  private final OutputSink output;

  private final AtomicReference<RuntimeException> outputFailure = new AtomicReference<>();
  private volatile long lastLine = System.nanoTime();

  SshCommand(Session session, String command, OutputSink output) {
    this(session, "", command, new byte[0], output);
  }

  /**
   * A command that was not begun.
   *
   * @param before runs before the command's own process, and may take {@code input} from its
   *     standard input; that of the command is empty
   */
  SshCommand(Session session, String before, String command, byte[] input, OutputSink output) {
    this.session = session;
    this.before = before;
    this.command = command;
    this.input = input;
    this.output = output;
  }

  int run(Duration limit) throws ProvisionException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    ChannelExec channel = null;
    RemoteProcess remote = new RemoteProcess();
    try {
      channel = (ChannelExec) session.openChannel("exec");
      channel.setCommand(before + remote.wrap(command));
      channel.setInputStream(input.length == 0 ? null : new ByteArrayInputStream(input));
      InputStream out = channel.getInputStream();
      InputStream err = channel.getErrStream();
      SshChannel.connect(channel, OPEN);
      CountDownLatch drained = new CountDownLatch(2);
      Object oneAtATime = new Object();
      drain(out, OutputStreamKind.STDOUT, drained, oneAtATime);
      drain(err, OutputStreamKind.STDERR, drained, oneAtATime);
      await(channel, drained, end, limit);
      return exitCode(channel);
    } catch (JSchException | IOException e) {
      throw lost(e);
    } catch (InterruptedException | RuntimeException e) {
      kill(remote);
      throw e;
    } catch (ProvisionException e) {
      if (e.code() == ProvisionException.Code.COMMAND_TIMEOUT) {
        kill(remote);
      }
      throw e;
    } finally {
      if (channel != null) {
        channel.disconnect();
      }
    }
  }

  private void drain(
      InputStream in, OutputStreamKind stream, CountDownLatch drained, Object oneAtATime) {
    Thread thread =
        new Thread(
            () -> {
              try (LineSplitter lines =
                  new LineSplitter(
                      line -> {
                        synchronized (oneAtATime) {
                          tell(stream, line);
                        }
                      })) {
                in.transferTo(lines);
              } catch (IOException e) {
                // The channel is closed: its end is told by run().
                return;
              } finally {
                drained.countDown();
              }
            },
            "ssh-" + stream);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Hands a line over. If whoever takes it cannot go on, neither can the command; the streams are
   * read all the same, as a stream that nobody reads breaks the whole connection.
   */
  private void tell(OutputStreamKind stream, String line) {
    lastLine = System.nanoTime();
    if (outputFailure.get() == null) {
      try {
        output.line(stream, line);
      } catch (RuntimeException e) {
        outputFailure.set(e);
      }
    }
  }

  private void await(ChannelExec channel, CountDownLatch drained, long end, Duration limit)
      throws ProvisionException, InterruptedException {
    boolean empty = false;
    long over = 0;
    while (true) {
      if (outputFailure.get() != null) {
        throw outputFailure.get();
      }
      if (empty && channel.isClosed()) {
        return;
      }
      if (channel.getExitStatus() >= 0) {
        long now = System.nanoTime();
        over = over == 0 ? now : over;
        if (now - Math.max(over, lastLine) > QUIET_NANOS || now - over > LINGER_NANOS) {
          tell(
              OutputStreamKind.STDERR,
              "(a process that this has started in the background still holds its output)");
          return;
        }
      }
      if (!session.isConnected()) {
        throw lost(null);
      }
      if (System.nanoTime() > end) {
        throw new ProvisionException(
            ProvisionException.Code.COMMAND_TIMEOUT,
            "The command did not end within " + limit.toSeconds() + " s.");
      }
      if (empty) {
        // Both streams have ended; the exit code is on its way.
        Thread.sleep(CLOSE_MILLIS);
      } else {
        empty = drained.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private int exitCode(ChannelExec channel) throws ProvisionException {
    int status = channel.getExitStatus();
    if (status >= 0) {
      return status;
    }
    if (channel.getExitSignal() != null) {
      output.line(OutputStreamKind.STDERR, "(killed by SIG" + channel.getExitSignal() + ")");
      return 128 + RemoteProcess.signalNumber(channel.getExitSignal());
    }
    // Neither a code nor a signal: the connection went away under the command.
    throw lost(null);
  }

  private static ProvisionException lost(Exception cause) {
    return new ProvisionException(
        ProvisionException.Code.CONNECTION_LOST,
        "The connection to the guest was lost while the command ran"
            + (cause == null ? "." : ": " + cause.getMessage() + ".")
            + " A script that restarts the guest or its network does that.",
        cause);
  }

  /** Closing a channel ends nothing in the guest, so the command is ended by its process group. */
  private void kill(RemoteProcess remote) {
    boolean interrupted = Thread.interrupted();
    ChannelExec killer = null;
    try {
      killer = (ChannelExec) session.openChannel("exec");
      killer.setCommand(remote.killCommand());
      killer.setInputStream(null);
      SshChannel.connect(killer, OPEN.dividedBy(3));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_SECONDS);
      while (!killer.isClosed() && session.isConnected() && System.nanoTime() < end) {
        Thread.sleep(CLOSE_MILLIS);
      }
    } catch (JSchException | InterruptedException e) {
      // The guest is about to be thrown away or is gone already: this was a courtesy.
      interrupted |= e instanceof InterruptedException;
    } finally {
      if (killer != null) {
        killer.disconnect();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
