package org.imageengine.distributors.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.imageengine.distributors.server.SftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Over a host that has only SFTP, in a root of its own, as backup hosts do. */
class RootedSftpStoreTest extends ReplicaStoreContract {
  private SftpServer server;
  private Path root;

  @BeforeEach
  void start() throws Exception {
    root = Files.createDirectories(directory.resolve("root"));
    server = SftpServer.rootedAt(root, directory);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Override
  ReplicaStore open() {
    return SftpStoreTest.store(
        new SftpAddress(
            "127.0.0.1",
            server.port(),
            SftpServer.USER,
            "/images",
            server.identity(),
            server.hostKey()));
  }

  @Override
  void flipByte(String name) throws Exception {
    DirectoryStoreTest.flip(root.resolve("images").resolve(name));
  }
}
