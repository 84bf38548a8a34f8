package org.imageengine.engine.run;

/** The phases of a run, in their order, each with the sub-state that the contract names for it. */
public enum Phase {
  PREPARING("Preparing", RunSubState.Queued),
  BOOTING("Booting", RunSubState.Building),
  CONNECTING("Connecting", RunSubState.Building),
  CUSTOMIZING("Customizing", RunSubState.Customizing),
  GENERALIZING("Generalizing", RunSubState.Customizing),
  SHUTTING_DOWN("ShuttingDown", RunSubState.Customizing),
  OPTIMIZING("Optimizing", RunSubState.Optimizing),
  VALIDATING("Validating", RunSubState.Validating),
  DISTRIBUTING("Distributing", RunSubState.Distributing),
  CLEANING_UP("CleaningUp", RunSubState.Distributing);

  private final String title;
  private final RunSubState subState;

  Phase(String title, RunSubState subState) {
    this.title = title;
    this.subState = subState;
  }

  /** The name in records and on the screen. */
  public String title() {
    return title;
  }

  public RunSubState subState() {
    return subState;
  }
}
