package org.imageengine.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.imageengine.hypervisor.CloudInitSeed;
import org.imageengine.hypervisor.SeedMedia;
import org.imageengine.hypervisor.SerialLog;
import org.imageengine.provisioners.LinuxReadiness;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.SshCommunicator;
import org.imageengine.provisioners.SshEndpoint;
import org.imageengine.provisioners.SshKeyPair;

/**
 * An output of the engine, booted in a fresh VM by plain QEMU, as somebody else's cloud would: on a
 * throwaway overlay, with a user, a key and an instance ID that the build has never seen.
 */
final class BootedImage implements AutoCloseable {
  static final String USER = "tester";
  private static final Duration BOOT = Duration.ofMinutes(6);
  private static final Duration COMMAND = Duration.ofMinutes(2);

  private final Process qemu;
  private final SshCommunicator ssh;

  private BootedImage(Process qemu, SshCommunicator ssh) {
    this.qemu = qemu;
    this.ssh = ssh;
  }

  /** Boots {@code disk} under UEFI, or under BIOS. */
  static BootedImage boot(Path disk, String format, boolean uefi, Path directory) throws Exception {
    Files.createDirectories(directory);
    SshKeyPair userKey = SshKeyPair.generateEd25519("tester");
    SshKeyPair hostKey = SshKeyPair.generateEd25519("host");
    Path seed = directory.resolve("seed.iso");
    Files.deleteIfExists(seed);
    SeedMedia.write(
        new CloudInitSeed(
            "test-" + System.nanoTime(),
            "booted",
            USER,
            userKey.publicKey(),
            hostKey.privateKey(),
            hostKey.publicKey()),
        seed);
    Path overlay = directory.resolve("overlay.qcow2");
    Files.deleteIfExists(overlay);
    run(
        "qemu-img",
        "create",
        "-q",
        "-f",
        "qcow2",
        "-F",
        format,
        "-b",
        disk.toString(),
        overlay.toString());
    int port = freePort();
    Path serial = directory.resolve("serial.log");
    Process qemu =
        new ProcessBuilder(command(overlay, seed, serial, port, uefi, directory))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("qemu.log").toFile())
            .start();
    try {
      SshCommunicator ssh =
          SshCommunicator.connect(
              new SshEndpoint("127.0.0.1", port, USER, userKey, hostKey.publicKey()),
              BOOT,
              () -> qemu.isAlive() ? Optional.empty() : Optional.of("QEMU has ended"));
      LinuxReadiness.QUIET.await(ssh, (stream, line) -> {}, BOOT);
      return new BootedImage(qemu, ssh);
    } catch (Exception e) {
      qemu.destroyForcibly();
      throw new AssertionError(
          "The image does not boot: "
              + e.getMessage()
              + "\n"
              + String.join("\n", SerialLog.tail(serial, 40))
              + Files.readString(directory.resolve("qemu.log")),
          e);
    }
  }

  private static List<String> command(
      Path disk, Path seed, Path serial, int port, boolean uefi, Path directory)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-machine",
                "q35",
                "-accel",
                "tcg",
                "-cpu",
                "max",
                "-smp",
                "2",
                "-m",
                "1536",
                "-display",
                "none",
                "-no-reboot",
                "-drive",
                "file=" + disk + ",if=virtio,format=qcow2,cache=unsafe",
                "-drive",
                "file=" + seed + ",if=virtio,format=raw,readonly=on",
                "-netdev",
                "user,id=n0,hostfwd=tcp:127.0.0.1:" + port + "-:22",
                "-device",
                "virtio-net-pci,netdev=n0",
                "-serial",
                "file:" + serial));
    if (uefi) {
      Path variables = directory.resolve("vars.fd");
      Files.deleteIfExists(variables);
      Files.copy(Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd"), variables);
      command.addAll(
          List.of(
              "-drive",
              "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd",
              "-drive",
              "if=pflash,format=raw,file=" + variables));
    }
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  /** What a command in the guest prints on standard output; its exit code must be 0. */
  String sh(String command) throws Exception {
    StringBuilder out = new StringBuilder();
    StringBuilder all = new StringBuilder();
    int exit =
        ssh.run(
            command,
            (stream, line) -> {
              all.append(line).append('\n');
              if (stream == OutputStreamKind.STDOUT) {
                out.append(line).append('\n');
              }
            },
            COMMAND);
    if (exit != 0) {
      throw new AssertionError(command + " exited with " + exit + ": " + all);
    }
    return out.toString().strip();
  }

  @Override
  public void close() throws Exception {
    ssh.close();
    qemu.destroyForcibly();
    qemu.waitFor(30, TimeUnit.SECONDS);
  }
}
