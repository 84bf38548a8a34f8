package org.imageengine.provisioners.windows;

/** Whose rights a command in a Windows guest has. */
public enum RunAs {
  /** The build user's, as over the network: some interfaces of Windows refuse it. */
  NETWORK_USER,
  /** The build user's with the highest privileges, through a scheduled task. */
  ELEVATED_USER,
  /** Those of SYSTEM, through a scheduled task. */
  SYSTEM;

  boolean isTask() {
    return this != NETWORK_USER;
  }
}
