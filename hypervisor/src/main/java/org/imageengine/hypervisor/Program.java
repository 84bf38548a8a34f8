package org.imageengine.hypervisor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs outside programs to their end. A program never outlives the call that ran it. */
final class Program {
  /** How long to wait for a program that was killed; one that hangs in the kernel takes longer. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private static final int KEPT_BYTES = 1 << 20;

  private Program() {}

  /**
   * How a program ended.
   *
   * @param out the first MiB of its standard output
   * @param err the last of its standard error, as text
   */
  record Result(int exitCode, String out, String err) {
    /** The last line it wrote to standard error that says something. */
    Optional<String> lastError() {
      return err.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce((a, b) -> b);
    }
  }

  /**
   * Runs a program with no input, in the C locale.
   *
   * @param limit how long it may take; empty for as long as this thread is not interrupted
   * @return empty if it was killed because it took too long
   * @throws IOException if it cannot be started
   */
  static Optional<Result> run(List<String> command, Optional<Duration> limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // Messages are matched and shown, so they must not be translated.
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    try {
      FutureTask<String> out = drain(process.getInputStream(), false);
      FutureTask<String> err = drain(process.getErrorStream(), true);
      if (limit.isEmpty()) {
        process.waitFor();
      } else if (!process.waitFor(limit.get().toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
      return Optional.of(new Result(process.exitValue(), text(out), text(err)));
    } finally {
      kill(process);
    }
  }

  private static void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    process.destroyForcibly();
    boolean interrupted = false;
    long end = System.nanoTime() + AFTER_KILL.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static FutureTask<String> drain(InputStream stream, boolean keepEnd) {
    FutureTask<String> task = new FutureTask<>(() -> read(stream, keepEnd));
    Thread thread = new Thread(task, "program-output");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static String read(InputStream stream, boolean keepEnd) throws IOException {
    byte[] kept = new byte[KEPT_BYTES];
    byte[] chunk = new byte[8192];
    int length = 0;
    for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
      if (keepEnd && length + n > kept.length) {
        int drop = length + n - kept.length;
        System.arraycopy(kept, drop, kept, 0, length - drop);
        length -= drop;
      }
      int room = Math.min(n, kept.length - length);
      System.arraycopy(chunk, 0, kept, length, room);
      length += room;
    }
    return new String(kept, 0, length, StandardCharsets.UTF_8);
  }

  private static String text(FutureTask<String> output) throws IOException, InterruptedException {
    try {
      // The program has ended; only a child that it left behind could still hold the stream.
      return output.get(AFTER_KILL.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the output of a program could not be read", e.getCause());
    } catch (TimeoutException e) {
      throw new InterruptedIOException(
          "a program ended, but its output was still open " + AFTER_KILL.toSeconds() + " s later");
    }
  }
}
