package org.imageengine.distributors.server;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a test needs and this module does not bring. Without it, the test is skipped; in CI it
 * fails.
 */
final class Prerequisite {
  private Prerequisite() {}

  /** The file that an environment variable names. */
  static Path file(String variable, String what) {
    Optional<Path> file =
        Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Files::exists);
    if (file.isEmpty()) {
      String why = variable + " does not name " + what + "; scripts/test sets it up";
      if ("true".equals(System.getenv("CI"))) {
        fail(why);
      }
      assumeTrue(false, why);
    }
    return file.orElseThrow();
  }
}
