package org.imageengine.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections that hold names of the user's own. */
class SectionsTest {
  private static final String GOOD =
      """
      credentials:
        files:
          hosts: [files.example.org, "*.example.net"]
          bearer: { env: TOKEN }
        basic: { hosts: h, basic: { user: me, password: { file: /run/pw } } }
        header: { hosts: h, header: { name: X-Key, value: { command: pass show x } } }
        sas: { hosts: h, sas: { env: SAS } }
        cert: { hosts: h, clientCertificate: { file: /c.p12, password: { env: PW } } }
        store: { accountKey: { account: acc, key: { env: KEY } } }
        s3key: { accessKey: { id: AKIA, secret: { env: SECRET } } }
      identities:
        /subscriptions/s/resourceGroups/r/providers/M/userAssignedIdentities/one: files
        two: [files, basic]
        three: []
      regions:
        West US: { directory: /mnt/westus }
        eastus:
          zones:
            - directory: /mnt/disk1
            - sftp: sftp://images@backup:2222/srv/images
              identityFile: /etc/key
              hostKey: ssh-ed25519 AAAA
        north: { azureBlob: "https://acc.blob.core.windows.net/images", credential: store }
        south: { s3: "s3://bucket/images", endpoint: "https://minio:9000", credential: s3key }
      """;

  @TempDir Path directory;

  private EngineConfig read(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("engine.yaml"), text);
    return ConfigReader.read(List.of(file), Map.of(), Map.of());
  }

  @Test
  void everyKindIsRead() throws Exception {
    EngineConfig config = read(GOOD);
    assertThat(config.credentials()).hasSize(7);
    Credential files = config.credential("files").orElseThrow();
    assertThat(files.kind())
        .isEqualTo(new Credential.Bearer(new SecretSource.Environment("TOKEN")));
    assertThat(files.isFor("files.example.org")).isTrue();
    assertThat(files.isFor("a.EXAMPLE.net")).isTrue();
    assertThat(files.isFor("example.net")).isFalse();
    assertThat(files.isFor("files.example.org.evil.com")).isFalse();
    assertThat(config.identity("TWO").orElseThrow())
        .extracting(Credential::name)
        .containsExactly("files", "basic");
    assertThat(config.identity("three").orElseThrow()).isEmpty();
    assertThat(config.identity("four")).isEmpty();
    assertThat(config.regions())
        .extracting(RegionSettings::name)
        .containsExactly("eastus", "north", "south", "westus");
    assertThat(config.regions().get(0).zones())
        .hasSize(2)
        .first()
        .isEqualTo(new Place.Directory(Path.of("/mnt/disk1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bearer: { env: TOKEN } | bearer: { env: T, file: /f } | exactly one of env, file or command",
        "bearer: { env: TOKEN } | bearer: { environment: T } | exactly one of env, file or command",
        "bearer: { env: TOKEN } | token: x | must have exactly one of bearer",
        "bearer: { env: TOKEN } | bearer: s3cret | An object is wanted here",
        "{ user: me, password | { usr: me, password | \"user\" is required",
        "two: [files, basic] | two: [fils] | There is no credential \"fils\".",
        "three: [] | three: {} | The name of a credential",
        "credential: store } | credential: stor } | There is no credential \"stor\".",
        "{ directory: /mnt/westus } | { directory: mnt } | is no absolute path",
        "{ directory: /mnt/westus } | { directry: /mnt } | exactly one of directory, sftp",
        "sftp://images@backup:2222 | sftp://images:pw@backup:2222 | must name a user, and no password",
        "identityFile: /etc/key | #x | \"identityFile\" is required",
        "s3://bucket/images | bucket | no URI of the form s3://bucket/prefix",
        "- directory: /mnt/disk1 | - { directory: /mnt/disk1, more: x } | more"
      })
  void aMistakeIsToldAtItsPlace(String right, String wrong, String message) {
    String text = GOOD.replace(right, wrong);
    assertThat(text).isNotEqualTo(GOOD);
    ProblemsException failure = catchThrowableOfType(ProblemsException.class, () -> read(text));
    assertThat(failure.problems())
        .extracting(Problem::message)
        .anyMatch(said -> said.contains(message));
    assertThat(failure.problems()).allMatch(problem -> problem.at().line() > 1);
    assertThat(failure.getMessage()).doesNotContain("s3cret");
  }
}
