package org.imageengine.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.ProvisioningState;
import org.imageengine.engine.plan.BuildPlan;
import org.imageengine.engine.plan.Digests;
import org.imageengine.engine.plan.PlannedStep;
import org.imageengine.engine.plan.VmShape;
import org.imageengine.engine.text.Position;
import org.imageengine.hypervisor.Accelerator;
import org.imageengine.hypervisor.Firmware;
import org.imageengine.hypervisor.Hardware;
import org.imageengine.provisioners.ShellScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each part of the key makes another key, and nothing else does. */
class CheckpointKeysTest {

  /** All that a key is made of. */
  private record Parts(
      String source,
      VmShape shape,
      Accelerator accelerator,
      boolean asCaller,
      String fingerprint,
      String salt,
      List<String> steps) {

    CheckpointKeys keys() {
      return CheckpointKeys.of(
          new BuildPlan(null, image(source), shape, planned(), List.of(), List.of(), List.of()),
          new Host(null, null, accelerator, asCaller),
          fingerprint,
          salt);
    }

    private List<PlannedStep> planned() {
      return steps.stream().<PlannedStep>map(text -> step("name of " + text, text)).toList();
    }
  }

  private static PlannedStep step(String name, String text) {
    return new PlannedStep.Shell(
        name,
        new Position("web.json", 1, 1, ""),
        ShellScript.inline(List.of(text)),
        Optional.empty(),
        Digests.of("Shell", text));
  }

  private static CatalogImage image(String sha256) {
    return new CatalogImage(
        "P:o:s:1.0.0",
        "1.0.0",
        ProvisioningState.Succeeded,
        OsType.Linux,
        Generation.V2,
        OsState.Generalized,
        Path.of(sha256.startsWith("/") ? sha256 : "/images/disk.qcow2"),
        "qcow2",
        1L << 30,
        1000,
        sha256.startsWith("/") ? "aa" : sha256,
        Optional.empty(),
        Optional.of("1.0.0"),
        "local",
        Map.of(),
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static final Parts PARTS =
      new Parts(
          "aa",
          new VmShape("Standard_D2", 2, 4096, Firmware.UEFI, 4L << 30, Hardware.linux()),
          Accelerator.TCG,
          true,
          "QEMU 7",
          "",
          List.of("one", "two", "three"));

  static Stream<Arguments> changes() {
    return Stream.of(
        change("path of the source", parts -> with(parts, "/other", parts.shape(), parts.salt())),
        change("source", parts -> with(parts, "bb", parts.shape(), parts.salt())),
        change(
            "cpus",
            parts ->
                shape(
                    parts,
                    new VmShape(
                        "Standard_D2", 4, 4096, Firmware.UEFI, 4L << 30, Hardware.linux()))),
        change(
            "memory",
            parts ->
                shape(
                    parts,
                    new VmShape(
                        "Standard_D2", 2, 8192, Firmware.UEFI, 4L << 30, Hardware.linux()))),
        change(
            "firmware",
            parts ->
                shape(
                    parts,
                    new VmShape(
                        "Standard_D2", 2, 4096, Firmware.BIOS, 4L << 30, Hardware.linux()))),
        change(
            "disk",
            parts ->
                shape(
                    parts,
                    new VmShape(
                        "Standard_D2", 2, 4096, Firmware.UEFI, 8L << 30, Hardware.linux()))),
        change(
            "hardware",
            parts ->
                shape(
                    parts,
                    new VmShape(
                        "Standard_D2", 2, 4096, Firmware.UEFI, 4L << 30, Hardware.windows()))),
        change("salt", parts -> with(parts, parts.source(), parts.shape(), "x")),
        change(
            "hypervisor",
            parts ->
                new Parts(
                    parts.source(),
                    parts.shape(),
                    parts.accelerator(),
                    true,
                    "QEMU 8",
                    "",
                    parts.steps())),
        change(
            "accelerator",
            parts ->
                new Parts(
                    parts.source(),
                    parts.shape(),
                    Accelerator.KVM,
                    true,
                    "QEMU 7",
                    "",
                    parts.steps())),
        change(
            "user of QEMU",
            parts ->
                new Parts(
                    parts.source(),
                    parts.shape(),
                    Accelerator.TCG,
                    false,
                    "QEMU 7",
                    "",
                    parts.steps())));
  }

  private static Arguments change(String name, UnaryOperator<Parts> change) {
    return Arguments.of(name, change);
  }

  private static Parts with(Parts parts, String source, VmShape shape, String salt) {
    return new Parts(
        source,
        shape,
        parts.accelerator(),
        parts.asCaller(),
        parts.fingerprint(),
        salt,
        parts.steps());
  }

  private static Parts shape(Parts parts, VmShape shape) {
    return with(parts, parts.source(), shape, parts.salt());
  }

  private static Parts steps(String... steps) {
    return new Parts(
        PARTS.source(), PARTS.shape(), PARTS.accelerator(), true, "QEMU 7", "", List.of(steps));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void whateverTheGuestStandsOnChangesEveryKey(String name, UnaryOperator<Parts> change) {
    CheckpointKeys before = PARTS.keys();
    CheckpointKeys after = change.apply(PARTS).keys();
    for (int steps = 0; steps <= 3; steps++) {
      assertThat(after.after(steps)).as("after %d steps", steps).isNotEqualTo(before.after(steps));
    }
    assertThat(after.finished()).isNotEqualTo(before.finished());
  }

  @Test
  void aChangedStepChangesItsKeyAndThoseAfterIt() {
    CheckpointKeys before = PARTS.keys();
    CheckpointKeys after = steps("one", "TWO", "three").keys();
    assertThat(after.after(0)).isEqualTo(before.after(0));
    assertThat(after.after(1)).isEqualTo(before.after(1));
    assertThat(after.after(2)).isNotEqualTo(before.after(2));
    assertThat(after.after(3)).isNotEqualTo(before.after(3));
    assertThat(after.finished()).isNotEqualTo(before.finished());
  }

  @Test
  void aStepMoreOrLessLeavesThoseBeforeIt() {
    CheckpointKeys less = steps("one", "two").keys();
    assertThat(less.after(2)).isEqualTo(PARTS.keys().after(2));
    assertThat(less.finished()).isNotEqualTo(PARTS.keys().finished());
    assertThat(steps("two", "one").keys().after(2)).isNotEqualTo(less.after(2));
  }

  @Test
  void theSameInputsAreTheSameKey() {
    assertThat(steps("one", "two", "three").keys().finished()).isEqualTo(PARTS.keys().finished());
  }
}
