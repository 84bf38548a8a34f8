package org.imageengine.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
  @TempDir Path directory;
  private final SecretReader reader =
      new SecretReader(Map.of("TOKEN", "t0ken", "EMPTY", ""), Duration.ofSeconds(10));

  @Test
  void readsTheFirstLineFromWhereItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "from file \nsecond\n");
    assertThat(reader.read("c", new SecretSource.Environment("TOKEN"))).isEqualTo("t0ken");
    assertThat(reader.read("c", new SecretSource.File(file))).isEqualTo("from file");
    assertThat(reader.read("c", new SecretSource.Command("echo by command; echo more")))
        .isEqualTo("by command");
  }

  @Test
  void whatCannotBeReadIsToldWithoutIt() throws Exception {
    assertThatThrownBy(() -> reader.read("mine", new SecretSource.Environment("EMPTY")))
        .hasMessageContaining("credential \"mine\"")
        .hasMessageContaining("the environment variable EMPTY is not set");
    assertThatThrownBy(() -> reader.read("mine", new SecretSource.File(directory.resolve("none"))))
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> reader.read("mine", new SecretSource.Command("echo s3cret; exit 3")))
        .hasMessageContaining("exit code 3")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> reader.read("mine", new SecretSource.Command("true")))
        .hasMessageContaining("there is nothing in it");
  }

  @Test
  void aCommandThatHangsIsEnded() {
    SecretReader hurried = new SecretReader(Map.of(), Duration.ofSeconds(1));
    assertThatThrownBy(() -> hurried.read("mine", new SecretSource.Command("sleep 60; echo x")))
        .hasMessageContaining("took longer than 1 s");
  }
}
