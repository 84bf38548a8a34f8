package org.imageengine.engine.build;

import java.nio.file.Path;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.Replicator;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.EngineHome;
import org.imageengine.engine.config.SecretReader;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.plan.Planner;
import org.imageengine.engine.remote.Replication;
import org.imageengine.engine.remote.Secrets;
import org.imageengine.engine.run.Ledger;
import org.imageengine.engine.run.Reaper;
import org.imageengine.engine.run.RunStore;
import org.imageengine.engine.run.Undoing;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.LibvirtHypervisor;
import org.imageengine.hypervisor.SavedMemory;

/**
 * Everything that commands and builds share in one process.
 *
 * @param user the name of the user this process runs as
 */
public record Workshop(
    EngineHome home,
    EngineConfig config,
    VmSizes vmSizes,
    Catalog catalog,
    DiskTool disks,
    String user) {

  /** A connection to the hypervisor that the configuration names. */
  public Hypervisor connect() throws HypervisorException, InterruptedException {
    return LibvirtHypervisor.connect(
        config.hypervisorUri(user), config.duration(ConfigKey.TIMEOUTS_LIBVIRT));
  }

  public Planner planner() {
    return new Planner(config, vmSizes, catalog, disks, replicator(), secrets());
  }

  /** What keeps replicas in the regions of this host. */
  public Replicator replicator() {
    return Replication.of(config, home.regions(), secrets());
  }

  /** What reads the secrets that the configuration names. */
  public Secrets secrets() {
    SecretReader reader =
        new SecretReader(System.getenv(), config.duration(ConfigKey.TIMEOUTS_FETCH));
    return (credential, source) -> reader.read(credential.name(), source);
  }

  /** States of guests that builds go on from. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(home.checkpoints(), runs()::isThere, Workshop::shrink);
  }

  private static boolean shrink(Path memory) throws InterruptedException {
    try {
      return SavedMemory.shrink(memory);
    } catch (HypervisorException e) {
      // Without lzop states are removed a little earlier.
      return false;
    }
  }

  public RunStore runs() {
    return new RunStore(home.runs());
  }

  /** Undoes what runs own; connects to the hypervisor through {@code supplier} if it has to. */
  public Ledger.Undo undoing(Undoing.HypervisorSupplier supplier) {
    return new Undoing(supplier, catalog, checkpoints());
  }

  public Reaper reaper(Undoing.HypervisorSupplier supplier) {
    return new Reaper(runs(), undoing(supplier));
  }
}
