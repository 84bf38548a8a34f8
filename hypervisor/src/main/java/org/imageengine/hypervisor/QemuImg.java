package org.imageengine.hypervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.imageengine.hypervisor.HypervisorException.Code;

/** Works on disk images with the {@code qemu-img} program. */
public final class QemuImg implements DiskTool {
  private static final long MIB = 1L << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final String program;

  /** Uses the {@code qemu-img} of the search path. */
  public QemuImg() {
    this("qemu-img");
  }

  QemuImg(String program) {
    this.program = program;
  }

  @Override
  public DiskInfo info(Path disk, Optional<DiskFormat> format)
      throws HypervisorException, InterruptedException {
    if (!Files.isRegularFile(disk)) {
      throw new HypervisorException(Code.DISK_UNREADABLE, "There is no disk image " + disk + ".");
    }
    Program.Result result = run(QemuImgArguments.info(disk, format));
    if (result.exitCode() != 0) {
      throw new HypervisorException(
          Code.DISK_UNREADABLE, "The disk image " + disk + " cannot be read: " + reason(result));
    }
    try {
      return parse(disk, JSON.readTree(result.out()));
    } catch (JsonProcessingException e) {
      throw new HypervisorException(
          Code.INTERNAL, "qemu-img info did not answer with JSON for " + disk + ".", e);
    }
  }

  /** The images that {@code disk} is an overlay on, the nearest first. */
  List<BackingFile> backingChain(Path disk, DiskFormat format)
      throws HypervisorException, InterruptedException {
    Program.Result result = run(QemuImgArguments.chain(disk, format));
    if (result.exitCode() != 0) {
      throw new HypervisorException(
          Code.DISK_UNREADABLE, "The disk image " + disk + " cannot be read: " + reason(result));
    }
    try {
      List<BackingFile> files = new ArrayList<>();
      for (JsonNode image : JSON.readTree(result.out())) {
        Path path = Path.of(image.path("filename").asText());
        files.add(new BackingFile(path, parse(path, image).format()));
      }
      return List.copyOf(files.subList(1, files.size()));
    } catch (JsonProcessingException e) {
      throw new HypervisorException(
          Code.INTERNAL, "qemu-img info did not answer with JSON for " + disk + ".", e);
    }
  }

