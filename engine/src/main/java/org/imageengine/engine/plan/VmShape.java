package org.imageengine.engine.plan;

import org.imageengine.hypervisor.Firmware;
import org.imageengine.hypervisor.Hardware;

/**
 * The build VM.
 *
 * @param size the {@code vmSize} it stands for
 * @param osDiskBytes virtual size of the OS disk, a whole number of MiB
 * @param hardware what the guest finds in it
 */
public record VmShape(
    String size,
    int cpus,
    long memoryMiB,
    Firmware firmware,
    long osDiskBytes,
    Hardware hardware) {}
