package org.imageengine.engine.run;

import java.nio.file.Path;

/** The files of one run, {@code $ENGINE_HOME/runs/<run id>/}. */
public record RunDirectory(Path path) {

  public String runId() {
    return path.getFileName().toString();
  }

  public Path record() {
    return path.resolve("run.json");
  }

  /** The image template as ARM JSON, its expressions evaluated, its secrets masked. */
  public Path template() {
    return path.resolve("template.json");
  }

  public Path plan() {
    return path.resolve("plan.json");
  }

  public Path customizationLog() {
    return path.resolve("customization.log");
  }

  public Path validationLog() {
    return path.resolve("validation.log");
  }

  /** The serial console of the build VM. */
  public Path serialLog() {
    return path.resolve("serial.log");
  }

  /** The serial console of the validation VM. */
  public Path validationSerialLog() {
    return path.resolve("validation-serial.log");
  }

  /** What the screen of a VM that did not answer showed. */
  public Path screenshot() {
    return path.resolve("screenshot.png");
  }

  /** Everything that happened, one JSON object a line. */
  public Path events() {
    return path.resolve("events.jsonl");
  }

  public Path outputs() {
    return path.resolve("outputs");
  }

  /** What the run still owns, see {@link Ledger}. */
  public Path ledger() {
    return path.resolve("owned.jsonl");
  }

  /** Held by the process that works on the run. */
  public Path lock() {
    return path.resolve("lock");
  }

  /** Disks, seeds, keys and fetched content: gone when the run ends, unless its VM is kept. */
  public Path work() {
    return path.resolve("work");
  }

  public Path privateKey() {
    return work().resolve("id_ed25519");
  }

  public Path knownHosts() {
    return work().resolve("known_hosts");
  }

  /** The password of the build user in a Windows guest. */
  public Path password() {
    return work().resolve("password");
  }

  /** The SHA-256 of the certificate of its WinRM server. */
  public Path certificate() {
    return work().resolve("certificate.sha256");
  }
}