  private static DiskInfo parse(Path disk, JsonNode info) throws HypervisorException {
    String driver = info.path("format").asText();
    DiskFormat format =
        DiskFormat.findDriver(driver)
            .orElseThrow(
                () ->
                    new HypervisorException(
                        Code.DISK_UNREADABLE,
                        "The disk image "
                            + disk
                            + " has the format "
                            + driver
                            + ", which is not supported; convert it to qcow2."));
    return new DiskInfo(
        format,
        info.path("virtual-size").asLong(),
        info.path("actual-size").asLong(),
        text(info.path("backing-filename")),
        text(info.path("format-specific").path("data").path("data-file")));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  @Override
  public void createOverlay(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes)
      throws HypervisorException, InterruptedException {
    createOverlay(
        overlay,
        aside ->
            QemuImgArguments.createOverlay(aside, backingFile, backingFormat, virtualSizeBytes));
  }

  @Override
  public void createOverlayOfUsed(
      Path overlay, Path backingFile, DiskFormat backingFormat, long virtualSizeBytes)
      throws HypervisorException, InterruptedException {
    createOverlay(
        overlay,
        aside ->
            QemuImgArguments.createOverlayOfUsed(
                aside, backingFile, backingFormat, virtualSizeBytes));
  }

  private void createOverlay(Path overlay, Function<Path, List<String>> arguments)
      throws HypervisorException, InterruptedException {
    try (FileAside aside = new FileAside(overlay)) {
      write(aside, arguments.apply(aside.path()));
      // Not durably: after a power cut the build that it belongs to is over anyway.
      aside.commit();
    } catch (IOException e) {
      throw failed(overlay, e);
    }
  }

  @Override
  public void convert(Path source, DiskFormat sourceFormat, Path target, DiskTarget kind)
      throws HypervisorException, InterruptedException {
    long size = info(source, Optional.of(sourceFormat)).virtualSizeBytes();
    if (kind == DiskTarget.FIXED_VHD && size % MIB != 0) {
      throw new HypervisorException(
          Code.DISK_FAILED,
          "The disk "
              + source
              + " has "
              + size
              + " bytes; a VHD for Azure must have a whole number of MiB.");
    }
    try (FileAside aside = new FileAside(target)) {
      write(aside, QemuImgArguments.convert(source, sourceFormat, aside.path(), kind));
      checkSize(aside.path(), target, size, kind);
      aside.commit();
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  @Override
  public void convertDelta(
      Path source, DiskFormat sourceFormat, Path target, String backing, DiskFormat backingFormat)
      throws HypervisorException, InterruptedException {
    Path base = target.toAbsolutePath().resolveSibling(backing).normalize();
    List<BackingFile> chain = backingChain(source, sourceFormat);
    if (chain.size() < 2 || chain.get(0).path().equals(base)) {
      convertLayer(source, sourceFormat, target, backing, backingFormat);
      return;
    }
    // Of a disk in several layers only the uppermost would be taken: they are made one first.
    try (FileAside one = new FileAside(target.resolveSibling(target.getFileName() + ".layer"))) {
      long size = info(source, Optional.of(sourceFormat)).virtualSizeBytes();
      write(one, QemuImgArguments.createOverlay(one.path(), source, sourceFormat, size));
      write(one, QemuImgArguments.rebase(one.path(), base, backingFormat));
      convertLayer(one.path(), DiskFormat.QCOW2, target, backing, backingFormat);
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  private void convertLayer(
      Path source, DiskFormat sourceFormat, Path target, String backing, DiskFormat backingFormat)
      throws HypervisorException, InterruptedException {
    try (FileAside aside = new FileAside(target)) {
      write(
          aside,
          QemuImgArguments.convertDelta(
              source, sourceFormat, aside.path(), backing, backingFormat));
      aside.commit();
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  @Override
  public List<DataStretch> data(Path file) throws HypervisorException, InterruptedException {
    List<DataStretch> stretches = new ArrayList<>();
    for (JsonNode stretch : map(file, DiskFormat.RAW)) {
      if (stretch.path("data").asBoolean()) {
        stretches.add(
            new DataStretch(stretch.path("start").asLong(), stretch.path("length").asLong()));
      }
    }
    return List.copyOf(stretches);
  }

  @Override
  public Optional<List<PlainStretch>> plainData(Path disk, DiskFormat format)
      throws HypervisorException, InterruptedException {
    List<Path> files = new ArrayList<>(List.of(disk));
    backingChain(disk, format).forEach(file -> files.add(file.path()));
    List<PlainStretch> stretches = new ArrayList<>();
    for (JsonNode stretch : map(disk, format)) {
      if (stretch.path("data").asBoolean()) {
        Path file = files.get(stretch.path("depth").asInt());
        if (!stretch.has("offset") || !Files.isRegularFile(file)) {
          return Optional.empty();
        }
        stretches.add(
            new PlainStretch(
                stretch.path("start").asLong(),
                stretch.path("length").asLong(),
                file,
                stretch.path("offset").asLong()));
      }
    }
    return Optional.of(List.copyOf(stretches));
  }

  private JsonNode map(Path disk, DiskFormat format)
      throws HypervisorException, InterruptedException {
    Program.Result result = run(QemuImgArguments.map(disk, format));
    if (result.exitCode() != 0) {
      throw new HypervisorException(
          Code.DISK_UNREADABLE, "The file " + disk + " cannot be read: " + reason(result));
    }
    try {
      return JSON.readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new HypervisorException(
          Code.INTERNAL, "qemu-img map did not answer with JSON for " + disk + ".", e);
    }
  }

  @Override
  public byte[] read(Path disk, DiskFormat format, long offset, int length)
      throws HypervisorException, InterruptedException {
    int sector = QemuImgArguments.SECTOR;
    long first = offset / sector * sector;
    int whole = (int) ((offset + length - first + sector - 1) / sector * sector);
    try (FileAside aside = new FileAside(temporary("part"))) {
      Path part = aside.path();
      Program.Result result = run(QemuImgArguments.read(disk, format, part, first, whole));
      if (result.exitCode() != 0) {
        throw new HypervisorException(
            Code.DISK_UNREADABLE, "The disk image " + disk + " cannot be read: " + reason(result));
      }
      byte[] bytes = Files.readAllBytes(part);
      int from = (int) Math.min(offset - first, bytes.length);
      return Arrays.copyOfRange(bytes, from, Math.min(from + length, bytes.length));
    } catch (IOException e) {
      throw new HypervisorException(
          Code.DISK_UNREADABLE, "The disk image " + disk + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path temporary(String name) {
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  /** Opens what was written as what it is meant to be: a fixed VHD reads as anything as raw. */
  private void checkSize(Path written, Path target, long size, DiskTarget kind)
      throws HypervisorException, InterruptedException {
    long found = info(written, Optional.of(kind.format())).virtualSizeBytes();
    if (found != size) {
      throw new HypervisorException(
          Code.DISK_FAILED,
          target + " was written with " + found + " bytes instead of " + size + ".");
    }
  }

  private void write(FileAside aside, List<String> arguments)
      throws HypervisorException, InterruptedException {
    Program.Result result = run(arguments);
    if (result.exitCode() != 0) {
      Code code = isFull(result.err()) ? Code.DISK_FULL : Code.DISK_FAILED;
      // The first error says it; requests that were under way fail after it in the same way.
      String first = reason(result).lines().findFirst().orElseThrow();
      throw new HypervisorException(
          code,
          "The disk image "
              + aside.target()
              + " cannot be written: "
              + first.replace(aside.path() + ": ", ""));
    }
  }

  private static HypervisorException failed(Path target, IOException cause) {
    Code code = isFull(String.valueOf(cause.getMessage())) ? Code.DISK_FULL : Code.DISK_FAILED;
    return new HypervisorException(
        code, "The disk image " + target + " cannot be written: " + cause.getMessage(), cause);
  }

  private static boolean isFull(String message) {
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  /** What qemu-img says, without the name of the program that begins each line. */
  private static String reason(Program.Result result) {
    String said = result.err().strip().replaceAll("(?m)^qemu-img: ", "");
    return said.isEmpty() ? "qemu-img ended with exit code " + result.exitCode() : said;
  }

  private Program.Result run(List<String> arguments)
      throws HypervisorException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    try {
      return Program.run(command, Optional.empty()).orElseThrow();
    } catch (IOException e) {
      throw new HypervisorException(
          Code.TOOL_MISSING,
          "qemu-img cannot be run (" + e.getMessage() + "); it is in the package qemu-utils.",
          e);
    }
  }
}
