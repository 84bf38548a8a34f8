package org.imageengine.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.io.file.PathUtils;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ExportCompression;
import org.imageengine.distributors.ExportFormat;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.ImageExport;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.ManagedImageDistributor;
import org.imageengine.distributors.ManagedImageId;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.SourceInfo;
import org.imageengine.engine.plan.QemuDiskLook;
import org.imageengine.engine.plan.QemuDiskWriter;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.QemuImg;

/**
 * Times the catalog beside {@code qemu-img convert} on the same disk: 30 GiB, 1 GiB of it data.
 * Both do the same conversion, in turns; the catalog also makes the digest and sees all to the
 * disk.
 *
 * <p>Arguments: an empty directory, and how many rounds. Run by {@code scripts/benchmark}.
 */
public final class CatalogBenchmark {
  private static final long DISK_BYTES = 30L << 30;
  private static final int STRETCHES = 16;
  private static final int STRETCH_BYTES = 64 << 20;
  private static final long MIB = 1 << 20;

  private final Path directory;
  private final Catalog catalog;
  private final DiskTool disks = new QemuImg();
  private final QemuDiskWriter writer = new QemuDiskWriter(disks);

  private CatalogBenchmark(Path directory) {
    this.directory = directory;
    this.catalog = Catalog.open(directory.resolve("home"));
  }

  /** One thing that is timed; what it makes is removed afterwards. */
  @FunctionalInterface
  private interface Work {
    /** Does it, and answers with the file that it made. */
    Path run() throws Exception;
  }

  /** What the peer does once as it is used to, and once so that it is on the disk at the end. */
  @FunctionalInterface
  private interface PeerWork {
    Path run(String cache) throws Exception;
  }

  private record Pair(String name, Work ours, PeerWork peer) {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[1]);
    new CatalogBenchmark(Path.of(arguments[0])).run(rounds);
  }

  private void run(int rounds) throws Exception {
    Path raw = disk();
    CatalogImage source = importDisk(raw, "1.0.0");
    Path overlay = directory.resolve("overlay.qcow2");
    disks.createOverlay(overlay, source.disk(), DiskFormat.ofDriver("qcow2"), DISK_BYTES);
    List<Pair> pairs =
        List.of(
            new Pair(
                "import of a raw disk",
                () -> importDisk(raw, "2.0.0").disk(),
                cache -> convert(cache, raw, "raw", "qcow2", "")),
            new Pair(
                "publish of an image",
                () -> publish(source, overlay),
                cache -> convert(cache, overlay, "qcow2", "qcow2", "")),
            new Pair(
                "export as raw",
                () -> export(source, ExportFormat.raw),
                cache -> convert(cache, source.disk(), "qcow2", "raw", "")),
            new Pair(
                "export as VHD",
                () -> export(source, ExportFormat.vhd),
                cache ->
                    convert(
                        cache, source.disk(), "qcow2", "vpc", "subformat=fixed,force_size=on")));
    System.out.printf(
        "%-22s %9s %9s %9s %7s %9s %9s %13s%n",
        "", "engine", "convert", "flushed", "ratio", "medians:", "flushed", "space, engine");
    for (Pair pair : pairs) {
      report(pair, rounds);
    }
    System.out.printf("heap: %d MiB at the most%n", Runtime.getRuntime().maxMemory() / MIB);
  }

  private Path disk() throws IOException {
    Path raw = directory.resolve("disk.raw");
    Random random = new Random(1);
    byte[] bytes = new byte[STRETCH_BYTES];
    try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(DISK_BYTES);
      for (int stretch = 0; stretch < STRETCHES; stretch++) {
        random.nextBytes(bytes);
        file.seek(DISK_BYTES / STRETCHES * stretch);
        file.write(bytes);
      }
      file.getFD().sync();
    }
    return raw;
  }

  private void report(Pair pair, int rounds) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> peers = new ArrayList<>();
    List<Double> flushed = new ArrayList<>();
    long[] taken = new long[1];
    for (int round = 0; round < rounds; round++) {
      // Each is as often the first of a round as the others: what was removed before is given back
      // to the host by and by, which takes time from whoever runs then.
      for (int turn = 0; turn < 3; turn++) {
        switch ((round + turn) % 3) {
          case 0 -> peers.add(seconds(() -> pair.peer().run("unsafe"), written -> {}));
          case 1 -> flushed.add(seconds(() -> pair.peer().run("writeback"), written -> {}));
          default -> ours.add(seconds(pair.ours(), written -> taken[0] = space(written)));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-22s %7.2f s %7.2f s %7.2f s %7.2f %7.2f s %7.2f s %9d MiB%n",
        pair.name(),
        fastest(ours),
        fastest(peers),
        fastest(flushed),
        fastest(ours) / fastest(flushed),
        median(ours),
        median(flushed),
        taken[0] / MIB);
  }

  @FunctionalInterface
  private interface Look {
    void at(Path written) throws Exception;
  }

  private double seconds(Work work, Look look) throws Exception {
    // What the one before has left for the disk to do must not be this one's.
    command("sync");
    long start = System.nanoTime();
    Path written = work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    look.at(written);
    if (written.startsWith(catalog.root())) {
      deleteImage(written);
    } else {
      Files.delete(written);
    }
    return seconds;
  }

  private void deleteImage(Path disk) throws Exception {
    PathUtils.delete(disk.getParent());
  }

  /** What the file takes on the disk. */
  private static long space(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Long.parseLong(blocks.strip()) * 512;
  }

  /** What the machine lets nobody be slower than: all that disturbs a round makes it longer. */
  private static double fastest(List<Double> values) {
    return values.stream().min(Double::compare).orElseThrow();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private CatalogImage importDisk(Path raw, String version) throws Exception {
    return catalog
        .platformImages()
        .importDisk(
            PlatformUrn.parse("Bench:mark:1:" + version),
            raw,
            new ImportOptions(
                Optional.of(OsType.Linux),
                Optional.of(Generation.V2),
                OsState.Generalized,
                Optional.empty(),
                "local",
                Map.of()),
            writer,
            new QemuDiskLook(disks),
            ProgressListener.NONE);
  }

  private Path publish(CatalogImage source, Path overlay) throws Exception {
    ManagedImageId id = new ManagedImageId("sub", "rg", "published");
    FinishedDisk disk =
        new FinishedDisk(
            overlay,
            "qcow2",
            DISK_BYTES,
            OsType.Linux,
            Generation.V2,
            source,
            new SourceInfo(source.id(), "1.0.0", source.sha256(), "bench", "bench", Map.of()));
    return new ManagedImageDistributor(catalog, "out", id, "local", Map.of(), writer)
        .distribute(disk, "bench", ProgressListener.NONE)
        .file()
        .orElseThrow();
  }

  private Path export(CatalogImage image, ExportFormat format) throws Exception {
    Path target = directory.resolve("exported");
    var unused =
        new ImageExport(image, writer, ProgressListener.NONE)
            .write(target, format, ExportCompression.none);
    return target;
  }

  private Path convert(String cache, Path from, String format, String to, String options)
      throws Exception {
    Path target = directory.resolve("converted");
    List<String> command =
        new ArrayList<>(List.of("qemu-img", "convert", "-t", cache, "-f", format, "-O", to));
    if (!options.isEmpty()) {
      command.addAll(List.of("-o", options));
    }
    command.addAll(List.of(from.toString(), target.toString()));
    command(command.toArray(new String[0]));
    return target;
  }

  private static void command(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }
}
