package org.imageengine.distributors;

/** The VM generation of an image, in the words of the API. */
public enum Generation {
  /** Boots from BIOS. */
  V1,
  /** Boots from UEFI. */
  V2
}
