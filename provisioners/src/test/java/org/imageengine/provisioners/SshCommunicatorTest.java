package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real SSH server of another maker, and what is SSH's own. */
class SshCommunicatorTest extends CommunicatorContract {
  private static final SshKeyPair USER_KEY = SshKeyPair.generateEd25519("user");
  private static final SshKeyPair HOST_KEY = SshKeyPair.generateEd25519("host");
  private static SshServer server;

  @TempDir Path directory;
  private SshCommunicator guest;

  @BeforeAll
  static void startServer() throws Exception {
    server = server();
    server.start();
  }

  private static SshServer server() throws Exception {
    SshServer sshd = SshServer.setUpDefaultServer();
    sshd.setHost("127.0.0.1");
    var hostPair =
        SecurityUtils.loadKeyPairIdentities(
                null,
                () -> "host",
                new java.io.ByteArrayInputStream(HOST_KEY.privateKey().getBytes("US-ASCII")),
                null)
            .iterator()
            .next();
    sshd.setKeyPairProvider(session -> List.of(hostPair));
    var userKey =
        PublicKeyEntry.parsePublicKeyEntry(USER_KEY.publicKey()).resolvePublicKey(null, null, null);
    sshd.setPublickeyAuthenticator(
        (user, key, session) -> user.equals("tester") && KeyUtils.compareKeys(key, userKey));
    sshd.setCommandFactory(new UnixShell());
    sshd.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    return sshd;
  }

  /** Runs a command as sshd does: with a shell. */
  private static final class UnixShell extends ProcessShellCommandFactory {
    @Override
    public org.apache.sshd.server.command.Command createCommand(
        org.apache.sshd.server.channel.ChannelSession channel, String command) {
      return new org.apache.sshd.server.shell.InvertedShellWrapper(
          new org.apache.sshd.server.shell.ProcessShell("sh", "-c", command));
    }
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.stop(true);
  }

  @BeforeEach
  void connect() throws Exception {
    guest = connect("tester", server.getPort(), HOST_KEY, LIMIT);
  }

  private static SshCommunicator connect(String user, int port, SshKeyPair hostKey, Duration limit)
      throws Exception {
    return SshCommunicator.connect(
        new SshEndpoint("127.0.0.1", port, user, USER_KEY, hostKey.publicKey()),
        limit,
        Optional::empty);
  }

  @AfterEach
  void disconnect() {
    guest.close();
  }

  @Override
  protected SshCommunicator guest() {
    return guest;
  }

  @Override
  protected Path directory() {
    return directory;
  }

  @Override
  protected String inGuest(String name) {
    return name.isEmpty() ? directory.toString() : directory + "/" + name;
  }

  @Override
  protected String bothStreams() {
    return "echo one; echo two >&2; printf three; exit 7";
  }

  @Override
  protected String longOutput() {
    return "i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done";
  }

  @Override
  protected String background() {
    return "sleep 25 & echo started";
  }

  @Override
  protected String copyInput() {
    return "cat";
  }

  @Override
  protected String killsItself() {
    return "kill -9 $$";
  }

  @Override
  protected int codeOfKilled() {
    return 137;
  }

  @Override
  protected String endless(String pid) {
    return "echo $$ >" + pid + "; echo begun; sleep 300; true";
  }

  @Override
  protected String chatter() {
    return "yes";
  }

  @Override
  protected void assertMode(Path file) throws IOException {
    assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
  }

  @Test
  void scriptsRunWithTheirOwnInterpreterAndLeaveNothing() throws Exception {
    ShellProvisioner shell = new ShellProvisioner();
    Path bash =
        Files.writeString(
            directory.resolve("s"), "#!/bin/bash\r\necho ${BASH_VERSION:+bash} $0\r\n");
    shell.run(guest(), ShellScript.file(bash), output, LIMIT);
    Path none = Files.writeString(directory.resolve("n"), "echo plain\n");
    shell.run(guest(), ShellScript.file(none), output, LIMIT);

    assertThat(lines.get(0)).contains("Windows line ends");
    assertThat(lines.get(1)).startsWith("STDOUT bash /tmp/script_");
    assertThat(lines.get(2)).isEqualTo("STDOUT plain");
    assertThat(Path.of(lines.get(1).substring("STDOUT bash ".length()))).doesNotExist();
  }

