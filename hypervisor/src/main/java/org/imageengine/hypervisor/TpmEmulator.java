package org.imageengine.hypervisor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The programs that libvirt gives a VM a TPM with. */
final class TpmEmulator {
  static final String PACKAGES = "swtpm and swtpm-tools";

  /** The TPM itself, and what fills it with keys before its first start. */
  private static final List<String> PROGRAMS = List.of("swtpm", "swtpm_setup");

  /** What signs the keys of new TPMs; the directory belongs to the user libvirt makes them as. */
  static final Path AUTHORITY = Path.of("/var/lib/swtpm-localca");

  static final String REMEDY = "chown -R --reference=" + AUTHORITY + " " + AUTHORITY;

  private TpmEmulator() {}

  /**
   * Whether there is a file in the directory that does not belong to the directory's owner. A
   * libvirt that was started before swtpm was installed makes TPMs as root, and leaves such files;
   * the next one cannot open them.
   *
   * @return false too where this user may not look
   */
  static boolean hasFilesOfOthers(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      Object owner = Files.getOwner(directory);
      for (Path file : files.toList()) {
        if (!Files.getOwner(file).equals(owner)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether this host has them. */
  static boolean isInstalled() {
    return isInstalled(System.getenv().getOrDefault("PATH", ""));
  }

  static boolean isInstalled(String searchPath) {
    List<String> folders = Arrays.asList(searchPath.split(File.pathSeparator, -1));
    return PROGRAMS.stream()
        .allMatch(
            program ->
                folders.stream()
                    .filter(folder -> !folder.isEmpty())
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
  }
}
