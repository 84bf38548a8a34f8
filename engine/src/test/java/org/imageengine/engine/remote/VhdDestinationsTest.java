package org.imageengine.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.upload.HttpPutDestination;
import org.imageengine.distributors.upload.PageBlobDestination;
import org.imageengine.distributors.upload.VhdDestination;
import org.imageengine.engine.config.ConfigReader;
import org.imageengine.engine.config.EngineConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VhdDestinationsTest {
  private static final Secrets SECRETS = (credential, source) -> "c2VjcmV0";

  @TempDir Path directory;
  private EngineConfig config;

  @BeforeEach
  void configure() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("engine.yaml"),
            """
            credentials:
              account: { hosts: [a.blob.core.windows.net, 127.0.0.1], accountKey: { account: a, key: { env: KEY } } }
              token: { hosts: [repo.example.org], bearer: { env: TOKEN } }
            identities:
              writer: [account, token]
              nobody: []
            """);
    config = ConfigReader.read(List.of(file), Map.of(), Map.of());
  }

  private VhdDestination of(String uri, String identity) throws Exception {
    FetchCredentials credentials = FetchCredentials.of(config, List.of(identity), SECRETS);
    return new VhdDestinations(credentials, SECRETS).of(URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.blob.core.windows.net/vhds/x.vhd, writer",
    "http://127.0.0.1:10000/a/vhds/x.vhd, writer",
    "https://b.blob.core.windows.net/vhds/x.vhd?sv=2024&sp=w&sig=abc, nobody"
  })
  void storageAccountsAreKnownByKeyOrSignature(String uri, String identity) throws Exception {
    VhdDestination destination = of(uri, identity);
    assertThat(destination).isInstanceOf(PageBlobDestination.class);
    assertThat(destination.describe()).isEqualTo(uri.replaceAll("[?].*", ""));
  }

  @Test
  void otherServersTakeFilesByPut() throws Exception {
    VhdDestination destination = of("https://repo.example.org/raw/x.vhd?a=b", "writer");
    assertThat(destination).isInstanceOf(HttpPutDestination.class);
    assertThat(destination.describe()).isEqualTo("https://repo.example.org/raw/x.vhd");
  }

  @Test
  void aStorageAccountThatNothingLetsIntoIsToldBeforeTheBuild() {
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class,
            () -> of("https://b.blob.core.windows.net/vhds/x.vhd", "writer"));
    assertThat(refusal)
        .hasMessageContaining("https://b.blob.core.windows.net/vhds/x.vhd")
        .hasMessageContaining("identity");
  }
}
