package org.imageengine.distributors;

/** Whether VMs made from an image begin with a first boot. */
public enum OsState {
  Generalized,
  Specialized
}
