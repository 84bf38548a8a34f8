package org.imageengine.provisioners.windows;

import static com.xebialabs.overthere.ConnectionOptions.ADDRESS;
import static com.xebialabs.overthere.ConnectionOptions.OPERATING_SYSTEM;
import static com.xebialabs.overthere.ConnectionOptions.PASSWORD;
import static com.xebialabs.overthere.ConnectionOptions.PORT;
import static com.xebialabs.overthere.ConnectionOptions.PROTOCOL;
import static com.xebialabs.overthere.ConnectionOptions.USERNAME;

import com.xebialabs.overthere.CmdLine;
import com.xebialabs.overthere.ConnectionOptions;
import com.xebialabs.overthere.OperatingSystemFamily;
import com.xebialabs.overthere.OverthereProcess;
import com.xebialabs.overthere.cifs.CifsConnectionBuilder;
import com.xebialabs.overthere.cifs.CifsConnectionType;
import com.xebialabs.overthere.util.DefaultAddressPortMapper;
import com.xebialabs.overthere.winrm.WinRmConnection;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One short command through overthere, its lines told as they come. What runs longer than a moment
 * is a {@link Job}, which such commands start and ask about.
 *
 * <p>overthere's calls cannot be interrupted, and its wait for the end has no limit and blocks the
 * call that would end it. So they are made by a thread of their own, and are ended by closing the
 * tunnel under them.
 */
final class WinRmExchange {
  private static final long POLL_MILLIS = 200;

  private final WinRmEndpoint endpoint;
  private final PinnedTls tls;
  private final WinRmTiming timing;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private volatile RuntimeException failure;
  private volatile int exitCode;

  WinRmExchange(WinRmEndpoint endpoint, PinnedTls tls, WinRmTiming timing) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.timing = timing;
  }

  /**
   * Runs a command line of at most 8191 characters; runs of spaces in it become one.
   *
   * @param input what it is given on its standard input, or nothing
   * @param output takes what it writes to its standard output, in this thread
   * @param end as {@link System#nanoTime}
   * @return its exit code
   */
  int run(String commandLine, String input, Consumer<String> output, long end)
      throws WinRmFailure, InterruptedException {
    try (PinnedTunnel tunnel = PinnedTunnel.open(tls, endpoint.host(), endpoint.port())) {
      Thread worker = new Thread(() -> work(tunnel, commandLine, input), "winrm-command");
      worker.setDaemon(true);
      worker.start();
      while (true) {
        // Nothing in it: the end.
        Optional<String> line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null && line.isPresent()) {
          output.accept(line.get());
        } else if (line != null) {
          if (failure != null) {
            throw WinRmFailure.of(failure, tunnel);
          }
          return exitCode;
        }
        long now = System.nanoTime();
        if (now > end) {
          throw new WinRmFailure(WinRmFailure.Kind.LATE, "there was no answer in time");
        }
        if (now - tunnel.lastHeard() > timing.silence().toNanos()) {
          throw new WinRmFailure(
              WinRmFailure.Kind.LOST,
              "the server said nothing for " + timing.silence().toSeconds() + " s");
        }
      }
    } catch (IOException e) {
      throw new WinRmFailure(
          WinRmFailure.Kind.LOST, "there is no free port on the loopback: " + e.getMessage());
    }
  }

  private void work(PinnedTunnel tunnel, String commandLine, String input) {
    try {
      WinRmConnection connection =
          new WinRmConnection(options(tunnel), DefaultAddressPortMapper.INSTANCE, null);
      OverthereProcess process = connection.startProcess(new CmdLine().addRaw(commandLine));
      // Errors of our own scripts come on standard output; what else there is is read and dropped.
      Thread errors = new Thread(() -> drop(process.getStderr()), "winrm-errors");
      errors.setDaemon(true);
      errors.start();
      give(process.getStdin(), input);
      String rest = read(process.getStdout());
      exitCode = process.waitFor();
      if (!rest.isEmpty()) {
        lines.add(Optional.of(rest));
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      lines.add(Optional.empty());
    }
  }

  private ConnectionOptions options(PinnedTunnel tunnel) {
    ConnectionOptions options = new ConnectionOptions();
    options.set(PROTOCOL, CifsConnectionBuilder.CIFS_PROTOCOL);
    options.set(CifsConnectionBuilder.CONNECTION_TYPE, CifsConnectionType.WINRM_INTERNAL);
    options.set(OPERATING_SYSTEM, OperatingSystemFamily.WINDOWS);
    options.set(ADDRESS, "127.0.0.1");
    options.set(PORT, tunnel.port());
    options.set(USERNAME, endpoint.user());
    options.set(PASSWORD, endpoint.password());
    // TLS is the tunnel's.
    options.set(CifsConnectionBuilder.WINRM_ENABLE_HTTPS, false);
    options.set(CifsConnectionBuilder.WINRM_TIMEMOUT, isoSeconds(timing.operation()));
    return options;
  }

  /** As WS-Management wants it: {@code PT60.000S}. */
  static String isoSeconds(Duration duration) {
    return String.format(java.util.Locale.ROOT, "PT%.3fS", duration.toMillis() / 1000.0);
  }

  private static void give(OutputStream stdin, String input) {
    if (input.isEmpty()) {
      return;
    }
    try {
      stdin.write((input + "\r\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      // The command has ended without it, and its output tells why.
      return;
    }
  }

  /**
   * Hands whole lines on.
   *
   * @return what came after the last of them: a part of a line, where the connection was lost
   */
  private String read(InputStream stdout) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(stdout)) {
      int b;
      while ((b = in.read()) >= 0) {
        if (b == '\n') {
          lines.add(Optional.of(line.toString(StandardCharsets.UTF_8)));
          line.reset();
        } else if (b != '\r') {
          line.write(b);
        }
      }
    } catch (IOException e) {
      // The pipe's other end is gone; waitFor() tells why.
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void drop(InputStream stderr) {
    try (stderr) {
      var unused = stderr.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As above.
      return;
    }
  }
}
