package org.imageengine.engine.build;

import org.imageengine.hypervisor.Accelerator;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.Hypervisor;

/**
 * This host, checked and ready to run VMs.
 *
 * @param runQemuAsCaller QEMU runs as the user of this process, not as libvirt's own
 */
public record Host(
    Hypervisor hypervisor, DiskTool disks, Accelerator accelerator, boolean runQemuAsCaller) {}