  @Test
  void aScriptComesWholeAndLeavesStandardInputEmpty() throws Exception {
    String padding = "# padding\n".repeat(200_000);
    byte[] script = ("cat; umask; wc -c <$0\n" + padding).getBytes(StandardCharsets.US_ASCII);

    int exit = guest().runScript(script, "umask 027; sh $script; exit 254", output, LIMIT);

    assertThat(exit).isEqualTo(254);
    assertThat(lines).containsExactly("STDOUT 0027", "STDOUT " + script.length);
  }

  @Test
  void aScriptThatTakesTooLongLeavesNothing() throws Exception {
    AtomicReference<String> path = new AtomicReference<>();
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                guest()
                    .runScript(
                        "echo $0; sleep 300; true\n".getBytes(StandardCharsets.US_ASCII),
                        "sh $script",
                        (stream, line) -> path.compareAndSet(null, line),
                        Duration.ofSeconds(2)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertThat(path.get()).startsWith("/tmp/script_");
    assertThat(Path.of(path.get())).doesNotExist();
  }

  /** As when the guest's disk is full. */
  @Test
  void aScriptThatIsNotWholeIsNotRun() throws Exception {
    Path ran = directory.resolve("ran");
    ScriptCommand command = new ScriptCommand(4, "touch " + ran);
    OutputSink watched = command.watch(output);
    int exit =
        guest()
            .run("printf abc | { " + command.before() + command.command() + "; }", watched, LIMIT);
    assertThat(exit).isEqualTo(1);
    assertThat(command.wasRefused()).isTrue();
    assertThat(ran).doesNotExist();
    assertThat(lines).isEmpty();
  }

  @Test
  void inlineLinesAreOneScriptThatStopsAtTheFirstFailure() throws Exception {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                new ShellProvisioner()
                    .run(
                        guest(),
                        ShellScript.inline(List.of("x=1", "echo $x", "(exit 3)", "echo never")),
                        output,
                        LIMIT));
    assertThat(failure).hasMessage("The script exited with code 3.");
    assertThat(failure.exitCode()).hasValue(3);
    assertThat(lines).containsExactly("STDOUT 1");
  }

  @Test
  void anotherHostKeyIsNeverAccepted() {
    SshKeyPair other = SshKeyPair.generateEd25519("other");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> connect("tester", server.getPort(), other, Duration.ofSeconds(1)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.HOST_KEY_MISMATCH);
  }

  @Test
  void aUserWhoIsNotLetInIsTold() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> connect("nobody", server.getPort(), HOST_KEY, Duration.ofSeconds(1)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.AUTHENTICATION_FAILED);
  }

  /** As a forwarded port does before the guest's server is up. */
  @Test
  void aPortThatAcceptsAndSaysNothingEndsAtTheLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      ProvisionException failure =
          catchThrowableOfType(
              ProvisionException.class,
              () -> connect("tester", silent.getLocalPort(), HOST_KEY, Duration.ofSeconds(1)));
      assertThat(failure.code()).isEqualTo(ProvisionException.Code.CONNECT_TIMEOUT);
      assertThat(failure)
          .hasMessageContaining("tester@127.0.0.1:" + silent.getLocalPort() + " within 1 s")
          .hasMessageContaining("The last attempt said: ");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aGuestThatIsGoneEndsTheWait() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                SshCommunicator.connect(
                    new SshEndpoint("127.0.0.1", 1, "tester", USER_KEY, HOST_KEY.publicKey()),
                    LIMIT,
                    () -> Optional.of("the VM has stopped")));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.GUEST_GONE);
    assertThat(failure).hasMessageContaining("the VM has stopped");
  }

  @Test
  void keysAreOfOpenSshsForm() {
    assertThat(USER_KEY.privateKey()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assertThat(USER_KEY.publicKey()).startsWith("ssh-ed25519 AAAA").endsWith(" user");
    assertThat(USER_KEY.toString()).doesNotContain("PRIVATE");
    assertThat(USER_KEY.publicKey()).isNotEqualTo(SshKeyPair.generateEd25519("user").publicKey());
  }
}
