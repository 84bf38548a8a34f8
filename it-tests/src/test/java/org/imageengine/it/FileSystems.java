package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What is on the root file system of a disk, file by file. Needs root, to mount it. */
final class FileSystems {
  /** Root of x86-64, by the discoverable partitions specification. */
  private static final String LINUX_ROOT = "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709";

  private FileSystems() {}

  /** For each path: type, mode, owner, and the digest of a file or the target of a link. */
  static Map<String, String> content(Path qcow2, Path work) throws Exception {
    Files.createDirectories(work);
    Path raw = work.resolve("disk.raw");
    output("qemu-img", "convert", "-O", "raw", qcow2.toString(), raw.toString());
    JsonNode table = new ObjectMapper().readTree(output("sfdisk", "-J", raw.toString()));
    long offset = 0;
    for (JsonNode partition : table.at("/partitiontable/partitions")) {
      if (partition.get("type").asText().equals(LINUX_ROOT)) {
        offset = partition.get("start").asLong() * 512;
      }
    }
    Path mount = Files.createDirectory(work.resolve("mount"));
    output("mount", "-o", "ro,loop,noload,offset=" + offset, raw.toString(), mount.toString());
    try {
      Map<String, String> files = new TreeMap<>();
      String listing = output("find", mount.toString(), "-printf", "%P\\t%y %m %U %G %l\\n");
      listing.lines().forEach(line -> files.put(line.split("\t")[0], line.split("\t")[1]));
      String digests =
          output("find", mount.toString(), "-type", "f", "-exec", "sha256sum", "-z", "{}", "+");
      for (String line : digests.split("\0")) {
        if (!line.isEmpty()) {
          String path = mount.relativize(Path.of(line.substring(66))).toString();
          files.merge(path, line.substring(0, 64), (traits, digest) -> traits + " " + digest);
        }
      }
      return files;
    } finally {
      output("umount", mount.toString());
      Files.delete(raw);
    }
  }

  private static String output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return out;
  }
}
