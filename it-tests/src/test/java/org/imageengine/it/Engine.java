package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The engine as its users have it: the launcher of the distribution, in a process of its own. */
final class Engine {
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  /** An engine that boots every build from cold, whatever earlier tests have built. */
  Engine(Path home) {
    this.home = home;
    environment.put("ENGINE_CACHE_ENABLED", "false");
  }

  /** The same engine as users have it, which reuses what earlier builds have left. */
  Engine reusing() {
    return with("ENGINE_CACHE_ENABLED", "true");
  }

  Path home() {
    return home;
  }

  /** The same engine with one more environment variable. */
  Engine with(String name, String value) {
    Engine other = new Engine(home);
    other.environment.putAll(environment);
    other.environment.put(name, value);
    return other;
  }

  /** What a command has printed, and how it ended. */
  record Result(int exitCode, String out, String err) {
    Result succeeded() {
      assertThat(exitCode).as("exit code; out: %s; err: %s", out, err).isZero();
      return this;
    }

    Result failedWith(int expected) {
      assertThat(exitCode).as("exit code; out: %s; err: %s", out, err).isEqualTo(expected);
      return this;
    }

    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  /** A command that is going on. */
  record Running(Process process, Path out, Path err) {

    /** Waits for its end. */
    Result await() throws Exception {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "The engine did not end within " + LONGEST + ". It said: " + read(out) + read(err));
      }
      return new Result(process.exitValue(), read(out), read(err));
    }

    /** Waits until standard output or standard error holds {@code text}. */
    void awaitText(String text) throws Exception {
      long end = System.nanoTime() + LONGEST.toNanos();
      while (!(read(out) + read(err)).contains(text)) {
        assertThat(process.isAlive())
            .as("the engine still runs; it said: %s %s", read(out), read(err))
            .isTrue();
        assertThat(System.nanoTime())
            .as("waiting for %s; so far: %s", text, read(out))
            .isLessThan(end);
        process.waitFor(200, TimeUnit.MILLISECONDS);
      }
    }

    /** Sends a signal to the engine itself. */
    void signal(String name) throws Exception {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    private static String read(Path file) throws IOException {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }
  }

  /** Starts a command. */
  Running start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Host.distribution().resolve("bin/engine").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = Files.createTempFile("engine-", ".out");
    Path err = Files.createTempFile("engine-", ".err");
    out.toFile().deleteOnExit();
    err.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("ENGINE_HOME", home.toString());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Runs a command to its end. */
  Result run(Object... arguments) throws Exception {
    return start(arguments).await();
  }
}
