package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Path;
import org.imageengine.distributors.OsType;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.ProvisionException;

/** How one run, and nobody else, is let into a guest: what is in its seed, and what fits to it. */
sealed interface Login permits SshLogin, WinRmLogin {
  String LOOPBACK = "127.0.0.1";
  String BUILD_USER = "imagebuilder";

  /** With keys or a password of its own. */
  static Login create(OsType system) throws ProvisionException {
    return system == OsType.Windows ? WinRmLogin.create() : SshLogin.create();
  }

  /** The word for it in {@code run.json} and in messages. */
  String protocol();

  /** Where the guest listens. */
  int guestPort();

  /** Writes the medium that tells a guest of it on its first boot. */
  void writeSeed(Path iso) throws HypervisorException;

  /**
   * Leaves with the run what a VM that is kept is entered with, in files of its owner alone.
   *
   * @param port on {@link #LOOPBACK}
   */
  void save(RunDirectory run, int port) throws IOException;
}
