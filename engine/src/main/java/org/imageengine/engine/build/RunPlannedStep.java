package org.imageengine.engine.build;

import java.util.ArrayDeque;
import java.util.Deque;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.run.Phase;
import org.imageengine.provisioners.FileProvisioner;
import org.imageengine.provisioners.LinuxGuest;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.ShellProvisioner;

/** Runs one customizer, or one validator, in a guest. */
final class RunPlannedStep implements Step<Void> {
  static final String CUSTOMIZER_FAILED = "CustomizerFailed";

  private static final int LINES_IN_MESSAGE = 10;

  private final Guest guest;
  private final PlannedStep step;

  RunPlannedStep(Guest guest, PlannedStep step) {
    this.guest = guest;
    this.step = step;
  }

  @Override
  public Phase phase() {
    return guest.vm().role() == VmRole.BUILD ? Phase.CUSTOMIZING : Phase.VALIDATING;
  }

  @Override
  public String title() {
    return step.name();
  }

  @Override
  public Void run(BuildContext context) throws Exception {
    Deque<String> last = new ArrayDeque<>();
    OutputSink output =
        (stream, line) -> {
          context.listener().output(phase(), title(), line);
          last.addLast(line);
          if (last.size() > LINES_IN_MESSAGE) {
            last.removeFirst();
          }
        };
    try {
      if (step instanceof PlannedStep.Shell shell) {
        new ShellProvisioner()
            .run((LinuxGuest) guest.communicator(), shell.script(), output, context.clock().left());
      } else if (step instanceof PlannedStep.File file) {
        new FileProvisioner()
            .put(
                guest.communicator(),
                file.content().file(),
                file.destination(),
                context.clock().left());
      } else if (step instanceof PlannedStep.Windows windows) {
        new WindowsSteps(guest, output, context.clock().left()).run(windows);
      }
      return null;
    } catch (ProvisionException e) {
      throw failure(context, e, last);
    }
  }

  private EngineException failure(
      BuildContext context, ProvisionException cause, Deque<String> last) {
    boolean customizing = phase() == Phase.CUSTOMIZING;
    StringBuilder message = new StringBuilder();
    message
        .append(step.at().fileLineColumn())
        .append(": The ")
        .append(customizing ? "customizer" : "validator")
        .append(" \"")
        .append(title())
        .append("\" failed: ")
        .append(cause.getMessage());
    if (!last.isEmpty()) {
      message.append("\nIts last lines:");
      last.forEach(line -> message.append("\n  | ").append(line));
    }
    if (cause.code() == ProvisionException.Code.CONNECTION_LOST) {
      message.append(GuestTrouble.whyLost(context, guest.vm()));
    }
    return new EngineException(
        ErrorKind.EXTERNAL,
        customizing ? CUSTOMIZER_FAILED : "ValidatorFailed",
        message.toString(),
        "",
        cause);
  }
}
