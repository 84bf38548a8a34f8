package org.imageengine.distributors.upload;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import com.azure.storage.blob.options.PageBlobUploadPagesOptions;
import com.azure.storage.blob.specialized.PageBlobClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.transfer.Md5;
import org.imageengine.distributors.transfer.Part;
import org.imageengine.distributors.transfer.PartSender;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * A page blob of an Azure storage account, as Azure keeps VHDs. Only pages that hold data are sent;
 * the server compares the MD5 of each. Until the last of them is there the blob bears a mark, by
 * which an upload that was cut off is known.
 */
public final class PageBlobDestination implements VhdDestination {
  /** Name of the metadata that says that a blob is not whole; its value is of which content. */
  static final String MARK = "imageengineupload";

  private static final int PAGE = 512;
  private static final int CHUNK = 4 << 20;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final AzureBlobs place;
  private final Retrying retrying;

  /** The blob that {@code place} names. */
  public PageBlobDestination(AzureBlobs place) {
    this(place, new Retrying(FIRST_PAUSE));
  }

  /** A destination for tests. */
  PageBlobDestination(AzureBlobs place, Retrying retrying) {
    this.place = place;
    this.retrying = retrying;
  }

  @Override
  public String describe() {
    return place.url();
  }

  private PageBlobClient blob() {
    return place.container().getBlobClient(place.name()).getPageBlobClient();
  }

  private <T> T ask(AzureBlobs.Request<T> request)
      throws IOException, CatalogException, InterruptedException {
    return AzureBlobs.ask("Writing " + describe(), request);
  }

  @Override
  public void check() throws CatalogException, InterruptedException {
    if (place.name().isEmpty()) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          describe() + " names a container and no blob in it; add the name of the VHD.");
    }
    Optional<BlobProperties> there =
        Uploads.tried(
            "Looking for " + describe(),
            Retrying.ONCE,
            TransferProgress.NONE,
            progress -> {
              requireContainer();
              return properties();
            });
    if (there.isPresent() && mark(there.get()).isEmpty()) {
      throw Uploads.exists(describe());
    }
  }

  private void requireContainer() throws IOException, CatalogException, InterruptedException {
    boolean exists =
        ask(
            () -> {
              try {
                return place.container().exists();
              } catch (BlobStorageException e) {
                // A signature for one blob says nothing of its container.
                return true;
              }
            });
    if (!exists) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "There is no container for " + describe() + "; make it, or correct the URI.");
    }
  }

  private Optional<BlobProperties> properties()
      throws IOException, CatalogException, InterruptedException {
    return ask(
        () -> {
          try {
            return Optional.of(blob().getProperties());
          } catch (BlobStorageException e) {
            if (e.getStatusCode() == 404) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static Optional<String> mark(BlobProperties properties) {
    return properties.getMetadata().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(MARK))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public void upload(Path vhd, List<Extent> data, String dataSha256, TransferProgress progress)
      throws CatalogException, InterruptedException {
    Uploads.tried(
        "Uploading to " + describe(),
        retrying,
        progress,
        attempt -> {
          try (FileChannel file = FileChannel.open(vhd)) {
            upload(file, data, dataSha256, attempt);
          }
          return true;
        });
  }

  private void upload(
      FileChannel file, List<Extent> data, String dataSha256, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    List<Part> parts = parts(data);
    NavigableMap<Long, Long> there = begin(file.size(), dataSha256);
    List<Part> missing = parts.stream().filter(part -> !isThere(part, there)).toList();
    long total = parts.stream().mapToLong(Part::length).sum();
    long done = total - missing.stream().mapToLong(Part::length).sum();
    PartSender.send(missing, done, total, progress, part -> send(part, part.read(file)));
    if (pages().values().stream().mapToLong(Long::longValue).sum() != total) {
      throw new IOException("the blob does not hold the pages that were sent");
    }
    ask(
        () -> {
          blob().setMetadata(Map.of());
          return true;
        });
  }

  /**
   * Whole pages around the data, in parts of 4 MiB at the most, which is what one request takes.
   */
  static List<Part> parts(List<Extent> data) {
    List<Part> parts = new ArrayList<>();
    long covered = 0;
    for (Extent extent : data) {
      long end = (extent.end() + PAGE - 1) / PAGE * PAGE;
      long at = Math.max(covered, extent.offset() / PAGE * PAGE);
      while (at < end) {
        int length = (int) Math.min(end - at, CHUNK - at % CHUNK);
        parts.add(new Part(parts.size() + 1, at, length));
        at += length;
      }
      covered = Math.max(covered, end);
    }
    return parts;
  }

  private static boolean isThere(Part part, NavigableMap<Long, Long> pages) {
    Map.Entry<Long, Long> around = pages.floorEntry(part.offset());
    return around != null && around.getKey() + around.getValue() >= part.offset() + part.length();
  }

  /**
   * Makes the blob, or takes up what an earlier upload has begun; tells the pages that it holds.
   */
  private NavigableMap<Long, Long> begin(long size, String dataSha256)
      throws IOException, CatalogException, InterruptedException {
    Optional<BlobProperties> there = properties();
    if (there.isPresent()) {
      Optional<String> mark = mark(there.get());
      if (mark.isEmpty()) {
        throw Uploads.exists(describe());
      }
      if (mark.get().equals(dataSha256) && there.get().getBlobSize() == size) {
        return pages();
      }
      ask(() -> blob().deleteIfExists());
    }
    ask(
        () ->
            blob()
                .createWithResponse(
                    new PageBlobCreateOptions(size)
                        .setMetadata(Map.of(MARK, dataSha256))
                        .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                    null,
                    Context.NONE));
    return new TreeMap<>();
  }

  /** Offset and length of the stretches of pages that the blob holds; none touches another. */
  private NavigableMap<Long, Long> pages()
      throws IOException, CatalogException, InterruptedException {
    return ask(
        () -> {
          NavigableMap<Long, Long> pages = new TreeMap<>();
          for (var item : blob().listPageRanges(new BlobRange(0))) {
            if (!item.isClear()) {
              add(pages, item.getRange().getOffset(), item.getRange().getLength());
            }
          }
          return pages;
        });
  }

  /** Servers tell one written stretch as one or as several. */
  private static void add(NavigableMap<Long, Long> pages, long offset, long length) {
    Map.Entry<Long, Long> before = pages.lastEntry();
    if (before != null && before.getKey() + before.getValue() == offset) {
      pages.put(before.getKey(), before.getValue() + length);
    } else {
      pages.put(offset, length);
    }
  }

  private void send(Part part, byte[] bytes)
      throws IOException, CatalogException, InterruptedException {
    PageRange range =
        new PageRange().setStart(part.offset()).setEnd(part.offset() + part.length() - 1);
    ask(
        () ->
            blob()
                .uploadPagesWithResponse(
                    new PageBlobUploadPagesOptions(range, BinaryData.fromBytes(bytes))
                        .setContentMd5(Md5.of(bytes)),
                    null,
                    Context.NONE));
  }

  @Override
  public void discard() throws CatalogException, InterruptedException {
    Uploads.tried(
        "Deleting " + describe(),
        retrying,
        TransferProgress.NONE,
        progress -> {
          Optional<BlobProperties> there = properties();
          if (there.isPresent() && mark(there.get()).isPresent()) {
            ask(() -> blob().deleteIfExists());
          }
          return true;
        });
  }
}
