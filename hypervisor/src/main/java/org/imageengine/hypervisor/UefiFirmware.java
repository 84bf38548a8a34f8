package org.imageengine.hypervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * UEFI firmware, with or without Secure Boot. We choose it ourselves, as libvirt would do from the
 * same descriptors, for two reasons: a host without firmware is found out before anything starts,
 * and the file of variables belongs to us, where libvirt would give it to its own user and a QEMU
 * that runs as the caller could not open it.
 *
 * @param code the firmware, shared by all VMs
 * @param variables what the variables of a new VM are copied from
 */
record UefiFirmware(Path code, Path variables) {
  /** Where distributions put descriptors, in QEMU's format; the first wins for a file name. */
  private static final List<Path> DESCRIPTORS =
      List.of(Path.of("/etc/qemu/firmware"), Path.of("/usr/share/qemu/firmware"));

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The firmware of this host, if it has such a one.
   *
   * @param secure it starts only what Microsoft has signed: Secure Boot, with their keys enrolled
   */
  static Optional<UefiFirmware> find(boolean secure) {
    return find(DESCRIPTORS, secure);
  }

  static Optional<UefiFirmware> find(List<Path> directories, boolean secure) {
    // Descriptors are meant to be tried in the order of their names.
    Map<String, Path> descriptors = new TreeMap<>();
    for (Path directory : directories) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .forEach(file -> descriptors.putIfAbsent(file.getFileName().toString(), file));
      } catch (IOException e) {
        // Not there, or not for us: another directory may do.
      }
    }
    return descriptors.values().stream().flatMap(file -> read(file, secure).stream()).findFirst();
  }

  private static Optional<UefiFirmware> read(Path descriptor, boolean secure) {
    try {
      JsonNode node = JSON.readTree(descriptor.toFile());
      JsonNode mapping = node.path("mapping");
      if (!suits(node, secure) || !mapping.path("device").asText().equals("flash")) {
        return Optional.empty();
      }
      UefiFirmware firmware =
          new UefiFirmware(file(mapping.path("executable")), file(mapping.path("nvram-template")));
      return Files.isReadable(firmware.code) && Files.isReadable(firmware.variables)
          ? Optional.of(firmware)
          : Optional.empty();
    } catch (IOException e) {
      // An empty or broken descriptor counts as absent, as it does for libvirt.
      return Optional.empty();
    }
  }

  private static boolean suits(JsonNode node, boolean secure) {
    JsonNode mapping = node.path("mapping");
    return contains(node.path("interface-types"), "uefi")
        && stream(node.path("targets")).anyMatch(UefiFirmware::isQ35)
        && contains(node.path("features"), "secure-boot") == secure
        && contains(node.path("features"), "enrolled-keys") == secure
        // We turn it on for Secure Boot alone, where it keeps the guest from the variables.
        && (secure || !contains(node.path("features"), "requires-smm"))
        && mapping.path("executable").path("format").asText().equals("raw")
        && mapping.path("nvram-template").path("format").asText().equals("raw");
  }

  private static boolean isQ35(JsonNode target) {
    return target.path("architecture").asText().equals("x86_64")
        && stream(target.path("machines")).anyMatch(m -> m.asText().startsWith("pc-q35"));
  }

  private static boolean contains(JsonNode array, String value) {
    return stream(array).anyMatch(element -> element.asText().equals(value));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Path file(JsonNode flash) {
    return Path.of(flash.path("filename").asText());
  }
}
