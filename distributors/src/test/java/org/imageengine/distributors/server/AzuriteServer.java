package org.imageengine.distributors.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.azure.AzureCredential;

/** Azurite, the emulator of Azure Storage, with its well-known account. */
public final class AzuriteServer implements AutoCloseable {
  public static final AzureCredential CREDENTIAL =
      new AzureCredential.AccountKey(
          "devstoreaccount1",
          "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

  private final ServerProcess process;
  private final int port;

  private AzuriteServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  public static AzuriteServer start(Path work) throws Exception {
    Path program = Prerequisite.file("ENGINE_TEST_AZURITE", "the program azurite-blob");
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            program.toString(),
            "--silent",
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--blobPort",
            String.valueOf(port),
            "--location",
            Files.createDirectories(work.resolve("azurite")).toString());
    return new AzuriteServer(ServerProcess.start(command, work.resolve("azurite.log"), port), port);
  }

  /** The URL of a container, which is made. */
  public URI container(String name) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/devstoreaccount1/" + name);
    AzureBlobs.of(uri, CREDENTIAL).container().createIfNotExists();
    return uri;
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
