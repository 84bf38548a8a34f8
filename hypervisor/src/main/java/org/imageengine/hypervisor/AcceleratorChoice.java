package org.imageengine.hypervisor;

/** What the user asks for. */
public enum AcceleratorChoice {
  /** KVM if a probe shows that it works, software emulation otherwise. */
  AUTO,
  /** KVM or nothing. */
  KVM,
  /** Software emulation. */
  TCG
}
