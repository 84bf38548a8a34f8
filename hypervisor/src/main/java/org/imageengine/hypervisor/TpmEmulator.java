package org.imageengine.hypervisor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The programs that libvirt gives a VM a TPM with. */
final class TpmEmulator {
  static final String PACKAGES = "swtpm and swtpm-tools";

  /** The TPM itself, and what fills it with keys before its first start. */
  private static final List<String> PROGRAMS = List.of("swtpm", "swtpm_setup");

  private TpmEmulator() {}

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
