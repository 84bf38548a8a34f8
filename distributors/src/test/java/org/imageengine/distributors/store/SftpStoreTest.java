package org.imageengine.distributors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.server.SftpServer;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a host that runs commands, so that the digest is compared there. */
class SftpStoreTest extends ReplicaStoreContract {
  private SftpServer server;

  @BeforeEach
  void start() throws Exception {
    server = SftpServer.withCommands(directory);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  Path root() {
    return directory.resolve("srv/images");
  }

  private SftpAddress address(Path identity, String hostKey) {
    return new SftpAddress(
        "127.0.0.1", server.port(), SftpServer.USER, root().toString(), identity, hostKey);
  }

  static ReplicaStore store(SftpAddress address) {
    return new RemoteStore(new SftpTransport(address), new Retrying(Duration.ofMillis(10)));
  }

  @Override
  ReplicaStore open() {
    return store(address(server.identity(), server.hostKey()));
  }

  @Override
  void flipByte(String name) throws Exception {
    DirectoryStoreTest.flip(root().resolve(name));
  }

  @Test
  void laysOutFilesAsADirectoryDoes() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    try (ReplicaStore store = open()) {
      store.put(file, Digests.sha256(file), "a/b/disk.qcow2", TransferProgress.NONE);
    }
    new DirectoryStore(root()).verify("a/b/disk.qcow2");
  }

  @Test
  void deletingLeavesNoFolders() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    try (ReplicaStore store = open()) {
      store.put(file, Digests.sha256(file), "a/b/disk.qcow2", TransferProgress.NONE);
      store.delete("a/b/disk.qcow2");
    }
    assertThat(root()).isEmptyDirectory();
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

  @Test
  void anotherHostKeyIsRefused() throws Exception {
    String other =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";
    try (SftpServer another = SftpServer.withCommands(Files.createDirectory(root("other")));
        ReplicaStore one = store(address(server.identity(), other));
        ReplicaStore two = store(address(server.identity(), another.hostKey()))) {
      assertThat(refusal(two)).hasMessageContaining("does not have the host key");
      assertThat(refusal(one).code())
          .isIn(CatalogException.Code.NO_PERMISSION, CatalogException.Code.IO);
    }
  }

  @Test
  void anotherIdentityIsRefused() throws Exception {
    try (SftpServer another = SftpServer.withCommands(Files.createDirectory(root("other")));
        ReplicaStore store = store(address(another.identity(), server.hostKey()))) {
      CatalogException refusal = refusal(store);
      assertThat(refusal.code()).isEqualTo(CatalogException.Code.NO_PERMISSION);
      assertThat(refusal).hasMessageContaining("does not let images in with the key");
    }
  }

  @Test
  void aMissingIdentityIsNamed() throws Exception {
    try (ReplicaStore store = store(address(root("missing"), server.hostKey()))) {
      assertThat(refusal(store)).hasMessageContaining("no key file");
    }
  }

  private Path root(String name) {
    return directory.resolve(name);
  }

  private static CatalogException refusal(ReplicaStore store) {
    return catchThrowableOfType(CatalogException.class, store::check);
  }

  @Test
  void aHostThatIsDownIsNamed() throws Exception {
    ReplicaStore store = open();
    server.close();
    assertThat(refusal(store)).hasMessageContaining("connecting to sftp://images@127.0.0.1");
  }
}
