package org.imageengine.provisioners;

/**
 * An SSH server and how to be let in.
 *
 * @param hostPublicKey the one key it may have, as {@code ssh-ed25519 AAAA…}
 */
public record SshEndpoint(
    String host, int port, String user, SshKeyPair userKey, String hostPublicKey) {

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
