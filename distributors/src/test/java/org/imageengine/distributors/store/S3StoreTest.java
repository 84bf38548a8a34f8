package org.imageengine.distributors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.server.S3Server;
import org.imageengine.distributors.transfer.Retrying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest extends ReplicaStoreContract {
  @TempDir static Path shared;
  private static S3Server server;
  private String bucket;
  private Path objects;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(shared);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void newBucket() throws Exception {
    bucket = "bucket-" + UUID.randomUUID();
    objects = server.bucket(bucket);
  }

  private ReplicaStore store(String name, URI endpoint, String secret) {
    return new RemoteStore(
        new S3Transport(
            new S3Bucket(
                name,
                "some/images",
                Optional.of(endpoint),
                "us-east-1",
                S3Server.ACCESS_KEY,
                secret)),
        new Retrying(Duration.ofMillis(10)));
  }

  @Override
  ReplicaStore open() {
    return store(bucket, server.endpoint(), S3Server.SECRET_KEY);
  }

  @Override
  void flipByte(String name) throws Exception {
    DirectoryStoreTest.flip(objects.resolve("some/images").resolve(name));
  }

  @Test
  void aWrongKeyIsToldWithoutIt() {
    try (ReplicaStore store = store(bucket, server.endpoint(), "wrong-secret")) {
      CatalogException refusal = catchThrowableOfType(CatalogException.class, store::check);
      assertThat(refusal.code()).isEqualTo(CatalogException.Code.NO_PERMISSION);
      assertThat(refusal)
          .hasMessageContaining("s3://" + bucket + "/some/images")
          .hasMessageNotContaining("wrong-secret");
    }
  }

  @Test
  void aMissingBucketIsNamed() {
    try (ReplicaStore store = store("no-such-bucket", server.endpoint(), S3Server.SECRET_KEY)) {
      CatalogException refusal = catchThrowableOfType(CatalogException.class, store::check);
      assertThat(refusal.code()).isEqualTo(CatalogException.Code.NOT_FOUND);
      assertThat(refusal).hasMessageContaining("no-such-bucket");
    }
  }

  @Test
  void aServerThatIsDownIsNamed() {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (ReplicaStore store = store(bucket, nobody, S3Server.SECRET_KEY)) {
      CatalogException failure = catchThrowableOfType(CatalogException.class, store::check);
      assertThat(failure.code()).isEqualTo(CatalogException.Code.IO);
      assertThat(failure).hasMessageContaining("s3://" + bucket);
    }
  }
}
