package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;

/** Runs VMs with QEMU through libvirt. */
public final class LibvirtHypervisor implements Hypervisor {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int LIST_ACTIVE = 1;
  private static final int METADATA_ELEMENT = 2;

  private final LibvirtConnection connection;

  private LibvirtHypervisor(LibvirtConnection connection) {
    this.connection = connection;
  }

  /**
   * Connects to libvirt on this host.
   *
   * @param uri {@code qemu:///system} or {@code qemu:///session}
   * @param limit how long libvirt may take to answer
   * @throws HypervisorException {@code LIBVIRT_UNREACHABLE}, with what libvirt says and a remedy
   */
  public static Hypervisor connect(String uri, Duration limit)
      throws HypervisorException, InterruptedException {
    LibvirtConnection connection = new LibvirtConnection(uri);
    connection.callInterruptibly("connect", limit, Connect::getURI);
    return new LibvirtHypervisor(connection);
  }

  @Override
  public VirtualMachine start(VmSpec spec) throws HypervisorException, InterruptedException {
    return new VmStart(connection, spec, Optional.empty()).run();
  }

  @Override
  public VirtualMachine restore(VmSpec spec, Path memory)
      throws HypervisorException, InterruptedException {
    return new VmStart(connection, spec, Optional.of(memory)).run();
  }

  @Override
  public String fingerprint() throws HypervisorException {
    return connection.call(
        "ask for versions",
        ANSWER,
        connect ->
            String.format(
                "QEMU %d, libvirt %d, %s",
                connect.getVersion(), connect.getLibVersion(), HostCpu.describe()));
  }

  @Override
  public Optional<VirtualMachine> find(String name) throws HypervisorException {
    return connection
        .call("look for VM " + name, ANSWER, connect -> Domains.activeUuid(connect, name))
        .map(uuid -> new LibvirtMachine(connection, name, uuid));
  }

  @Override
  public List<OwnedDomain> owned() throws HypervisorException {
    return connection.call("list VMs", ANSWER, LibvirtHypervisor::owned);
  }

  private static List<OwnedDomain> owned(Connect connect) throws LibvirtException {
    List<OwnedDomain> owned = new ArrayList<>();
    for (Domain domain : connect.listAllDomains(LIST_ACTIVE)) {
      try {
        String name = domain.getName();
        tag(domain).ifPresent(tag -> owned.add(new OwnedDomain(name, tag)));
      } finally {
        domain.free();
      }
    }
    return List.copyOf(owned);
  }

  private static Optional<RunTag> tag(Domain domain) {
    try {
      return DomainMetadata.read(domain.getMetadata(METADATA_ELEMENT, DomainMetadata.NAMESPACE, 0));
    } catch (LibvirtException e) {
      // It has no such element, or has stopped meanwhile.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
