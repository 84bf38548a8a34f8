package org.imageengine.engine.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.imageengine.hypervisor.AcceleratorChoice;

/** The configuration in force: file over file, then environment, then flags. */
public final class EngineConfig {

  /** Which user QEMU runs as under {@code qemu:///system}. */
  public enum QemuUser {
    /** libvirt's own, unless it cannot reach the state directory. */
    AUTO,
    /** libvirt's own. */
    LIBVIRT,
    /** The user of this process. */
    CALLER
  }

  /** A range of TCP ports, both ends included. */
  public record PortRange(int from, int to) {}

  private final Map<ConfigKey, String> values;

  EngineConfig(Map<ConfigKey, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The value as text; the default where nothing else was said. */
  public String get(ConfigKey key) {
    return values.getOrDefault(key, key.defaultValue());
  }

  /** {@code qemu:///system} for root and {@code qemu:///session} for others, unless configured. */
  public String hypervisorUri(String user) {
    String uri = get(ConfigKey.HYPERVISOR_URI);
    if (!uri.equals("auto")) {
      return uri;
    }
    return user.equals("root") ? "qemu:///system" : "qemu:///session";
  }

  public AcceleratorChoice accelerator() {
    return AcceleratorChoice.valueOf(
        get(ConfigKey.HYPERVISOR_ACCELERATOR).toUpperCase(Locale.ROOT));
  }

  public QemuUser qemuUser() {
    return QemuUser.valueOf(get(ConfigKey.HYPERVISOR_QEMU_USER).toUpperCase(Locale.ROOT));
  }

  public PortRange ports() {
    String[] ends = get(ConfigKey.HYPERVISOR_PORTS).split("-");
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
  }

  public boolean createMissingGalleries() {
    return Boolean.parseBoolean(get(ConfigKey.CATALOG_CREATE_MISSING_GALLERIES));
  }

  /** A duration such as {@code 30s}, {@code 10m} or {@code 2h}. */
  public Duration duration(ConfigKey key) {
    String text = get(key);
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
