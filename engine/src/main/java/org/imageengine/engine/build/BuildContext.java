package org.imageengine.engine.build;

import java.nio.file.Path;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.EngineHome;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.run.Ledger;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.Hypervisor;

/** What every step of one build works with. */
record BuildContext(
    BuildPlan plan,
    EngineHome home,
    RunDirectory run,
    Host host,
    EngineConfig config,
    Ledger ledger,
    Ledger.Undo undo,
    BuildClock clock,
    BuildListener listener) {

  Hypervisor hypervisor() {
    return host.hypervisor();
  }

  Path portLocks() {
    return home.ports();
  }

  DiskTool disks() {
    return host.disks();
  }
}
