package org.imageengine.hypervisor;

/** How a guest's instructions are run. */
public enum Accelerator {
  /** By the CPU itself. */
  KVM,
  /** By software emulation: works everywhere, about ten times slower. */
  TCG
}
