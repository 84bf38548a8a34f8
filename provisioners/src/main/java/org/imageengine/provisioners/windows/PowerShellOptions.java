package org.imageengine.provisioners.windows;

import java.util.List;

/**
 * How a PowerShell script runs.
 *
 * @param runElevated through a scheduled task with the highest privileges
 * @param runAsSystem that task is SYSTEM's; only together with {@code runElevated}
 * @param validExitCodes those that mean success; none given: 0
 */
public record PowerShellOptions(
    boolean runElevated, boolean runAsSystem, List<Integer> validExitCodes) {
  public PowerShellOptions {
    if (runAsSystem && !runElevated) {
      throw new IllegalArgumentException("runAsSystem is only for a step that runs elevated");
    }
    validExitCodes = validExitCodes.isEmpty() ? List.of(0) : List.copyOf(validExitCodes);
  }

  /** As the build user, over the network; only 0 is success. */
  public static PowerShellOptions usual() {
    return new PowerShellOptions(false, false, List.of());
  }

  RunAs runAs() {
    if (!runElevated) {
      return RunAs.NETWORK_USER;
    }
    return runAsSystem ? RunAs.SYSTEM : RunAs.ELEVATED_USER;
  }
}
