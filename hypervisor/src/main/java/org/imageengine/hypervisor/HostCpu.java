package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The CPU of this host, as guests see it that are given all of it. */
final class HostCpu {
  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final List<String> FIELDS = List.of("vendor_id", "model name", "flags");

  private HostCpu() {}

  /** Model and features; the same text, the same CPU to a guest. */
  static String describe() {
    try {
      return Files.readAllLines(INFO).stream()
          .takeWhile(line -> !line.isBlank())
          .filter(line -> FIELDS.contains(line.split("\\s*:", 2)[0]))
          .map(line -> line.split(":\\s*", 2)[1])
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "a CPU that is not known";
    }
  }
}
