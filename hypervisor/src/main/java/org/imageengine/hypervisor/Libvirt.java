package org.imageengine.hypervisor;

import com.sun.jna.Pointer;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.virError;

/** Prepares the libvirt library, once in this process. */
final class Libvirt {
  /** Kept from the garbage collector, as only native code refers to it. */
  private static final org.libvirt.jna.Libvirt.VirErrorCallback SILENCE = Libvirt::ignore;

  private static boolean ready;

  private Libvirt() {}

  /**
   * Starts the event loop, without which there are no events and no keepalive; it has to run before
   * the first connection is opened.
   *
   * @throws LinkageError if libvirt is not installed
   */
  static synchronized void prepare() throws LibvirtException {
    if (ready) {
      return;
    }
    Connect.setErrorCallback(SILENCE);
    Library.initEventLoop();
    Thread loop = new Thread(Libvirt::loop, "libvirt-events");
    loop.setDaemon(true);
    loop.start();
    ready = true;
  }

  private static void loop() {
    while (true) {
      try {
        Library.runEventLoop();
        return;
      } catch (LibvirtException e) {
        // One failed turn; the next may do better.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Without a callback libvirt prints every error, also those we expect, to standard error. */
  @SuppressWarnings("unused")
  private static void ignore(Pointer userData, virError error) {}
}
