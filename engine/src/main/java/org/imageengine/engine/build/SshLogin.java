package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.hypervisor.CloudInitSeed;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.SeedMedia;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.SshEndpoint;
import org.imageengine.provisioners.SshKeyPair;

/**
 * By SSH into Linux, which cloud-init has told.
 *
 * @param hostKey the host key that the guest has, or will have
 */
record SshLogin(SshKeyPair userKey, SshKeyPair hostKey) implements Login {
  private static final int PORT = 22;

  // No name of a run: what a guest remembers of its first boot may outlive the run in a checkpoint.
  private static final String INSTANCE_ID = "image-engine-build";
  private static final String HOST_NAME = "image-build";

  static SshLogin create() throws ProvisionException {
    return new SshLogin(
        SshKeyPair.generateEd25519("image-engine build"),
        SshKeyPair.generateEd25519("image-engine build host"));
  }

  @Override
  public String protocol() {
    return RunRecord.KeptVm.SSH;
  }

  @Override
  public int guestPort() {
    return PORT;
  }

  SshEndpoint endpoint(int port) {
    return new SshEndpoint(LOOPBACK, port, BUILD_USER, userKey, hostKey.publicKey());
  }

  @Override
  public void writeSeed(Path iso) throws HypervisorException {
    SeedMedia.write(
        new CloudInitSeed(
            INSTANCE_ID,
            HOST_NAME,
            BUILD_USER,
            userKey.publicKey(),
            hostKey.privateKey(),
            hostKey.publicKey()),
        iso);
  }

  @Override
  public void save(RunDirectory run, int port) throws IOException {
    Files.deleteIfExists(run.privateKey());
    userKey.writePrivateKey(run.privateKey());
    Files.writeString(
        run.knownHosts(),
        "[" + LOOPBACK + "]:" + port + " " + hostKey.publicKey() + "\n",
        StandardCharsets.UTF_8);
  }
}
