package org.imageengine.engine.checkpoint;

import java.nio.file.Path;

/** The files of one checkpoint, in a directory that only its owner can enter. */
public record CheckpointFiles(Path directory) {
  static final String RECORD = "checkpoint.json";

  Path record() {
    return directory.resolve(RECORD);
  }

  /** The guest's memory, as libvirt saves it. */
  public Path memory() {
    return directory.resolve("memory");
  }

  /** UEFI variables; not there for a guest that boots by BIOS. */
  public Path variables() {
    return directory.resolve("nvram.fd");
  }

  /** The private key that the guest lets in. */
  public Path userKey() {
    return directory.resolve("id_ed25519");
  }

  /** Its time of change is when the checkpoint was last used. */
  Path used() {
    return directory.resolve("used");
  }

  /** Held while the memory is being read. */
  Path lock() {
    return directory.resolve("lock");
  }
}
