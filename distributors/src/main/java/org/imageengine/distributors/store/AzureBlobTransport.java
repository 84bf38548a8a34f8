package org.imageengine.distributors.store;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.transfer.Md5;
import org.imageengine.distributors.transfer.Part;
import org.imageengine.distributors.transfer.PartSender;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * Block blobs of a container. A block is named by the digest of its bytes: so what an earlier
 * attempt has sent of the same content is found by name, and what is alike is sent once.
 */
final class AzureBlobTransport implements Transport {
  private static final int LEAST_PART = 8 << 20;
  // A blob has 50,000 blocks at the most.
  private static final int MOST_PARTS = 40_000;

  private final AzureBlobs folder;

  AzureBlobTransport(AzureBlobs folder) {
    this.folder = folder;
  }

  @Override
  public String describe() {
    return folder.url();
  }

  @Override
  public void check() throws IOException, CatalogException, InterruptedException {
    String probe = ".check-" + UUID.randomUUID();
    write(probe, new byte[] {1});
    remove(probe);
  }

  private BlockBlobClient blob(String key) {
    String prefix = prefix();
    return folder.container().getBlobClient(prefix + key).getBlockBlobClient();
  }

  private String prefix() {
    String name = folder.name();
    return name.isEmpty() || name.endsWith("/") ? name : name + "/";
  }

  private <T> T ask(String verb, String key, AzureBlobs.Request<T> request)
      throws IOException, CatalogException, InterruptedException {
    return AzureBlobs.ask(verb + " " + describe() + "/" + key, request);
  }

  @Override
  public OptionalLong size(String key) throws IOException, CatalogException, InterruptedException {
    return ask(
        "Looking for",
        key,
        () -> {
          try {
            return OptionalLong.of(blob(key).getProperties().getBlobSize());
          } catch (BlobStorageException e) {
            // A container that is missing answers a HEAD in the same way; writing to it tells.
            if (e.getStatusCode() == 404) {
              return OptionalLong.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public InputStream read(String key, long from)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Reading",
        key,
        () ->
            new AskedStream(
                describe() + "/" + key,
                blob(key)
                    .openInputStream(
                        new BlobInputStreamOptions()
                            .setRange(new BlobRange(from))
                            .setBlockSize(LEAST_PART))));
  }

  @Override
  public void write(String key, byte[] content)
      throws IOException, CatalogException, InterruptedException {
    ask(
        "Writing",
        key,
        () ->
            blob(key)
                .uploadWithResponse(
                    new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content))
                        .setContentMd5(Md5.of(content)),
                    null,
                    Context.NONE));
  }

  @Override
  public void send(Path file, String sha256, String key, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file)) {
      List<Part> parts =
          Part.of(channel.size(), Part.length(channel.size(), LEAST_PART, MOST_PARTS));
      Map<String, Long> there = sent(key);
      Map<Integer, String> ids = new ConcurrentHashMap<>();
      List<Part> missing = new ArrayList<>();
      long done = 0;
      for (Part part : parts) {
        // Only where something is there is it worth reading the file twice.
        String id = there.isEmpty() ? "" : id(part.read(channel));
        if (part.length() > 0 && Long.valueOf(part.length()).equals(there.get(id))) {
          ids.put(part.number(), id);
          done += part.length();
        } else if (part.length() > 0) {
          missing.add(part);
        }
      }
      PartSender.send(
          missing,
          done,
          channel.size(),
          progress,
          part -> {
            byte[] bytes = part.read(channel);
            String id = id(bytes);
            stage(key, id, bytes);
            ids.put(part.number(), id);
          });
      List<String> all = parts.stream().map(part -> ids.get(part.number())).toList();
      List<String> blocks = channel.size() == 0 ? List.of() : all;
      ask("Writing", key, () -> blob(key).commitBlockList(blocks, true));
    }
  }

  private void stage(String key, String id, byte[] bytes)
      throws IOException, CatalogException, InterruptedException {
    ask(
        "Writing",
        key,
        () ->
            blob(key)
                .stageBlockWithResponse(
                    new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes))
                        .setContentMd5(Md5.of(bytes)),
                    null,
                    Context.NONE));
  }

  /** All names of one blob's blocks must be of the same length, as these are. */
  private static String id(byte[] bytes) {
    return Base64.getEncoder().encodeToString(Digests.newSha256().digest(bytes));
  }

  /** Length by name of the blocks that wait to become part of the blob. */
  private Map<String, Long> sent(String key)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Reading",
        key,
        () -> {
          Map<String, Long> blocks = new HashMap<>();
          try {
            for (Block block :
                blob(key).listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks()) {
              blocks.put(block.getName(), block.getSizeLong());
            }
          } catch (BlobStorageException e) {
            if (e.getStatusCode() != 404) {
              throw e;
            }
          }
          return blocks;
        });
  }

  @Override
  public void remove(String key) throws IOException, CatalogException, InterruptedException {
    ask("Deleting", key, () -> blob(key).deleteIfExists());
  }

  /** Blocks that wait go away when their blob is written in one piece. */
  @Override
  public void removeParts(String key) throws IOException, CatalogException, InterruptedException {
    if (!sent(key).isEmpty()) {
      write(key, new byte[0]);
    }
  }

  @Override
  public List<String> keys(String prefix)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Listing",
        prefix,
        () -> {
          List<String> keys = new ArrayList<>();
          ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix() + prefix);
          for (BlobItem blob : folder.container().listBlobs(options, null)) {
            keys.add(blob.getName().substring(prefix().length()));
          }
          return keys;
        });
  }

  @Override
  public void close() {
    // Clients of this library hold nothing that could be closed.
  }
}
