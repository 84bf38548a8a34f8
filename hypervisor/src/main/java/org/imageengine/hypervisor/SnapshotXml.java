package org.imageengine.hypervisor;

import java.nio.file.Path;

/** Describes to libvirt how a running VM is saved. */
final class SnapshotXml {
  private static final int NO_METADATA = 1 << 2;
  private static final int REUSE_EXTERNAL = 1 << 5;
  private static final int ATOMIC = 1 << 7;
  private static final int LIVE = 1 << 8;

  /**
   * libvirt keeps no record of it, takes the overlay that is there, does all or nothing, and lets
   * the guest run meanwhile.
   */
  static final int FLAGS = NO_METADATA | REUSE_EXTERNAL | ATOMIC | LIVE;

  private SnapshotXml() {}

  static String of(Path memory, Path overlay) {
    return """
        <domainsnapshot>
          <memory snapshot='external' file='%s'/>
          <disks>
            <disk name='vda' snapshot='external'>
              <driver type='qcow2'/>
              <source file='%s'/>
            </disk>
            <disk name='vdb' snapshot='no'/>
          </disks>
        </domainsnapshot>
        """
        .formatted(DomainXml.escape(memory), DomainXml.escape(overlay));
  }
}
