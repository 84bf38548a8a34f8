package org.imageengine.distributors.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.imageengine.distributors.DiskLook;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.OsType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskInspectorTest {
  private static final String ESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
  private static final String BIOS = "21686148-6449-6E6F-744E-656564454649";
  private static final String LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
  private static final String RESERVED = "E3C9E316-0B5C-4DB8-817D-F92DF00215AE";
  private static final String DATA = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";
  private static final int MIB = 1 << 20;

  /** A disk in memory, as tools write it. */
  private static final class Disk {
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * MIB).order(ByteOrder.LITTLE_ENDIAN);

    Disk gpt(int sector, String... types) {
      bytes.put(510, (byte) 0x55).put(511, (byte) 0xaa).put(450, (byte) 0xee).putInt(454, 1);
      bytes.position(sector);
      bytes.put("EFI PART".getBytes(StandardCharsets.US_ASCII));
      bytes.putLong(sector + 72, 2).putInt(sector + 80, types.length + 4).putInt(sector + 84, 128);
      for (int index = 0; index < types.length; index++) {
        int entry = 2 * sector + index * 128;
        UUID type = UUID.fromString(types[index]);
        long high = type.getMostSignificantBits();
        bytes.putInt(entry, (int) (high >>> 32));
        bytes.putShort(entry + 4, (short) (high >>> 16)).putShort(entry + 6, (short) high);
        bytes.putLong(entry + 8, Long.reverseBytes(type.getLeastSignificantBits()));
        bytes.putLong(entry + 32, (long) (index + 1) * MIB / sector);
      }
      return this;
    }

    Disk mbr(int... types) {
      bytes.put(510, (byte) 0x55).put(511, (byte) 0xaa);
      for (int index = 0; index < types.length; index++) {
        bytes.put(446 + index * 16, (byte) (index == 0 ? 0x80 : 0));
        bytes.put(446 + index * 16 + 4, (byte) types[index]);
        bytes.putInt(446 + index * 16 + 8, (index + 1) * MIB / 512);
      }
      return this;
    }

    Disk put(int offset, String text) {
      bytes.position(offset);
      bytes.put(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    DiskLook.Seen look() throws Exception {
      byte[] all = bytes.array();
      return DiskInspector.look(
          (offset, length) ->
              offset >= all.length
                  ? new byte[0]
                  : Arrays.copyOfRange(
                      all, (int) offset, (int) Math.min(all.length, offset + length)));
    }
  }

  private static String told(DiskLook.Seen seen) {
    return seen.osType().map(OsType::name).orElse("?")
        + " "
        + seen.generation().map(Generation::name).orElse("?");
  }

  @ParameterizedTest
  @CsvSource({
    "512, " + ESP + " " + LINUX + ", Linux V2",
    "4096, " + ESP + " " + LINUX + ", Linux V2",
    "512, " + BIOS + " " + LINUX + ", Linux V1",
    // As the generic images of distributions are: both ways to boot.
    "512, " + BIOS + " " + ESP + " " + LINUX + ", Linux V2",
    "512, " + ESP + " " + RESERVED + " " + DATA + ", Windows V2",
    "512, " + LINUX + ", Linux ?",
    "512, " + ESP + " " + DATA + ", ? V2",
    "512, " + ESP + " " + LINUX + " " + RESERVED + ", ? V2"
  })
  void tellsByTheTypesOfAGpt(int sector, String types, String expected) throws Exception {
    assertThat(told(new Disk().gpt(sector, types.split(" ")).look())).isEqualTo(expected);
  }

  @Test
  void tellsByWhatIsInPartitions() throws Exception {
    assertThat(told(new Disk().gpt(512, ESP, DATA).put(2 * MIB + 3, "NTFS    ").look()))
        .isEqualTo("Windows V2");
    assertThat(told(new Disk().gpt(512, ESP, DATA).put(2 * MIB + 1080, "\u0053\u00ef").look()))
        .isEqualTo("Linux V2");
    assertThat(told(new Disk().mbr(0x07).put(MIB + 3, "NTFS    ").look())).isEqualTo("Windows V1");
    assertThat(told(new Disk().mbr(0x83).put(MIB, "XFSB").look())).isEqualTo("Linux V1");
    assertThat(told(new Disk().mbr(0xef, 0x83).look())).isEqualTo("Linux V2");
    assertThat(told(new Disk().mbr(0x07).put(MIB + 65_600, "_BHRfS_M").look()))
        .isEqualTo("Linux V1");
  }

  @Test
  void saysWhyItCannotTell() throws Exception {
    DiskLook.Seen seen = new Disk().look();
    assertThat(told(seen)).isEqualTo("? ?");
    assertThat(seen.why())
        .containsExactly("it has no partition table", "no file system that is known is on it");
    assertThat(new Disk().put(1080, "\u0053\u00ef").look().osType()).contains(OsType.Linux);
  }

  /** Boot code has the same two bytes at the end of its sector. */
  @Test
  void theBootSectorOfAFileSystemIsNoTable() throws Exception {
    DiskLook.Seen seen = new Disk().mbr(0x83).put(446, "no disk").put(3, "NTFS    ").look();
    assertThat(told(seen)).isEqualTo("Windows ?");
  }

  @Test
  void whateverIsOnADiskIsRead() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      Disk disk = new Disk();
      byte[] noise = new byte[8192];
      random.nextBytes(noise);
      disk.bytes.put(0, noise);
      disk.put(512, "EFI PART").mbr(random.nextInt(256), random.nextInt(256));
      assertThat(disk.look().why()).isNotNull();
    }
    assertThat(DiskInspector.look((offset, length) -> new byte[0]).osType()).isEmpty();
  }
}
