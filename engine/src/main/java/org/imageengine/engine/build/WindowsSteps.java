package org.imageengine.engine.build;

import java.time.Duration;
import java.util.Optional;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.template.Customizer;
import org.imageengine.engine.template.Customizer.Script;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.windows.PowerShellOptions;
import org.imageengine.provisioners.windows.PowerShellProvisioner;
import org.imageengine.provisioners.windows.PowerShellScript;
import org.imageengine.provisioners.windows.WindowsGuest;
import org.imageengine.provisioners.windows.WindowsRestartProvisioner;
import org.imageengine.provisioners.windows.WindowsUpdateProvisioner;

/**
 * Runs the steps that only Windows knows.
 *
 * @param left of the build's time
 */
record WindowsSteps(Guest guest, OutputSink output, Duration left) {

  void run(PlannedStep.Windows step) throws ProvisionException, InterruptedException {
    WindowsGuest windows = (WindowsGuest) guest.communicator();
    if (step.customizer() instanceof Customizer.PowerShell powerShell) {
      new PowerShellProvisioner()
          .run(
              windows,
              script(powerShell, step),
              new PowerShellOptions(
                  powerShell.runElevated(), powerShell.runAsSystem(), powerShell.validExitCodes()),
              output,
              left);
    } else if (step.customizer() instanceof Customizer.WindowsRestart restart) {
      new WindowsRestartProvisioner()
          .restart(
              windows,
              restart.restartCommand(),
              restart.restartCheckCommand(),
              restart.restartTimeout(),
              output,
              left,
              this::whyGone);
    } else if (step.customizer() instanceof Customizer.WindowsUpdate update) {
      new WindowsUpdateProvisioner()
          .update(
              windows,
              update.searchCriteria(),
              update.filters(),
              update.updateLimit(),
              output,
              left,
              this::whyGone);
    }
  }

  private static PowerShellScript script(Customizer.PowerShell step, PlannedStep.Windows planned)
      throws ProvisionException {
    if (step.script() instanceof Script.Inline inline) {
      return PowerShellScript.inline(inline.lines());
    }
    return PowerShellScript.file(planned.script().orElseThrow().file());
  }

  private Optional<String> whyGone() {
    return Connect.whyGone(guest.vm());
  }
}
