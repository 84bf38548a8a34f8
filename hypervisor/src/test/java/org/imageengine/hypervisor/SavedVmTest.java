package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedVmTest {
  private static final int HEADER = 92;
  private static final int DATA = 80_000;
  private static final String MEMORY = "the memory of a guest";
  private static final String COOKIE = "<cookie><x/></cookie>";

  @TempDir Path directory;

  private static String xml() {
    return """
        <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>old</name>
          <uuid>11111111-1111-1111-1111-111111111111</uuid>
          <metadata>%s</metadata>
          <os><nvram>/old/nvram.fd</nvram></os>
          <devices>
            <disk type='file' device='disk'>
              <source file='/old/os.qcow2' index='3'/>
              <backingStore type='file'><source file='/old/layer'/><backingStore/></backingStore>
              <target dev='vda' bus='virtio'/>
            </disk>
            <disk type='file' device='disk'>
              <source file='/old/seed.iso'/>
              <target dev='vdb' bus='virtio'/>
            </disk>
            <serial type='file'><source path='/old/serial.log' append='on'/></serial>
            <console type='file'><source path='/old/serial.log' append='on'/></console>
          </devices>
          <qemu:commandline>
            <qemu:arg value='-netdev'/>
            <qemu:arg value='user,id=n0,hostfwd=tcp:127.0.0.1:22200-:22'/>
          </qemu:commandline>
        </domain>
        """
        .formatted(DomainMetadata.write(new RunTag("old-run", Path.of("/old"))));
  }

  private Path saved(String xml, String magic, int version) throws Exception {
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + DATA + MEMORY.length()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(magic.getBytes(StandardCharsets.US_ASCII));
    byte[] text = xml.getBytes(StandardCharsets.UTF_8);
    file.putInt(version).putInt(DATA).putInt(1).putInt(0).putInt(text.length + 1);
    file.position(HEADER);
    file.put(text).put((byte) 0).put(COOKIE.getBytes(StandardCharsets.US_ASCII));
    file.position(HEADER + DATA);
    file.put(MEMORY.getBytes(StandardCharsets.US_ASCII));
    return Files.write(directory.resolve("memory"), file.array());
  }

  private static VmSpec spec() {
    return spec(Hardware.linux(), 22);
  }

  private static VmSpec spec(Hardware hardware, int guestPort) {
    return new VmSpec(
        "new",
        new RunTag("new-run", Path.of("/home")),
        2,
        2048,
        Firmware.UEFI,
        Accelerator.TCG,
        hardware,
        Path.of("/new/os & disk.qcow2"),
        Path.of("/new/seed.iso"),
        22999,
        guestPort,
        Path.of("/new/serial.log"),
        Path.of("/new/nvram.fd"),
        true);
  }

  private static String description(byte[] file) {
    int end = HEADER;
    while (file[end] != 0) {
      end++;
    }
    return new String(file, HEADER, end - HEADER, StandardCharsets.UTF_8);
  }

  @Test
  void becomesAVmOfAnotherNameOnOtherFiles() throws Exception {
    Path file = saved(xml(), "LibvirtQemudSave", 2);
    String uuid = new SavedVm(file).retarget(spec(), List.of());

    byte[] content = Files.readAllBytes(file);
    assertThat(description(content))
        .contains("<name>new</name>", "<uuid>" + uuid + "</uuid>", "new-run")
        .contains("file=\"/new/os &amp; disk.qcow2\"", "file=\"/new/seed.iso\"")
        .contains("<nvram>/new/nvram.fd</nvram>", "path=\"/new/serial.log\"")
        .contains("hostfwd=tcp:127.0.0.1:22999-:22")
        .doesNotContain("/old", "old-run", "11111111", "22200", "index=");
    int cookieAt = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(16 + 16);
    assertThat(new String(content, HEADER + cookieAt, COOKIE.length(), StandardCharsets.US_ASCII))
        .isEqualTo(COOKIE);
    assertThat(
            new String(
                Arrays.copyOfRange(content, HEADER + DATA, content.length),
                StandardCharsets.US_ASCII))
        .isEqualTo(MEMORY);
  }

  @Test
  void findsTheOsDiskOfWindowsBesideItsMedium() throws Exception {
    String windows =
        xml()
            .replace("dev='vda' bus='virtio'", "dev='sda' bus='sata'")
            .replace("dev='vdb' bus='virtio'", "dev='sdb' bus='sata'")
            .replace("22200-:22", "22200-:5986");
    Path file = saved(windows, "LibvirtQemudSave", 2);
    new SavedVm(file).retarget(spec(Hardware.windows(), 5986), List.of());

    String description = description(Files.readAllBytes(file)).replaceAll("\\s+", " ");
    assertThat(description)
        .contains("file=\"/new/os &amp; disk.qcow2\"/> <target bus=\"sata\" dev=\"sda\"/>")
        .contains("file=\"/new/seed.iso\"/> <target bus=\"sata\" dev=\"sdb\"/>")
        .contains("hostfwd=tcp:127.0.0.1:22999-:5986");
  }

  @Test
  void itsMemoryIsCompressedOnce() throws Exception {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "lzop")));
    assumeTrue(isThere || System.getenv("CI") != null, "lzop is not installed");
    Path file = saved(xml(), "LibvirtQemudSave", 2);

    assertThat(SavedMemory.shrink(file)).isTrue();

    byte[] content = Files.readAllBytes(file);
    assertThat(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(16 + 12))
        .isEqualTo(4);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    Path packed =
        Files.write(
            directory.resolve("packed.lzo"),
            Arrays.copyOfRange(content, HEADER + DATA, content.length));
    Program.Result unpacked =
        Program.run(List.of("lzop", "-dc", packed.toString()), Optional.empty()).orElseThrow();
    assertThat(unpacked.out()).isEqualTo(MEMORY);
    assertThat(SavedMemory.shrink(file)).isFalse();
    new SavedVm(file).retarget(spec(), List.of());
    assertThat(description(Files.readAllBytes(file))).contains("<name>new</name>");
    assertThat(directory.resolve("memory.shrinking")).doesNotExist();
  }

  @Test
  void canBeDoneAgainAndAgain() throws Exception {
    Path file = saved(xml(), "LibvirtQemudSave", 2);
    String first = new SavedVm(file).retarget(spec(), List.of());
    List<BackingFile> chain =
        List.of(new BackingFile(Path.of("/layers/one.qcow2"), DiskFormat.QCOW2));
    String second = new SavedVm(file).retarget(spec(), chain);
    assertThat(second).isNotEqualTo(first);
    assertThat(description(Files.readAllBytes(file)))
        .contains("<uuid>" + second, "/layers/one.qcow2");
  }

  @Test
  void whatIsNoSavedVmIsRefusedAndLeftAsItIs() throws Exception {
    Path other = saved(xml(), "SomethingElse123", 2);
    byte[] before = Files.readAllBytes(other);
    assertThat(failure(other)).hasMessageContaining("does not begin as saved VMs do");
    assertThat(Files.readAllBytes(other)).isEqualTo(before);
    assertThat(failure(saved(xml(), "LibvirtQemudSave", 9)).code())
        .isEqualTo(HypervisorException.Code.START_FAILED);
    assertThat(failure(saved("<domain/>", "LibvirtQemudSave", 2)))
        .hasMessageContaining("cannot be read");
    assertThat(failure(Files.write(directory.resolve("short"), new byte[10])))
        .hasMessageContaining("cut off");
    assertThat(failure(directory.resolve("missing"))).hasMessageContaining("missing");
  }

  private static HypervisorException failure(Path file) {
    return catchThrowableOfType(
        HypervisorException.class, () -> new SavedVm(file).retarget(spec(), List.of()));
  }
}
