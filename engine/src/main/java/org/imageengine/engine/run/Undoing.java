package org.imageengine.engine.run;

import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.distributors.Catalog;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.VirtualMachine;

/** Undoes what runs own: the one place that knows how each kind of thing is taken away. */
public final class Undoing implements Ledger.Undo {

  /** Opens the hypervisor when the first domain is to be removed, and not before. */
  public interface HypervisorSupplier {
    Hypervisor get() throws HypervisorException, InterruptedException;
  }

  private final HypervisorSupplier hypervisor;
  private final Catalog catalog;
  private final CheckpointStore checkpoints;

  public Undoing(HypervisorSupplier hypervisor, Catalog catalog, CheckpointStore checkpoints) {
    this.hypervisor = hypervisor;
    this.catalog = catalog;
    this.checkpoints = checkpoints;
  }

  @Override
  public void undo(Owned owned) throws Exception {
    if (owned instanceof Owned.Domain domain) {
      Optional<VirtualMachine> vm = hypervisor.get().find(domain.name());
      if (vm.isPresent()) {
        try (VirtualMachine found = vm.get()) {
          found.destroy();
        }
      }
    } else if (owned instanceof Owned.PathTree tree) {
      Trees.delete(Path.of(tree.path()));
    } else if (owned instanceof Owned.Lease lease) {
      catalog.release(lease.imageId(), lease.runId());
    } else if (owned instanceof Owned.StagingGroup group) {
      catalog.stagingGroups().deleteIfEmpty(group.name());
    } else if (owned instanceof Owned.Checkpoints held) {
      checkpoints.release(held.runId());
    }
  }
}
