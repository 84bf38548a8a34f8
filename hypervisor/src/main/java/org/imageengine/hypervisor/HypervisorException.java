package org.imageengine.hypervisor;

/**
 * Says in one or two sentences what is wrong with which object. The only checked exception of this
 * module besides {@link InterruptedException}.
 */
public final class HypervisorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of thing went wrong; names are stable. */
  public enum Code {
    /** libvirt does not answer, or refuses us. */
    LIBVIRT_UNREACHABLE,
    /** KVM was asked for and does not work here. */
    ACCELERATOR_UNAVAILABLE,
    /** A UEFI guest was asked for and the host has no UEFI firmware. */
    FIRMWARE_MISSING,
    /** libvirt or QEMU refused to start a VM. */
    START_FAILED,
    /** A VM was not started because its forwarded port is in use: try again with another. */
    PORT_TAKEN,
    /** A VM crashed, or somebody destroyed it. */
    STOPPED_UNEXPECTEDLY,
    /** A guest did not turn itself off in time. */
    SHUTDOWN_TIMEOUT,
    /** A program that is needed is not installed. */
    TOOL_MISSING,
    /** A disk image is not there, or cannot be read as what it is said to be. */
    DISK_UNREADABLE,
    /** No space left. */
    DISK_FULL,
    /** A disk image or seed could not be written. */
    DISK_FAILED,
    /** All ports of the range are in use. */
    NO_FREE_PORT,
    /** The screen of a VM could not be read. */
    SCREENSHOT_FAILED,
    /** The state of a running VM could not be saved. */
    SAVE_FAILED,
    /** Anything else. */
    INTERNAL
  }

  private final Code code;

  /** A failure with no other behind it. */
  public HypervisorException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** A failure that another one caused. */
  public HypervisorException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }
}
