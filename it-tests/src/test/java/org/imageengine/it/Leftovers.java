package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what a build must not leave behind. */
final class Leftovers {
  private Leftovers() {}

  /** The names of all domains whose metadata names that state directory. */
  static List<String> domains(Path home) throws Exception {
    String uri = Host.libvirtUri();
    return virsh("-c", uri, "list", "--all", "--name")
        .lines()
        .filter(name -> !name.isBlank())
        .filter(name -> definition(uri, name).contains(home.toString()))
        .toList();
  }

  private static String definition(String uri, String domain) {
    try {
      return virsh("-c", uri, "dumpxml", domain);
    } catch (IOException | InterruptedException e) {
      // It has just gone.
      return "";
    }
  }

  private static String virsh(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("virsh"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  /** QEMU processes that work on a file below that directory. */
  static List<String> qemus(Path home) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").contains("qemu-system"))
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(home.toString()))
        .toList();
  }

  /** Files of a build in progress: overlays, seeds, keys, half-written outputs, locks. */
  static List<Path> files(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Leftovers::isTemporary).toList();
    }
  }

  private static boolean isTemporary(Path path) {
    String name = path.getFileName().toString();
    return name.equals("work")
        || name.equals("owned.jsonl")
        || name.endsWith(".partial")
        || name.startsWith(".incoming")
        || path.toString().contains("/.in-use/");
  }

  /** Nothing at all is left of any build of that state directory. */
  static void assertNone(Path home) throws Exception {
    assertThat(domains(home)).as("domains").isEmpty();
    assertThat(qemus(home)).as("QEMU processes").isEmpty();
    assertThat(files(home)).as("files").isEmpty();
  }
}
