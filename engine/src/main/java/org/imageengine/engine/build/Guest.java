package org.imageengine.engine.build;

import org.imageengine.provisioners.Communicator;

/** A VM whose guest lets us in. */
record Guest(BootedVm vm, Communicator communicator) implements AutoCloseable {
  @Override
  public void close() {
    communicator.close();
  }
}
