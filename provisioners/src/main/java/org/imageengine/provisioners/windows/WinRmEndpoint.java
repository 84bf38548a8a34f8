package org.imageengine.provisioners.windows;

/**
 * A WinRM server over HTTPS and how to be let in.
 *
 * @param certificateSha256 the SHA-256 of the one certificate it may have, as hexadecimal digits
 * @param hostInGuest the address by which the guest reaches this host's loopback
 */
public record WinRmEndpoint(
    String host,
    int port,
    String user,
    String password,
    String certificateSha256,
    String hostInGuest) {
  /** Where QEMU's user networking puts the host. */
  public static final String QEMU_HOST = "10.0.2.2";

  /** A guest behind QEMU's user networking. */
  public WinRmEndpoint(
      String host, int port, String user, String password, String certificateSha256) {
    this(host, port, user, password, certificateSha256, QEMU_HOST);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
