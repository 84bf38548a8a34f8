package org.imageengine.distributors.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DiskLook;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.OsType;

/**
 * Tells operating system and generation of a disk by its partitions and what lies in them. A disk
 * with an EFI system partition is V2, also if it could be booted by BIOS too, as the generic images
 * of distributions can.
 */
public final class DiskInspector {
  private static final String EFI_SYSTEM = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
  private static final String BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649";
  private static final String MBR_EFI_SYSTEM = "EF";

  private static final Map<String, OsType> TYPES_OF_ONE_SYSTEM =
      Map.of(
          // Microsoft reserved, Windows recovery.
          "E3C9E316-0B5C-4DB8-817D-F92DF00215AE", OsType.Windows,
          "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC", OsType.Windows,
          // Linux file system, root of x86-64, LVM, swap, extended boot loader.
          "0FC63DAF-8483-4772-8E79-3D69D8477DE4", OsType.Linux,
          "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709", OsType.Linux,
          "E6D6D379-F507-44C2-A23C-238F2A3DF928", OsType.Linux,
          "0657FD6D-A4AB-43C4-84E5-0933C84B4F4F", OsType.Linux,
          "BC13C2FF-59E6-4262-A352-B275FD6F7172", OsType.Linux,
          "83", OsType.Linux,
          "8E", OsType.Linux);

  private final DiskBytes disk;
  private final List<String> why = new ArrayList<>();
  private final Set<OsType> systems = EnumSet.noneOf(OsType.class);

  private DiskInspector(DiskBytes disk) {
    this.disk = disk;
  }

  /** Looks at the partition table and the beginning of each partition. */
  public static DiskLook.Seen look(DiskBytes disk) throws CatalogException, InterruptedException {
    return new DiskInspector(disk).look();
  }

  private DiskLook.Seen look() throws CatalogException, InterruptedException {
    PartitionTable table = PartitionTable.read(disk);
    if (table.kind() == PartitionTable.Kind.NONE) {
      why.add("it has no partition table");
      contentAt(0);
    }
    for (Partition partition : table.partitions()) {
      Optional.ofNullable(TYPES_OF_ONE_SYSTEM.get(partition.type())).ifPresent(systems::add);
      contentAt(partition.offset());
    }
    Optional<Generation> generation = generation(table);
    return new DiskLook.Seen(osType(), generation, why);
  }

  private void contentAt(long offset) throws CatalogException, InterruptedException {
    Optional<FileSystemKind> kind =
        FileSystemKind.of(disk.read(offset, FileSystemKind.NEEDED_BYTES));
    if (kind.isPresent()) {
      systems.add(kind.get().osType());
      why.add("it holds " + kind.get().label());
    }
  }

  private Optional<OsType> osType() {
    if (systems.size() > 1) {
      why.add("it has partitions of Windows and of Linux");
      return Optional.empty();
    }
    if (systems.isEmpty()) {
      why.add("no file system that is known is on it");
    }
    return systems.stream().findFirst();
  }

  private Optional<Generation> generation(PartitionTable table) {
    Set<String> types = new TreeSet<>();
    table.partitions().forEach(partition -> types.add(partition.type()));
    if (types.contains(EFI_SYSTEM) || types.contains(MBR_EFI_SYSTEM)) {
      why.add("it has an EFI system partition");
      return Optional.of(Generation.V2);
    }
    if (types.contains(BIOS_BOOT)) {
      why.add("it has a BIOS boot partition");
      return Optional.of(Generation.V1);
    }
    if (table.kind() == PartitionTable.Kind.MBR) {
      why.add("it has an MBR and no EFI system partition");
      return Optional.of(Generation.V1);
    }
    if (table.kind() == PartitionTable.Kind.GPT) {
      why.add("it has a GPT with nothing to boot from");
    }
    return Optional.empty();
  }
}
