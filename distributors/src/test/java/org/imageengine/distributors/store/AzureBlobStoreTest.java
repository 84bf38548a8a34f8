package org.imageengine.distributors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.azure.AzureCredential;
import org.imageengine.distributors.server.AzuriteServer;
import org.imageengine.distributors.transfer.Retrying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureBlobStoreTest extends ReplicaStoreContract {
  @TempDir static Path shared;
  private static AzuriteServer server;
  private URI folder;

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  /** Not once for the class: then what is skipped would not be counted. */
  @BeforeEach
  void newContainer() throws Exception {
    if (server == null) {
      server = AzuriteServer.start(shared);
    }
    folder = URI.create(server.container("c" + UUID.randomUUID()) + "/some/images");
  }

  private static ReplicaStore store(URI folder, AzureCredential credential)
      throws CatalogException {
    return new RemoteStore(
        new AzureBlobTransport(AzureBlobs.of(folder, credential)),
        new Retrying(Duration.ofMillis(10)));
  }

  @Override
  ReplicaStore open() throws Exception {
    return store(folder, AzuriteServer.CREDENTIAL);
  }

  @Override
  void flipByte(String name) throws Exception {
    BlobClient blob =
        AzureBlobs.of(folder, AzuriteServer.CREDENTIAL)
            .container()
            .getBlobClient("some/images/" + name);
    byte[] content = blob.downloadContent().toBytes();
    content[content.length / 2] ^= 1;
    blob.upload(BinaryData.fromBytes(content), true);
  }

  @Test
  void aWrongKeyIsToldWithoutIt() throws Exception {
    AzureCredential wrong = new AzureCredential.AccountKey("devstoreaccount1", "d3Jvbmc=");
    try (ReplicaStore store = store(folder, wrong)) {
      CatalogException refusal = catchThrowableOfType(CatalogException.class, store::check);
      assertThat(refusal.code()).isEqualTo(CatalogException.Code.NO_PERMISSION);
      assertThat(refusal).hasMessageNotContaining("d3Jvbmc").hasMessageContaining("/some/images");
    }
  }

  @Test
  void aMissingContainerIsNamed() throws Exception {
    URI missing = URI.create(folder.toString().replace("/c", "/x"));
    try (ReplicaStore store = store(missing, AzuriteServer.CREDENTIAL)) {
      CatalogException refusal = catchThrowableOfType(CatalogException.class, store::check);
      assertThat(refusal.code()).isEqualTo(CatalogException.Code.NOT_FOUND);
      assertThat(refusal).hasMessageContaining("ContainerNotFound");
    }
  }

  @Test
  void aUrlWithoutContainerIsRefused() {
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                AzureBlobs.of(
                    URI.create("https://account.blob.core.windows.net/"),
                    AzuriteServer.CREDENTIAL));
    assertThat(refusal.code()).isEqualTo(CatalogException.Code.INVALID_NAME);
  }
}
