package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Templates with random changes: whatever a file holds, reading it ends soon, with a template or
 * with problems that have a place. {@code -Dfuzz.inputs=100000} runs more; {@code -Dfuzz.seed}
 * repeats a run.
 */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 3000);
  private static final long SEED = Long.getLong("fuzz.seed", 20261123L);
  private static final Path SEEDS = Path.of("src/test/resources/fuzz-seeds");
  private static final Path SNIPPETS = Path.of("src/test/resources/reference-snippets");
  // Far above what any input takes, so that a slow machine does not fail, and a hang does.
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> WORDS =
      List.of(
          "'",
          "\"",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          ":",
          ",",
          "\n",
          "${",
          "'''",
          "//",
          "/*",
          "*/",
          "?",
          "=>",
          "...",
          "@",
          "::",
          ".?",
          "[?",
          "^",
          "|",
          "!",
          "null",
          "true",
          "for",
          "if",
          "in",
          "param ",
          "var ",
          "type ",
          "func ",
          "module ",
          "resource ",
          "import ",
          "existing ",
          "\\",
          "\\u{110000}",
          "\uD800",
          "\u0000",
          "é",
          "1e999999999",
          "99999999999999999999",
          "-",
          "[concat(",
          "[parameters('p')]",
          "[variables('v')]",
          "[reference('x')]",
          "[copyIndex()]",
          "range(0, 10000)",
          "[padLeft('x', 2147483647)]",
          "\"copy\": [",
          "[substring('a', 5, -1)]",
          "[dateTimeAdd('x', 'P1D')]",
          "format('{9}')",
          "[json('{')]",
          "[uri('x', '::')]",
          "[base64ToString('%')]",
          "[cidrSubnet('x', 1, 1)]",
          "$schema");

  @TempDir Path directory;

  private static List<Path> seeds() throws IOException {
    List<Path> seeds = new ArrayList<>();
    for (Path folder : List.of(SEEDS, SNIPPETS)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> !file.toString().endsWith(".csv")).sorted().forEach(seeds::add);
      }
    }
    return seeds;
  }

  @ParameterizedTest
  @ValueSource(strings = {".json", ".bicep", ".bicepparam"})
  void nothingButCleanErrors(String form) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Path seed : seeds()) {
      if (seed.toString().endsWith(form)) {
        texts.add(Files.readString(seed));
      }
    }
    assertThat(texts).isNotEmpty();
    Files.copy(SEEDS.resolve("everything.bicep"), directory.resolve("everything.bicep"));
    Random random = new Random(SEED);
    int valid = 0;
    int inputs = form.equals(".bicepparam") ? INPUTS / 10 : INPUTS / 2;
    for (int i = 0; i < inputs; i++) {
      String text = mutated(texts.get(random.nextInt(texts.size())), texts, random);
      valid += reads("input" + form, text.getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertThat(valid).as("some are still valid, so the changes are small enough").isPositive();
  }

  @Test
  void bytesThatAreNoText() throws Exception {
    Random random = new Random(SEED);
    byte[] whole = Files.readAllBytes(SEEDS.resolve("everything.json"));
    for (int i = 0; i < 200; i++) {
      byte[] bytes = whole.clone();
      for (int j = 0; j < 5; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var unused = reads("bytes.json", bytes);
    }
  }

  private static String mutated(String text, List<String> others, Random random) {
    StringBuilder changed = new StringBuilder(text);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && changed.length() > 2; i++) {
      int at = random.nextInt(changed.length());
      int end = Math.min(changed.length(), at + 1 + random.nextInt(30));
      switch (random.nextInt(6)) {
        case 0 -> changed.delete(at, end);
        case 1 -> changed.insert(at, changed.substring(at, end).repeat(1 + random.nextInt(3)));
        case 2 -> changed.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 3 -> changed.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
        case 4 -> {
          String other = others.get(random.nextInt(others.size()));
          int from = random.nextInt(other.length());
          changed.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
        }
        default -> changed.setCharAt(at, (char) (random.nextInt(96) + 32));
      }
    }
    return changed.toString();
  }

  /** Whether the input is a template; anything but clean problems fails the test. */
  private boolean reads(String name, byte[] input) throws IOException {
    Path file = Files.write(directory.resolve(name), input);
    long start = System.nanoTime();
    try {
      var unused = TemplateReader.read(TemplateRequest.of(file));
      return true;
    } catch (ProblemsException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.at().line()).isNotNegative();
              });
      return false;
    } catch (Exception | Error e) {
      Path kept = Files.write(Files.createTempFile("fuzz", name), input);
      return fail("Reading " + kept + " did not end cleanly", e);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(() -> "the time to read\n" + new String(input, StandardCharsets.UTF_8))
          .isLessThan(LIMIT);
    }
  }

  /** Each of these is made to exhaust something. */
  @Test
  void filesThatWantTooMuch() throws Exception {
    List<String> texts =
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "var a = " + "(".repeat(100_000),
            "var a = " + "!".repeat(100_000) + "true",
            "var a = 1" + " + 1".repeat(100_000),
            "var a = true" + " ? 1 : true".repeat(20_000),
            "var a = x" + " => x".repeat(20_000),
            "var a = 'x'" + ".a".repeat(100_000),
            "param a string" + "[]".repeat(50_000),
            "param a string" + "?".repeat(50_000),
            "param a " + "{ a: ".repeat(50_000),
            "var a = '" + "${'".repeat(50_000),
            "// nothing\n".repeat(100_000),
            "var a" + "0\nvar a".repeat(10_000) + " = 1",
            "{\"type\": \"" + "x".repeat(5_000_000) + "\"}",
            "{\"buildTimeoutInMinutes\": 1" + "0".repeat(1_000_000) + "}");
    for (String text : texts) {
      assertThat(reads("large.json", text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  @Test
  void variablesThatDoubleEachOther() throws Exception {
    StringBuilder bicep = new StringBuilder("var v0 = ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x']\n");
    for (int i = 1; i < 40; i++) {
      bicep.append(String.format("var v%1$d = [v%2$d, v%2$d, v%2$d, v%2$d]%n", i, i - 1));
    }
    bicep.append(
        """
        resource t 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = {
          name: 'n'
          location: 'l'
          tags: { a: string(v39) }
          properties: {}
        }
        """);
    Path file = Files.writeString(directory.resolve("doubling.bicep"), bicep);
    try {
      var unused = TemplateReader.read(TemplateRequest.of(file));
      fail("it was read");
    } catch (ProblemsException e) {
      assertThat(e.getMessage()).contains("makes more than");
    }
  }

  @Test
  void aFileOfAHundredMegabytesIsRefused() throws Exception {
    Path file = directory.resolve("huge.json");
    try (var channel =
        Files.newByteChannel(
            file,
            java.util.Set.of(
                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
      channel.position(100L << 20);
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    try {
      var unused = TemplateReader.read(TemplateRequest.of(file));
      fail("it was read");
    } catch (ProblemsException e) {
      assertThat(e.getMessage()).contains("is larger than 16 MiB");
    }
  }
}
