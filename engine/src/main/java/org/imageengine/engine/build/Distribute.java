package org.imageengine.engine.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.distributors.Artifact;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;

/** Writes the finished disk to one target. */
final class Distribute implements Step<Artifact> {
  private final Distributor distributor;
  private final FinishedDisk disk;

  Distribute(Distributor distributor, FinishedDisk disk) {
    this.distributor = distributor;
    this.disk = disk;
  }

  @Override
  public Phase phase() {
    return Phase.DISTRIBUTING;
  }

  @Override
  public String title() {
    return distributor.type() + " " + distributor.runOutputName();
  }

  @Override
  public Artifact run(BuildContext context) throws Exception {
    List<Owned> scratch = new ArrayList<>();
    for (Path path : distributor.scratch(context.run().runId())) {
      scratch.add(new Owned.PathTree(path.toString()));
    }
    distributor.stagingGroup().ifPresent(name -> scratch.add(new Owned.StagingGroup(name)));
    for (Owned owned : scratch) {
      context.ledger().own(owned);
    }
    TransferMeter meter =
        new TransferMeter(
            text ->
                context.listener().output(Phase.DISTRIBUTING, distributor.runOutputName(), text));
    Artifact artifact = distributor.distribute(disk, context.run().runId(), meter);
    for (Owned owned : scratch) {
      context.ledger().release(owned, context.undo());
    }
    return artifact;
  }
}
