package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.engine.config.EngineConfig.PortRange;
import org.imageengine.engine.plan.VmShape;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.CloudInitSeed;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.PortLease;
import org.imageengine.hypervisor.RunTag;
import org.imageengine.hypervisor.SeedMedia;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.hypervisor.VmSpec;
import org.imageengine.provisioners.SshEndpoint;
import org.imageengine.provisioners.SshKeyPair;

/**
 * Starts a VM on a disk, with a seed that lets nobody in but this run: from cold, or from a
 * checkpoint, whose guest still knows the keys of the run that made it.
 */
final class BootVm implements Step<BootedVm> {
  static final String BUILD_USER = "imagebuilder";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORT_ATTEMPTS = 10;
  private static final int SSH_PORT = 22;

  // No name of a run: what a guest remembers of its first boot may outlive the run in a checkpoint.
  private static final String INSTANCE_ID = "image-engine-build";
  private static final String HOST_NAME = "image-build";

  private final VmRole role;
  private final Path osDisk;
  private final Optional<SavedGuest> saved;

  BootVm(VmRole role, Path osDisk, Optional<SavedGuest> saved) {
    this.role = role;
    this.osDisk = osDisk;
    this.saved = saved;
  }

  @Override
  public Phase phase() {
    return role.bootPhase();
  }

  @Override
  public String title() {
    return "Boot VM";
  }

  @Override
  public BootedVm run(BuildContext context) throws Exception {
    SshKeyPair userKey = SshKeyPair.generateEd25519("image-engine build");
    SshKeyPair hostKey = SshKeyPair.generateEd25519("image-engine build host");
    Path seed = context.run().work().resolve(role.word() + "-seed.iso");
    String name = name(context, role);
    SeedMedia.write(
        new CloudInitSeed(
            INSTANCE_ID,
            HOST_NAME,
            BUILD_USER,
            userKey.publicKey(),
            hostKey.privateKey(),
            hostKey.publicKey()),
        seed);
    context.ledger().own(new Owned.Domain(name));
    PortLease lease = null;
    for (int attempt = 1; ; attempt++) {
      PortRange ports = context.config().ports();
      lease = PortLease.acquire(context.portLocks(), ports.from(), ports.to());
      try {
        VmSpec spec = spec(context, name, seed, lease);
        VirtualMachine machine =
            saved.isPresent() ? saved.get().start(context, spec) : context.hypervisor().start(spec);
        context.listener().note(phase(), describe(context, name, lease));
        writeLogin(context, userKey, hostKey, lease.port());
        SshEndpoint endpoint =
            new SshEndpoint(LOOPBACK, lease.port(), BUILD_USER, userKey, hostKey.publicKey());
        return new BootedVm(role, machine, lease, endpoint, hostKey, saved);
      } catch (HypervisorException e) {
        lease.close();
        // Somebody outside our locks may have bound the port since we looked.
        if (e.code() != HypervisorException.Code.PORT_TAKEN || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        lease.close();
        throw e;
      }
    }
  }

  /** The name of its domain. */
  static String name(BuildContext context, VmRole role) {
    return "ie-" + context.run().runId() + "-" + role.word();
  }

  private VmSpec spec(BuildContext context, String name, Path seed, PortLease lease) {
    VmShape shape = context.plan().vm();
    return new VmSpec(
        name,
        new RunTag(context.run().runId(), context.home().path()),
        shape.cpus(),
        shape.memoryMiB(),
        shape.firmware(),
        context.host().accelerator(),
        shape.hardware(),
        osDisk,
        seed,
        lease.port(),
        SSH_PORT,
        role.serialLog(context.run()),
        role.variables(context.run()),
        context.host().runQemuAsCaller());
  }

  private static String describe(BuildContext context, String name, PortLease lease) {
    VmShape shape = context.plan().vm();
    return String.format(
        "VM %s: %s, %d CPU%s, %d MiB, %s, %s, disk %.1f GiB, SSH on %s:%d",
        name,
        shape.size(),
        shape.cpus(),
        shape.cpus() == 1 ? "" : "s",
        shape.memoryMiB(),
        shape.firmware(),
        context.host().accelerator(),
        shape.osDiskBytes() / (double) (1L << 30),
        LOOPBACK,
        lease.port());
  }

  /** What {@code engine ssh} logs in with. */
  private static void writeLogin(
      BuildContext context, SshKeyPair userKey, SshKeyPair hostKey, int port) throws IOException {
    Files.deleteIfExists(context.run().privateKey());
    userKey.writePrivateKey(context.run().privateKey());
    Files.writeString(
        context.run().knownHosts(),
        "[" + LOOPBACK + "]:" + port + " " + hostKey.publicKey() + "\n",
        StandardCharsets.UTF_8);
  }
}
