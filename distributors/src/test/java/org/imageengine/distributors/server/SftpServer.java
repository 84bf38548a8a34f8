package org.imageengine.distributors.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An SSH server in this process: with commands and the whole file system, or only SFTP in a root.
 */
public final class SftpServer implements AutoCloseable {
  public static final String USER = "images";

  private final SshServer server;
  private final Path identity;
  private final String hostKey;

  private SftpServer(SshServer server, Path identity, String hostKey) {
    this.server = server;
    this.identity = identity;
    this.hostKey = hostKey;
  }

  /** A server that runs commands. */
  public static SftpServer withCommands(Path work) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    return start(server, work);
  }

  /** A server that shows a directory as its root, and runs nothing. */
  public static SftpServer rootedAt(Path root, Path work) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    return start(server, work);
  }

  private static SftpServer start(SshServer server, Path work) throws Exception {
    KeyPair host = newKey();
    KeyPair user = newKey();
    Path identity = work.resolve("identity");
    try (var out = Files.newOutputStream(identity)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "test", null, out);
    }
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (name, key, session) -> name.equals(USER) && key.equals(user.getPublic()));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    return new SftpServer(server, identity, PublicKeyEntry.toString(host.getPublic()));
  }

  private static KeyPair newKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  public int port() {
    return server.getPort();
  }

  public Path identity() {
    return identity;
  }

  /** Its public key as a line of known_hosts has it. */
  public String hostKey() {
    return hostKey;
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
