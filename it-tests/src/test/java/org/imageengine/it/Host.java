package org.imageengine.it;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What these tests need of the host. What is missing skips a test with the reason; where {@code CI}
 * is {@code true} it fails it.
 */
final class Host {
  private Host() {}

  /** The image that builds start from; scripts/test makes it and says where it is. */
  static Path sourceImage() {
    String path = System.getenv().getOrDefault("ENGINE_TEST_SOURCE_IMAGE", "");
    if (path.isEmpty() || !Files.isReadable(Path.of(path))) {
      missing("a source image (ENGINE_TEST_SOURCE_IMAGE); scripts/test makes one");
    }
    return Path.of(path);
  }

  /** The image of the guest that stands in for Windows; scripts/test makes it too. */
  static Path windowsImage() {
    String path = System.getenv().getOrDefault("ENGINE_TEST_WINDOWS_IMAGE", "");
    if (path.isEmpty() || !Files.isReadable(Path.of(path))) {
      missing("the image of the stand-in (ENGINE_TEST_WINDOWS_IMAGE); scripts/test makes one");
    }
    return Path.of(path);
  }

  /** The distribution under test. */
  static Path distribution() {
    Path path = Path.of(System.getProperty("engine.distribution", "../engine/target/dist"));
    if (!Files.isExecutable(path.resolve("bin/engine"))) {
      missing("the distribution " + path);
    }
    return path.toAbsolutePath().normalize();
  }

  /** A program of the host. */
  static void needsProgram(String name) {
    boolean found =
        List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    if (!found) {
      missing("the program " + name);
    }
  }

  /** The user these tests run as must be root. */
  static void needsRoot(String why) {
    if (!System.getProperty("user.name").equals("root")) {
      missing("root, " + why);
    }
  }

  /** libvirt, as the engine connects to it. */
  static String libvirtUri() {
    needsProgram("virsh");
    return System.getProperty("user.name").equals("root") ? "qemu:///system" : "qemu:///session";
  }

  private static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      fail("This test needs " + what + ".");
    }
    abort("This test needs " + what + ".");
  }
}
