package org.imageengine.provisioners;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** An ed25519 key pair for SSH; it lives as long as one VM. */
public final class SshKeyPair {
  private final String privateKey;
  private final String publicKey;

  private SshKeyPair(String privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Makes a new key pair without a passphrase. */
  public static SshKeyPair generateEd25519(String comment) {
    try {
      KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
      ByteArrayOutputStream secret = new ByteArrayOutputStream();
      pair.writeOpenSSHv1PrivateKey(secret, null);
      ByteArrayOutputStream open = new ByteArrayOutputStream();
      pair.writePublicKey(open, comment);
      pair.dispose();
      return new SshKeyPair(
          secret.toString(StandardCharsets.US_ASCII),
          open.toString(StandardCharsets.US_ASCII).strip());
    } catch (JSchException e) {
      throw new IllegalStateException("this Java platform cannot make ed25519 keys", e);
    }
  }

  /**
   * Reads what {@link #writePrivateKey} has written.
   *
   * @throws ProvisionException {@code INTERNAL} if there is no such key
   */
  public static SshKeyPair read(Path file) throws ProvisionException {
    try {
      String secret = Files.readString(file, StandardCharsets.US_ASCII);
      KeyPair pair = KeyPair.load(new JSch(), secret.getBytes(StandardCharsets.US_ASCII), null);
      ByteArrayOutputStream open = new ByteArrayOutputStream();
      pair.writePublicKey(open, "");
      pair.dispose();
      return new SshKeyPair(secret, open.toString(StandardCharsets.US_ASCII).strip());
    } catch (IOException | JSchException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL, "The key " + file + " cannot be read.", e);
    }
  }

  /** The private key in OpenSSH's own format. */
  public String privateKey() {
    return privateKey;
  }

  /** The public key as one line: {@code ssh-ed25519 AAAA… comment}. */
  public String publicKey() {
    return publicKey;
  }

  /** Writes the private key to a new file that only its owner can read. */
  public void writePrivateKey(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly))) {
      out.write(privateKey.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public String toString() {
    return "SshKeyPair[" + publicKey + "]";
  }
}
