package org.imageengine.engine.build;

import java.util.List;
import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.Failures;
import org.imageengine.engine.run.Ledger;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunLock;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.engine.run.RunStore;

/** Removes a run with all it still owns, such as a VM that was kept. */
public final class RunRemoval {
  private final Workshop workshop;

  public RunRemoval(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * Removes {@code run}.
   *
   * @return the VM that was kept, if one was
   * @throws EngineException if the run is going on, or what it owns cannot be removed
   */
  public Optional<String> remove(RunDirectory run) throws Exception {
    Optional<RunLock> lock = RunLock.tryAcquire(run.lock());
    if (lock.isEmpty()) {
      throw new EngineException(
          ErrorKind.USER,
          "RunIsRunning",
          "Run " + run.runId() + " is going on in another process.",
          "Cancel it there first (Ctrl-C).");
    }
    try (RunLock held = lock.get();
        HostSession session = new HostSession(workshop)) {
      Ledger ledger = Ledger.open(run.ledger());
      List<Exception> failures = ledger.unwind(workshop.undoing(session::hypervisor));
      if (!failures.isEmpty()) {
        throw Failures.of(failures.get(0));
      }
      Optional<String> kept = RunStore.load(run).map(RunRecord::kept).map(RunRecord.KeptVm::domain);
      RunStore.remove(run);
      return kept;
    }
  }
}
