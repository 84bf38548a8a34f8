package org.imageengine.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.config.ConfigReader;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.provisioners.FetchCredential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCredentialsTest {
  @TempDir Path directory;
  private EngineConfig config;
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void configure() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("engine.yaml"),
            """
            credentials:
              token: { hosts: one.example.org, bearer: { env: A } }
              basic: { hosts: two.example.org, basic: { user: me, password: { env: B } } }
              sas: { hosts: one.example.org, sas: { env: C } }
              key: { hosts: one.example.org, header: { name: X-Key, value: { env: D } } }
              other: { hosts: one.example.org, header: { name: X-Other, value: { env: E } } }
            identities:
              id1: [token, sas, basic]
              id2: key
              "*": []
            """);
    config = ConfigReader.read(List.of(file), Map.of(), Map.of());
  }

  private FetchCredentials of(String... ids) {
    return FetchCredentials.of(
        config,
        List.of(ids),
        (credential, source) -> {
          read.add(credential.name());
          return "?secret of " + credential.name();
        });
  }

  @Test
  void eachHostSeesItsOwnAndNoOther() throws Exception {
    FetchCredentials credentials = of("id1", "ID2");
    FetchCredential one = credentials.forUri(URI.create("https://one.example.org/x"));
    assertThat(one.headers())
        .containsOnly(
            Map.entry("Authorization", "Bearer ?secret of token"),
            Map.entry("X-Key", "?secret of key"));
    assertThat(one.query()).isEqualTo("secret of sas");
    assertThat(read).containsExactly("token", "sas", "key");
    assertThat(credentials.forUri(URI.create("https://two.example.org/")).headers())
        .containsOnlyKeys("Authorization");
    assertThat(credentials.forUri(URI.create("https://three.example.org/")))
        .isEqualTo(FetchCredential.NONE);
    assertThat(credentials.forUri(URI.create("https://one.example.org/y"))).isEqualTo(one);
    assertThat(read).as("each is read once").hasSize(4);
  }

  @Test
  void whatTheTemplateDoesNotNameIsNotShown() throws Exception {
    assertThat(of("id2").forUri(URI.create("https://one.example.org/")).headers())
        .containsOnlyKeys("X-Key");
    assertThat(of().forUri(URI.create("https://one.example.org/"))).isEqualTo(FetchCredential.NONE);
    assertThat(of("unknown").forUri(URI.create("https://one.example.org/")))
        .isEqualTo(FetchCredential.NONE);
    assertThat(FetchCredentials.mapped(config, "unknown")).isPresent();
  }
}
