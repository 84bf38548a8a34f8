package org.imageengine.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real qemu-img. */
class ImageCommandTest {
  private static final String URN = "Example:windows:2022:1.0.0";

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path disk;

  @BeforeEach
  void makeDisk() throws Exception {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "qemu-img")));
    assumeTrue(isThere || System.getenv("CI") != null, "qemu-img is not installed");
    disk = Files.write(directory.resolve("disk.raw"), new byte[1 << 20]);
  }

  private int engine(String... arguments) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("--home", directory.resolve("home").toString()));
    all.addAll(List.of(arguments));
    return Main.commandLine(
            new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100))
        .execute(all.toArray(String[]::new));
  }

  private int take(String osType, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("image", "import", disk.toString(), "--as", URN, "--os-type", osType));
    arguments.addAll(List.of(more));
    return engine(arguments.toArray(String[]::new));
  }

  private List<String> shown(String... names) {
    assertThat(engine("image", "show", URN)).isZero();
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> List.of(names).contains(line.split(" ")[0]))
        .map(line -> line.replaceAll(" +", "="))
        .toList();
  }

  private List<String> hardware() {
    return shown("diskBus", "nicModel", "secureBoot", "tpm", "sysprepRuns", "sysprepLimit");
  }

  @Test
  void whatIsSaidOfAWindowsImageIsShown() {
    assertThat(
            take(
                "Windows",
                "--generation=V2",
                "--disk-bus=virtio",
                "--nic=e1000",
                "--secure-boot",
                "--tpm",
                "--sysprep-runs=2",
                "--sysprep-limit=3"))
        .isZero();
    assertThat(hardware())
        .containsExactly(
            "diskBus=virtio",
            "nicModel=e1000",
            "secureBoot=true",
            "tpm=true",
            "sysprepRuns=2",
            "sysprepLimit=3");
  }

  @Test
  void aWindowsImageIsTakenForOneWithoutDriversForVirtio() {
    assertThat(take("Windows", "--generation=V1")).isZero();
    assertThat(hardware())
        .containsExactly(
            "diskBus=sata",
            "nicModel=e1000e",
            "secureBoot=false",
            "tpm=false",
            "sysprepRuns=1",
            "sysprepLimit=1001");
  }

  @Test
  void aLinuxImageMayHaveAnotherBusAndNoSysprep() {
    assertThat(take("Linux", "--generation=V1", "--disk-bus=scsi")).isZero();
    assertThat(hardware())
        .containsExactly("diskBus=scsi", "nicModel=virtio", "secureBoot=false", "tpm=false");
  }

  @Test
  void whatCannotBeIsRefusedAndLeavesNothing() {
    assertRefused("Sysprep runs are counted for Windows images", "Linux", "--sysprep-runs=1");
    assertRefused("Secure Boot is for generation V2 only", "Windows", "--secure-boot");
    assertRefused("Invalid value for option '--disk-bus'", "Windows", "--disk-bus=floppy");
    assertThat(engine("image", "show", URN)).isNotZero();
  }

  private void assertRefused(String message, String osType, String option) {
    assertThat(take(osType, "--generation=V1", option)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }
}
