package org.imageengine.distributors.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.PageBlobClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.azure.AzureCredential;
import org.imageengine.distributors.server.AzuriteServer;
import org.imageengine.distributors.transfer.Part;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageBlobDestinationTest extends VhdDestinationContract {
  @TempDir static Path shared;
  private static AzuriteServer server;
  private URI container;

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void newContainer() throws Exception {
    if (server == null) {
      server = AzuriteServer.start(shared);
    }
    container = server.container("c" + UUID.randomUUID());
  }

  private VhdDestination open(URI uri, AzureCredential credential) throws CatalogException {
    return new PageBlobDestination(
        AzureBlobs.of(uri, credential), new Retrying(Duration.ofMillis(10)));
  }

  private URI uri() {
    return URI.create(container + "/vhds/disk.vhd");
  }

  private BlobContainerClient client() throws CatalogException {
    return AzureBlobs.of(container, AzuriteServer.CREDENTIAL).container();
  }

  private PageBlobClient blob() throws CatalogException {
    return client().getBlobClient("vhds/disk.vhd").getPageBlobClient();
  }

  @Override
  VhdDestination open() throws Exception {
    return open(uri(), AzuriteServer.CREDENTIAL);
  }

  @Override
  Path content() throws Exception {
    return blob().exists() ? file(blob().downloadContent().toBytes()) : null;
  }

  @Test
  void onlyPagesWithDataAreSent() throws Exception {
    List<Long> totals = new ArrayList<>();
    upload(open(), vhd(1), (done, total) -> totals.add(total));
    long data = DATA.stream().mapToLong(Extent::length).sum();
    assertThat(totals).containsOnly(data);
    assertThat(blob().getProperties().getBlobType().toString()).isEqualTo("PageBlob");
    assertThat(blob().getProperties().getMetadata()).isEmpty();
  }

  @Test
  void pagesThatAreThereAreNotSentAgain() throws Exception {
    Path vhd = vhd(1);
    assertThat(interrupted(vhd)).isInstanceOf(InterruptedException.class);
    assertThat(blob().getProperties().getMetadata()).containsKey(PageBlobDestination.MARK);
    List<Long> done = new ArrayList<>();
    upload(open(), vhd, (at, total) -> done.add(at));
    assertThat(done.get(0)).isPositive();
    assertThat(content()).hasSameBinaryContentAs(vhd);
  }

  @Test
  void whatIsLeftOfAnotherDiskIsReplaced() throws Exception {
    assertThat(interrupted(vhd(1))).isInstanceOf(InterruptedException.class);
    Path other = vhd(2);
    List<Long> done = new ArrayList<>();
    upload(open(), other, (at, total) -> done.add(at));
    assertThat(done.get(0)).isZero();
    assertThat(content()).hasSameBinaryContentAs(other);
  }

  @Test
  void aSharedAccessSignatureIsEnoughAndIsNotShown() throws Exception {
    String token =
        client()
            .generateSas(
                new BlobServiceSasSignatureValues(
                    OffsetDateTime.now().plusHours(1),
                    new BlobContainerSasPermission()
                        .setCreatePermission(true)
                        .setReadPermission(true)
                        .setWritePermission(true)));
    Path vhd = vhd(1);
    VhdDestination destination = open(uri(), new AzureCredential.Sas("?" + token));
    destination.check();
    upload(destination, vhd, TransferProgress.NONE);
    assertThat(content()).hasSameBinaryContentAs(vhd);
    assertThat(destination.describe()).doesNotContain("sig=");
  }

  @Test
  void anExpiredSignatureIsToldWithoutIt() throws Exception {
    String token =
        client()
            .generateSas(
                new BlobServiceSasSignatureValues(
                    OffsetDateTime.now().minusHours(1), new BlobContainerSasPermission()));
    VhdDestination destination = open(uri(), new AzureCredential.Sas(token));
    CatalogException refusal = catchThrowableOfType(CatalogException.class, destination::check);
    assertThat(refusal.code()).isEqualTo(CatalogException.Code.NO_PERMISSION);
    assertThat(refusal).hasMessageNotContaining("sig=");
  }

  @Test
  void aMissingContainerIsToldBeforeTheBuild() throws Exception {
    URI missing = URI.create(container.toString() + "-missing/disk.vhd");
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class, () -> open(missing, AzuriteServer.CREDENTIAL).check());
    assertThat(refusal.code()).isEqualTo(CatalogException.Code.NOT_FOUND);
  }

  /** The connection is cut again and again while bytes go over it. */
  @Test
  void connectionsThatBreakAreMadeAnew() throws Exception {
    Path vhd = vhd(1);
    try (CuttingProxy proxy = new CuttingProxy(uri().getPort(), 3 << 20)) {
      URI through =
          URI.create(
              uri().toString().replace(":" + uri().getPort() + "/", ":" + proxy.port() + "/"));
      upload(open(through, AzuriteServer.CREDENTIAL), vhd, TransferProgress.NONE);
      assertThat(proxy.cuts()).isPositive();
    }
    assertThat(content()).hasSameBinaryContentAs(vhd);
  }

  @Test
  void dataIsCutIntoWholePagesOfNoMoreThanOneRequestTakes() {
    List<Part> parts =
        PageBlobDestination.parts(
            List.of(new Extent(100, 10), new Extent(600, 10), new Extent(4 << 20, 5 << 20)));
    assertThat(parts)
        .extracting(Part::offset, Part::length)
        .containsExactly(
            tuple(0L, 512), tuple(512L, 512), tuple(4L << 20, 4 << 20), tuple(8L << 20, 1 << 20));
  }

  /** Passes bytes on, and cuts the first few connections after so many of them. */
  private static final class CuttingProxy implements AutoCloseable {
    private static final int MOST_CUTS = 3;
    private final ServerSocket socket = new ServerSocket(0);
    private final int target;
    private final int cutAfter;
    private volatile int cuts;

    private CuttingProxy(int target, int cutAfter) throws IOException {
      this.target = target;
      this.cutAfter = cutAfter;
      daemon(this::accept);
    }

    int port() {
      return socket.getLocalPort();
    }

    int cuts() {
      return cuts;
    }

    private static void daemon(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = socket.accept();
          Socket server = new Socket("127.0.0.1", target);
          daemon(() -> pass(client, server, true));
          daemon(() -> pass(server, client, false));
        }
      } catch (IOException e) {
        // Closed by the test.
        return;
      }
    }

    private void pass(Socket from, Socket to, boolean isRequest) {
      byte[] buffer = new byte[1 << 16];
      long passed = 0;
      try (from;
          to) {
        int count;
        while ((count = from.getInputStream().read(buffer)) >= 0) {
          to.getOutputStream().write(buffer, 0, count);
          passed += count;
          if (isRequest && passed > cutAfter && cuts < MOST_CUTS) {
            cuts++;
            return;
          }
        }
      } catch (IOException e) {
        // The other direction was cut.
        return;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
