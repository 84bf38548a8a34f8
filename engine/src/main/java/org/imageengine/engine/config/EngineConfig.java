package org.imageengine.engine.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final List<RegionSettings> regions;
  private final Map<String, Credential> credentials;
  private final Map<String, List<String>> identities;

  EngineConfig(
      Map<ConfigKey, String> values,
      List<RegionSettings> regions,
      Map<String, Credential> credentials,
      Map<String, List<String>> identities) {
    this.values = Map.copyOf(values);
    this.regions = List.copyOf(regions);
    this.credentials = Map.copyOf(credentials);
    this.identities = identities;
  }

  /** The regions that are mapped to places. */
  public List<RegionSettings> regions() {
    return regions;
  }

  /** The credential of that name, if there is one. */
  public Optional<Credential> credential(String name) {
    return Optional.ofNullable(credentials.get(name));
  }

  /** All credentials, by name. */
  public List<Credential> credentials() {
    return credentials.values().stream().sorted(Comparator.comparing(Credential::name)).toList();
  }

  /** The credentials that an identity stands for; nothing where it is not mapped. */
  public Optional<List<Credential>> identity(String resourceId) {
    return Optional.ofNullable(identities.get(resourceId))
        .map(names -> names.stream().map(credentials::get).toList());
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
    return isOn(ConfigKey.CATALOG_CREATE_MISSING_GALLERIES);
  }

  /** What a key says that is {@code true} or {@code false}. */
  public boolean isOn(ConfigKey key) {
    return Boolean.parseBoolean(get(key));
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
