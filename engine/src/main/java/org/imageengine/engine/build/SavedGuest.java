package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.imageengine.distributors.DirectoryLock;
import org.imageengine.engine.checkpoint.CheckpointStore;
import org.imageengine.hypervisor.Firmware;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.hypervisor.VmSpec;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.SshEndpoint;
import org.imageengine.provisioners.SshKeyPair;

/** A guest of an earlier run, as a checkpoint holds it. */
record SavedGuest(CheckpointStore store, CheckpointStore.Found state) {

  /** Starts it as another VM. */
  VirtualMachine start(BuildContext context, VmSpec spec)
      throws HypervisorException, IOException, InterruptedException {
    if (spec.firmware() == Firmware.UEFI) {
      Files.copy(state.files().variables(), spec.nvram(), StandardCopyOption.REPLACE_EXISTING);
    }
    try (DirectoryLock lock = store.lockMemory(state.files())) {
      return context.hypervisor().restore(spec, state.files().memory());
    }
  }

  /** How it lets in whoever has its key, until it has another. */
  SshEndpoint login(int port) throws ProvisionException {
    return new SshEndpoint(
        Login.LOOPBACK,
        port,
        state.checkpoint().user(),
        SshKeyPair.read(state.files().userKey()),
        state.checkpoint().hostPublicKey());
  }
}
