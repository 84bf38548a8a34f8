package org.imageengine.distributors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.Test;

class DirectoryStoreTest extends ReplicaStoreContract {
  private Path root() {
    return directory.resolve("region/zone");
  }

  @Override
  ReplicaStore open() {
    return new DirectoryStore(root());
  }

  @Override
  void flipByte(String name) throws Exception {
    flip(root().resolve(name));
  }

  static void flip(Path path) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int old = file.read();
      file.seek(file.length() / 2);
      file.write(old ^ 1);
    }
  }

  @Test
  void deletingLeavesNoFolders() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    try (ReplicaStore store = open()) {
      store.put(file, Digests.sha256(file), "a/b/c/disk.qcow2", TransferProgress.NONE);
      store.delete("a/b/c/disk.qcow2");
    }
    try (Stream<Path> left = Files.list(root())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aBrokenPartIsStartedOver() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "the content");
    String sha256 = Digests.sha256(file);
    Files.createDirectories(root());
    Files.writeString(root().resolve(".disk.qcow2." + sha256 + ".partial"), "XXX");
    try (ReplicaStore store = open()) {
      store.put(file, sha256, "disk.qcow2", TransferProgress.NONE);
      store.verify("disk.qcow2");
    }
  }
}
