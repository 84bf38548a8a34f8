package org.imageengine.distributors.store;

import java.nio.file.Path;

/**
 * A directory of a host that is reached by SSH, and how to be let in.
 *
 * @param directory absolute path as SFTP has it
 * @param identityFile private key without a passphrase
 * @param hostKey the one key that the host may have: type and base64, as in known_hosts
 */
public record SftpAddress(
    String host, int port, String user, String directory, Path identityFile, String hostKey) {

  @Override
  public String toString() {
    return "sftp://" + user + "@" + host + (port == 22 ? "" : ":" + port) + directory;
  }
}
