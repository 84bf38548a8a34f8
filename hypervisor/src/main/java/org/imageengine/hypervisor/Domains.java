package org.imageengine.hypervisor;

import java.util.Optional;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** Looks up VMs and frees the handles again, which libvirt counts. */
final class Domains {
  private Domains() {}

  /** Something to do with a VM while its handle is open. */
  interface Action<T> {
    T run(Domain domain) throws LibvirtException, HypervisorException;
  }

  /** The UUID of the running VM of that name. */
  static Optional<String> activeUuid(Connect connect, String name)
      throws LibvirtException, HypervisorException {
    return use(
            () -> connect.domainLookupByName(name),
            domain -> domain.isActive() == 1 ? Optional.of(domain.getUUIDString()) : none())
        .flatMap(found -> found);
  }

  /** Does something with the VM of that UUID; empty if it is gone, or is gone meanwhile. */
  static <T> Optional<T> withUuid(Connect connect, String uuid, Action<T> action)
      throws LibvirtException, HypervisorException {
    return use(() -> connect.domainLookupByUUIDString(uuid), action);
  }

  /** Destroys the VM of that name; false if there is none. */
  static boolean destroyNamed(Connect connect, String name)
      throws LibvirtException, HypervisorException {
    return use(
            () -> connect.domainLookupByName(name),
            domain -> {
              domain.destroy();
              return true;
            })
        .orElse(false);
  }

  private interface Lookup {
    Domain run() throws LibvirtException;
  }

  private static <T> Optional<T> use(Lookup lookup, Action<T> action)
      throws LibvirtException, HypervisorException {
    try {
      Domain domain = lookup.run();
      try {
        return Optional.of(action.run(domain));
      } finally {
        domain.free();
      }
    } catch (LibvirtException e) {
      if (isGone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isGone(LibvirtException e) {
    ErrorNumber code = e.getError().getCode();
    return code == ErrorNumber.VIR_ERR_NO_DOMAIN
        || (code == ErrorNumber.VIR_ERR_OPERATION_INVALID
            && e.getMessage().contains("not running"));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
