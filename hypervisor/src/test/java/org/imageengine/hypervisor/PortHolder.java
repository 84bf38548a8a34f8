package org.imageengine.hypervisor;

import java.nio.file.Path;

/** A program that leases a port, says which, and holds it until its input ends. */
final class PortHolder {
  private PortHolder() {}

  public static void main(String[] arguments) throws Exception {
    try (PortLease lease =
        PortLease.acquire(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]))) {
      System.out.println(lease.port());
      var unused = System.in.read();
    } catch (HypervisorException e) {
      System.out.println(e.code());
    }
  }
}
