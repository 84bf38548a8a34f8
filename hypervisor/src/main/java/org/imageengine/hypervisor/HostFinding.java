package org.imageengine.hypervisor;

import java.util.Optional;

/**
 * One thing that was looked at on this host.
 *
 * @param name what was looked at, two or three words
 * @param found what was found, one line
 * @param remedy what to do about it; always there unless the status is OK
 */
public record HostFinding(String name, Status status, String found, Optional<String> remedy) {

  /** How good it is. */
  public enum Status {
    OK,
    /** Builds work, but slower or not all of them. */
    WARNING,
    /** Builds do not work. */
    FAILURE
  }

  static HostFinding ok(String name, String found) {
    return new HostFinding(name, Status.OK, found, Optional.empty());
  }

  static HostFinding warning(String name, String found, String remedy) {
    return new HostFinding(name, Status.WARNING, found, Optional.of(remedy));
  }

  static HostFinding failure(String name, String found, String remedy) {
    return new HostFinding(name, Status.FAILURE, found, Optional.of(remedy));
  }
}
