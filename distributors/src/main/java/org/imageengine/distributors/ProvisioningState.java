package org.imageengine.distributors;

/** How far an image has come, by its words in the API. */
public enum ProvisioningState {
  /** Its replicas are being written, or were when the process ended. */
  Creating,
  Succeeded,
  /** A replica could not be written. */
  Failed,
  /** Its replicas are being removed, or were when the process ended. */
  Deleting
}
