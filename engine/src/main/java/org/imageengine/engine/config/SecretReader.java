package org.imageengine.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;

/**
 * Reads secrets from where the configuration says. Messages name the place and never the secret.
 */
public final class SecretReader {
  private static final int LONGEST = 64 << 10;

  private final Map<String, String> environment;
  private final Duration limit;

  /**
   * A reader over an environment.
   *
   * @param limit how long a command may take
   */
  public SecretReader(Map<String, String> environment, Duration limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * The secret, without the end of its line.
   *
   * @param owner the credential it is for, for messages
   */
  public String read(String owner, SecretSource source)
      throws EngineException, InterruptedException {
    String secret;
    if (source instanceof SecretSource.Environment variable) {
      secret = environment.getOrDefault(variable.name(), "");
      if (secret.isEmpty()) {
        throw failed(owner, "the environment variable " + variable.name() + " is not set", null);
      }
    } else if (source instanceof SecretSource.File file) {
      secret = file(owner, file);
    } else {
      secret = command(owner, ((SecretSource.Command) source).command());
    }
    String line = secret.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw failed(owner, "there is nothing in it", null);
    }
    return line;
  }

  private static String file(String owner, SecretSource.File file) throws EngineException {
    try (InputStream in = Files.newInputStream(file.path())) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw failed(owner, "there is no file " + file.path(), e);
    } catch (IOException e) {
      throw failed(owner, "the file " + file.path() + " cannot be read", e);
    }
  }

  private String command(String owner, String command)
      throws EngineException, InterruptedException {
    Process process = null;
    try {
      process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      InputStream out = process.getInputStream();
      CompletableFuture<byte[]> said =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return out.readNBytes(LONGEST);
                } catch (IOException e) {
                  return new byte[0];
                }
              });
      byte[] bytes = said.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw failed(owner, "its command ended with exit code " + process.exitValue(), null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      throw failed(owner, "its command took longer than " + limit.toSeconds() + " s", e);
    } catch (IOException | ExecutionException e) {
      throw failed(owner, "its command cannot be run", e);
    } finally {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static EngineException failed(String owner, String why, Exception cause) {
    return new EngineException(
        ErrorKind.USER,
        "SecretNotRead",
        "The secret of the credential \"" + owner + "\" cannot be read: " + why + ".",
        "The credential is in the configuration, under credentials." + owner + ".",
        cause);
  }
}
