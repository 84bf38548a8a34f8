package org.imageengine.engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every key of {@code engine.yaml}: its name, its default, and which values it takes. */
public enum ConfigKey {
  SUBSCRIPTION("subscription", "00000000-0000-0000-0000-000000000000", "[A-Za-z0-9-]{1,64}"),
  RESOURCE_GROUP("resourceGroup", "engine", "[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]"),
  LOCATION("location", "local", "[A-Za-z0-9 -]{1,64}"),
  TENANT("tenant", "00000000-0000-0000-0000-000000000000", "[A-Za-z0-9-]{1,64}"),
  TEMPLATE_LINUX_FILE_DESTINATIONS("template.linuxFileDestinations", "tmp", "tmp|any"),
  HYPERVISOR_URI("hypervisor.uri", "auto", "auto|[a-z+]+:.+"),
  HYPERVISOR_ACCELERATOR("hypervisor.accelerator", "auto", "auto|kvm|tcg"),
  HYPERVISOR_PORTS("hypervisor.ports", "22200-22999", "\\d{4,5}-\\d{4,5}"),
  HYPERVISOR_QEMU_USER("hypervisor.qemuUser", "auto", "auto|libvirt|caller"),
  TIMEOUTS_LIBVIRT("timeouts.libvirt", "20s", ConfigKey.DURATION),
  TIMEOUTS_CONNECT("timeouts.connect", "10m", ConfigKey.DURATION),
  TIMEOUTS_WINDOWS_CONNECT("timeouts.windowsConnect", "45m", ConfigKey.DURATION),
  TIMEOUTS_GENERALIZE("timeouts.generalize", "10m", ConfigKey.DURATION),
  TIMEOUTS_SYSPREP("timeouts.sysprep", "1h", ConfigKey.DURATION),
  TIMEOUTS_SHUTDOWN("timeouts.shutdown", "5m", ConfigKey.DURATION),
  TIMEOUTS_FETCH("timeouts.fetch", "10m", ConfigKey.DURATION),
  TIMEOUTS_BUILD("timeouts.build", "16h", ConfigKey.DURATION),
  CATALOG_CREATE_MISSING_GALLERIES("catalog.createMissingGalleries", "false", "true|false"),
  CACHE_ENABLED("cache.enabled", "true", "true|false"),
  CACHE_WARM_BOOT("cache.warmBoot", "false", "true|false"),
  CACHE_STEP_THRESHOLD("cache.stepThreshold", "2s", ConfigKey.DURATION),
  CACHE_MAX_AGE("cache.maxAge", "0s", ConfigKey.DURATION),
  CACHE_SIZE("cache.size", "auto", ConfigKey.SIZE),
  CACHE_KEY("cache.key", "default", ".{1,200}");

  static final String DURATION = "\\d{1,6}(s|m|h)";
  static final String SIZE = "auto|\\d{1,6}(MiB|GiB)";

  private final String key;
  private final String defaultValue;
  private final Pattern allowed;

  ConfigKey(String key, String defaultValue, String allowed) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.allowed = Pattern.compile(allowed);
  }

  /** The name in the file, with dots between levels. */
  public String key() {
    return key;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public boolean allows(String value) {
    return allowed.matcher(value).matches();
  }

  /** What the value may be, for messages. */
  public String allowed() {
    return switch (allowed.pattern()) {
      case DURATION -> "a number and a unit, such as 30s, 10m or 2h";
      case "true|false" -> "true or false";
      case SIZE -> "auto, or a number and a unit, such as 20GiB or 500MiB";
      case "\\d{4,5}-\\d{4,5}" -> "two port numbers, such as " + defaultValue;
      default ->
          allowed.pattern().contains("|") && !allowed.pattern().contains("[")
              ? String.join(", ", allowed.pattern().split("\\|"))
              : "such as " + defaultValue;
    };
  }

  /** The environment variable that overrides the file: {@code ENGINE_HYPERVISOR_QEMU_USER}. */
  public String environmentName() {
    return "ENGINE_" + name();
  }

  /** The key of that name. */
  public static Optional<ConfigKey> of(String key) {
    return Arrays.stream(values()).filter(candidate -> candidate.key.equals(key)).findFirst();
  }

  /** All names, for suggestions. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ConfigKey::key).toList();
  }

  @Override
  public String toString() {
    return key.toLowerCase(Locale.ROOT);
  }
}
