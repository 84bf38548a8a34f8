package org.imageengine.distributors.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.Md5;
import org.imageengine.distributors.transfer.Part;
import org.imageengine.distributors.transfer.PartSender;
import org.imageengine.distributors.transfer.TransferProgress;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects of a bucket. A large one is sent in parts. Parts of an upload that was cut off are used
 * if the MD5 that the server tells of them is that of the bytes here.
 */
final class S3Transport implements Transport {
  private static final int LEAST_PART = 8 << 20;
  // An upload has 10,000 parts at the most.
  private static final int MOST_PARTS = 9_000;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final int TOO_MANY_REQUESTS = 429;

  private final S3Bucket bucket;
  private final S3Client client;

  S3Transport(S3Bucket bucket) {
    this.bucket = bucket;
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(STALL))
            .region(Region.of(bucket.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(bucket.accessKey(), bucket.secretKey())))
            // MD5 is sent with each part; servers other than Amazon's know nothing newer.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    bucket.endpoint().ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    this.client = builder.build();
  }

  @Override
  public String describe() {
    return bucket.toString();
  }

  @Override
  public void check() throws IOException, CatalogException, InterruptedException {
    String probe = ".check-" + UUID.randomUUID();
    write(probe, new byte[] {1});
    remove(probe);
  }

  private String prefix() {
    return bucket.prefix().isEmpty() ? "" : bucket.prefix() + "/";
  }

  private String name(String key) {
    return prefix() + key;
  }

  @Override
  public OptionalLong size(String key) throws IOException, CatalogException, InterruptedException {
    return ask(
        "Looking for " + key,
        () -> {
          try {
            return OptionalLong.of(
                client
                    .headObject(request -> request.bucket(bucket.bucket()).key(name(key)))
                    .contentLength());
          } catch (S3Exception e) {
            // A bucket that is missing answers a HEAD in the same way; writing to it tells.
            if (e.statusCode() == 404) {
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
        "Reading " + key,
        () ->
            client.getObject(
                request ->
                    request.bucket(bucket.bucket()).key(name(key)).range("bytes=" + from + "-")));
  }

  @Override
  public void write(String key, byte[] content)
      throws IOException, CatalogException, InterruptedException {
    ask(
        "Writing " + key,
        () ->
            client.putObject(
                request ->
                    request.bucket(bucket.bucket()).key(name(key)).contentMD5(base64Md5(content)),
                RequestBody.fromBytes(content)));
  }

  private static String base64Md5(byte[] content) {
    return Base64.getEncoder().encodeToString(Md5.of(content));
  }

  @Override
  public void send(Path file, String sha256, String key, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file)) {
      List<Part> parts =
          Part.of(channel.size(), Part.length(channel.size(), LEAST_PART, MOST_PARTS));
      if (parts.size() == 1) {
        progress.at(0, channel.size());
        write(key, parts.get(0).read(channel));
        progress.at(channel.size(), channel.size());
        return;
      }
      String upload = upload(key);
      Map<Integer, String> tags = new ConcurrentHashMap<>(sent(key, upload, parts, channel));
      List<Part> missing = parts.stream().filter(part -> !tags.containsKey(part.number())).toList();
      long done =
          parts.stream()
              .filter(part -> tags.containsKey(part.number()))
              .mapToLong(Part::length)
              .sum();
      PartSender.send(
          missing,
          done,
          channel.size(),
          progress,
          part -> tags.put(part.number(), sendPart(key, upload, part, part.read(channel))));
      complete(key, upload, parts, tags);
    }
  }

  /** An upload to go on with, or a new one. */
  private String upload(String key) throws IOException, CatalogException, InterruptedException {
    List<MultipartUpload> begun = uploads(key);
    if (!begun.isEmpty()) {
      return begun.get(begun.size() - 1).uploadId();
    }
    return ask(
        "Writing " + key,
        () ->
            client
                .createMultipartUpload(request -> request.bucket(bucket.bucket()).key(name(key)))
                .uploadId());
  }

  private List<MultipartUpload> uploads(String key)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Reading " + key,
        () ->
            client
                .listMultipartUploadsPaginator(
                    request -> request.bucket(bucket.bucket()).prefix(name(key)))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(name(key)))
                .sorted(Comparator.comparing(MultipartUpload::initiated))
                .toList());
  }

  /** The tags of those parts that the server has as they are here. */
  private Map<Integer, String> sent(
      String key, String upload, List<Part> parts, FileChannel channel)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Reading " + key,
        () -> {
          Map<Integer, String> tags = new HashMap<>();
          for (var there :
              client
                  .listPartsPaginator(
                      request -> request.bucket(bucket.bucket()).key(name(key)).uploadId(upload))
                  .parts()) {
            if (there.partNumber() <= parts.size()) {
              Part part = parts.get(there.partNumber() - 1);
              String md5 = HexFormat.of().formatHex(Md5.of(part.read(channel)));
              if (there.size() == part.length() && there.eTag().replace("\"", "").equals(md5)) {
                tags.put(part.number(), there.eTag());
              }
            }
          }
          return tags;
        });
  }

  private String sendPart(String key, String upload, Part part, byte[] bytes)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Writing " + key,
        () ->
            client
                .uploadPart(
                    request ->
                        request
                            .bucket(bucket.bucket())
                            .key(name(key))
                            .uploadId(upload)
                            .partNumber(part.number())
                            .contentMD5(base64Md5(bytes)),
                    RequestBody.fromBytes(bytes))
                .eTag());
  }

  private void complete(String key, String upload, List<Part> parts, Map<Integer, String> tags)
      throws IOException, CatalogException, InterruptedException {
    List<CompletedPart> completed =
        parts.stream()
            .map(
                part ->
                    CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(tags.get(part.number()))
                        .build())
            .toList();
    ask(
        "Writing " + key,
        () ->
            client.completeMultipartUpload(
                request ->
                    request
                        .bucket(bucket.bucket())
                        .key(name(key))
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(completed))));
  }

  @Override
  public void remove(String key) throws IOException, CatalogException, InterruptedException {
    ask(
        "Deleting " + key,
        () -> client.deleteObject(request -> request.bucket(bucket.bucket()).key(name(key))));
  }

  @Override
  public void removeParts(String key) throws IOException, CatalogException, InterruptedException {
    for (MultipartUpload upload : uploads(key)) {
      ask(
          "Deleting " + key,
          () ->
              client.abortMultipartUpload(
                  request ->
                      request.bucket(bucket.bucket()).key(name(key)).uploadId(upload.uploadId())));
    }
  }

  @Override
  public List<String> keys(String prefix)
      throws IOException, CatalogException, InterruptedException {
    return ask(
        "Listing",
        () -> {
          List<String> keys = new ArrayList<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(
                      request -> request.bucket(bucket.bucket()).prefix(name(prefix)))
                  .contents()) {
            keys.add(object.key().substring(prefix().length()));
          }
          return keys;
        });
  }

  @FunctionalInterface
  private interface Request<T> {
    T run() throws IOException;
  }

  private <T> T ask(String doing, Request<T> request)
      throws IOException, CatalogException, InterruptedException {
    String what = doing + " at " + describe();
    try {
      return request.run();
    } catch (AbortedException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (S3Exception e) {
      throw told(what, e);
    } catch (SdkException e) {
      throw new IOException(what + " failed: " + e.getMessage(), e);
    }
  }

  private static IOException told(String what, S3Exception e) throws CatalogException {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String answer = what + " failed: the server answers " + e.statusCode() + " (" + code + ")";
    if (e.statusCode() == 401 || e.statusCode() == 403) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          answer + "; check the access key and what it may do.",
          e);
    }
    if (e.statusCode() == 404 && !code.equals("NoSuchUpload")) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND, answer + "; check the name of the bucket.", e);
    }
    if (code.contains("Full") || code.contains("Quota") || code.contains("InsufficientStorage")) {
      throw new CatalogException(
          CatalogException.Code.NO_ROOM, answer + ": it has no more room.", e);
    }
    if (e.statusCode() >= 400
        && e.statusCode() < 500
        && e.statusCode() != TOO_MANY_REQUESTS
        && !code.equals("NoSuchUpload")
        && !code.equals("BadDigest")
        && !code.equals("RequestTimeout")) {
      throw new CatalogException(CatalogException.Code.IO, answer + ": " + e.getMessage(), e);
    }
    return new IOException(answer, e);
  }

  @Override
  public void close() {
    client.close();
  }
}
