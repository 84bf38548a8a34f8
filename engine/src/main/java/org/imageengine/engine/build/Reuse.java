package org.imageengine.engine.build;

import java.util.Optional;

/**
 * What whoever starts a build says of reusing what earlier builds have left.
 *
 * @param isWanted false: nothing is reused; what this build leaves can be
 * @param before the name or number of a customizer; nothing after the state before it is reused
 * @param warmBoot the state of the booted guest is kept, also if the template does not ask for it
 */
public record Reuse(boolean isWanted, Optional<String> before, boolean warmBoot) {
  /** As template and configuration have it. */
  public static final Reuse DEFAULT = new Reuse(true, Optional.empty(), false);
}
