package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QemuImgArgumentsTest {
  private static final Path A = Path.of("/disks/a");
  private static final Path B = Path.of("/disks/b");

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(QemuImgArguments.info(A, Optional.empty()), "info --output=json /disks/a"),
        Arguments.of(
            QemuImgArguments.info(A, Optional.of(DiskFormat.VPC)),
            "info --output=json -f vpc /disks/a"),
        Arguments.of(
            QemuImgArguments.chain(A, DiskFormat.QCOW2),
            "info --output=json --backing-chain -f qcow2 /disks/a"),
        Arguments.of(
            QemuImgArguments.createOverlay(A, B, DiskFormat.RAW, 5 << 20),
            "create -q -f qcow2 -F raw -b /disks/b /disks/a 5242880"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.FIXED_VHD),
            "convert -q -f qcow2 -W -m 16 -O vpc -o subformat=fixed,force_size=on -S 4k"
                + " /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.VHDX, B, DiskTarget.QCOW2),
            "convert -q -f vhdx -O qcow2 -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.RAW),
            "convert -q -f qcow2 -W -m 16 -O raw -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.DYNAMIC_VHD),
            "convert -q -f qcow2 -O vpc -o subformat=dynamic,force_size=on -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.VHDX),
            "convert -q -f qcow2 -O vhdx -o subformat=dynamic -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.VMDK),
            "convert -q -f qcow2 -O vmdk -o subformat=monolithicSparse -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convert(A, DiskFormat.QCOW2, B, DiskTarget.STREAM_VMDK),
            "convert -q -f qcow2 -O vmdk -o subformat=streamOptimized -S 4k /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.convertDelta(
                A, DiskFormat.QCOW2, B, "../base/disk.qcow2", DiskFormat.QCOW2),
            "convert -q -f qcow2 -O qcow2 -B ../base/disk.qcow2 -F qcow2 /disks/a /disks/b"),
        Arguments.of(
            QemuImgArguments.read(A, DiskFormat.VPC, B, 2048, 1024),
            "dd -f vpc -O raw bs=512 skip=4 count=6 if=/disks/a of=/disks/b"),
        Arguments.of(QemuImgArguments.map(A, DiskFormat.RAW), "map --output=json -f raw /disks/a"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void areThese(List<String> arguments, String expected) {
    assertThat(String.join(" ", arguments)).isEqualTo(expected);
  }

  @Test
  void makeNamesAbsolute() {
    for (String name : List.of("-h", "json:{}", "nbd:host:1", "a,b=c")) {
      assertThat(QemuImgArguments.info(Path.of(name), Optional.empty()))
          .last()
          .asString()
          .startsWith("/")
          .endsWith("/" + name);
    }
  }
}
