package org.imageengine.hypervisor;

/**
 * The accelerator that will be used.
 *
 * @param reason one line on why it is this one, without a full stop
 */
public record AcceleratorFinding(Accelerator accelerator, String reason) {}
