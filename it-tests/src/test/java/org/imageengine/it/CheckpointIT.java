package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Builds that go on from what earlier ones have left. Each goes on from the ones before it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CheckpointIT {
  private static final Pattern FACTS =
      Pattern.compile("facts (\\d+) ([0-9a-f]{32}) ([0-9a-f]{32}) (\\S+)");

  @TempDir static Path directory;
  private Engine engine;
  private JsonNode cold;

  /** Says what must differ between guests that were started from one state. */
  private static final String SAY_FACTS =
      "echo facts $(date +%s) $(cat /etc/machine-id) $(head -c 16 /dev/urandom | md5sum | cut -c1-32)"
          + " $(cut -d' ' -f2 ~/.ssh/authorized_keys)";

  private Templates template(String second) {
    Templates template =
        new Templates("cached", TestCatalog.GEN2)
            .shell("first", "echo first | sudo tee /first", SAY_FACTS)
            .shell("second", "echo " + second + " | sudo tee /second", SAY_FACTS)
            .managedImage("image", second);
    template.properties().putObject("optimize").putObject("vmBoot").put("state", "Enabled");
    return template;
  }

  private Path write(Templates template, String name) throws Exception {
    return template.write(directory.resolve(name + ".json"));
  }

  private JsonNode build(String second, Object... more) throws Exception {
    List<Object> command =
        new ArrayList<>(List.of("run", write(template(second), second), "--output", "json"));
    command.addAll(List.of(more));
    return engine.run(command.toArray()).succeeded().json();
  }

  @BeforeAll
  void buildFromCold() throws Exception {
    Path home = Files.createDirectories(directory.resolve("state"));
    engine =
        TestCatalog.prepare(home, TestCatalog.GEN2)
            .reusing()
            .with("ENGINE_CACHE_STEP_THRESHOLD", "0s");
    cold = build("one");
  }

  private static List<String> reused(JsonNode run) {
    return StreamSupport.stream(run.get("steps").spliterator(), false)
        .filter(step -> step.hasNonNull("reusedFrom"))
        .map(step -> step.get("name").asText())
        .toList();
  }

  private String log(JsonNode run) throws Exception {
    return engine.run("runs", "logs", run.get("runId").asText()).succeeded().out();
  }

  private Path image(String name) throws Exception {
    JsonNode image =
        new ObjectMapper()
            .readTree(
                engine.run("image", "list", "--managed", "--output", "json").succeeded().out());
    assertThat(image.toString()).contains(name);
    try (var disks = Files.walk(engine.home().resolve("catalog/managed"))) {
      return disks
          .filter(path -> path.toString().endsWith(".qcow2"))
          .filter(path -> path.getParent().getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Order(1)
  void theFirstBuildReusesNothingAndLeavesStates() throws Exception {
    assertThat(reused(cold)).isEmpty();
    String list = engine.run("cache", "list").succeeded().out();
    assertThat(list)
        .contains("booted", "after step 1, first", "after step 2, second", "generalized");
    Leftovers.assertNone(engine.home());
  }

  @Test
  @Order(2)
  void anUnchangedTemplateGoesStraightToItsOutputs() throws Exception {
    JsonNode run = build("one");
    assertThat(reused(run)).containsExactly("boot", "first", "second");
    assertThat(log(run)).doesNotContain("==> Connecting").contains("==> Distributing");
    assertThat(run.at("/runOutputs/0/sha256").asText())
        .isEqualTo(cold.at("/runOutputs/0/sha256").asText());
  }

  @Test
  @Order(3)
  void aChangedStepIsRunOnTheStateBeforeIt() throws Exception {
    JsonNode run = build("two");
    assertThat(reused(run)).containsExactly("boot", "first");
    Matcher before = facts(log(cold), 2);
    Matcher after = facts(log(run), 1);
    long now = System.currentTimeMillis() / 1000;
    assertThat(Long.parseLong(after.group(1)))
        .as("the clock of the guest")
        .isBetween(now - 90, now + 1)
        .isGreaterThan(Long.parseLong(before.group(1)));
    assertThat(after.group(2)).as("machine ID").isNotEqualTo(before.group(2));
    assertThat(after.group(3)).as("random numbers").isNotEqualTo(before.group(3));
    assertThat(after.group(4)).as("key of the build user").isNotEqualTo(before.group(4));
    Leftovers.assertNone(engine.home());
  }

  private static Matcher facts(String log, int number) {
    Matcher matcher = FACTS.matcher(log);
    for (int index = 0; index < number; index++) {
      assertThat(matcher.find()).as("facts number %d in %s", number, log).isTrue();
    }
    return matcher;
  }

  /** Nothing of a reused state may be in an image but time stamps and random identities. */
  @Test
  @Order(4)
  void anImageFromAStateIsTheSameAsOneFromCold() throws Exception {
    Host.needsRoot("to mount the file systems of images");
    Path kept = Files.createDirectories(directory.resolve("kept")).resolve("two.qcow2");
    Files.copy(image("two"), kept);
    assertThat(reused(build("two", "--no-cache"))).isEmpty();
    Map<String, String> fromState = FileSystems.content(kept, directory.resolve("a"));
    Map<String, String> fromCold = FileSystems.content(image("two"), directory.resolve("b"));
    Map<String, String> differences = new TreeMap<>();
    fromState.forEach(
        (path, value) -> {
          if (!Objects.equals(value, fromCold.get(path)) && !isIdentity(path)) {
            differences.put(path, value + " / " + fromCold.get(path));
          }
        });
    fromCold.forEach(
        (path, value) -> {
          if (!fromState.containsKey(path) && !isIdentity(path)) {
            differences.put(path, "- / " + value);
          }
        });
    assertThat(fromState).hasSizeGreaterThan(1000);
    assertThat(differences).isEmpty();
  }

  /** Time stamps and random identities. */
  private static boolean isIdentity(String path) {
    return path.startsWith("var/log/")
        || path.matches("var/lib/systemd/(timers|random-seed).*")
        || path.matches("var/lib/private/systemd/.*");
  }

  @Test
  @Order(5)
  void twoBuildsStartFromOneStateAtOnce() throws Exception {
    Engine.Running three = engine.start("run", write(template("three"), "three"));
    Engine.Running four = engine.start("run", write(template("four"), "four"));
    String one = three.await().succeeded().out();
    String other = four.await().succeeded().out();
    assertThat(one).contains("1/2 first: reused from run");
    assertThat(other).contains("1/2 first: reused from run");
    assertThat(facts(one, 1).group(3)).isNotEqualTo(facts(other, 1).group(3));
    Leftovers.assertNone(engine.home());
  }

  @Test
  @Order(6)
  void aFailedBuildIsResumedBeforeTheStepThatFailed() throws Exception {
    Templates broken =
        new Templates("broken", TestCatalog.GEN2)
            .shell("first", "echo first | sudo tee /first", SAY_FACTS)
            .shell("second", "exit 7")
            .managedImage("image", "mended");
    engine.run("run", write(broken, "broken")).failedWith(1);
    Path mended = write(template("mended"), "mended");
    Engine.Result resumed = engine.run("resume", "latest", "--template", mended).succeeded();
    assertThat(resumed.out()).contains("1/2 first: reused from run").contains("--> 2/2 second");
  }

  /** Before states are removed, they are compressed; they are as good as before. */
  @Test
  @Order(7)
  void compressedStatesAreStartedToo() throws Exception {
    Map<String, Long> before = sizes();
    long whole = before.values().stream().mapToLong(Long::longValue).sum();
    engine
        .with("ENGINE_CACHE_SIZE", (whole * 3 / 4 >> 20) + "MiB")
        .run("cache", "prune")
        .succeeded();
    Map<String, Long> after = sizes();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after).anySatisfy((key, size) -> assertThat(size).isLessThan(before.get(key) / 2));
    JsonNode run = build("six");
    assertThat(reused(run)).containsExactly("boot", "first");
    assertThat(log(run)).doesNotContain("cannot be used");
  }

  private Map<String, Long> sizes() throws Exception {
    Map<String, Long> sizes = new TreeMap<>();
    for (JsonNode state : engine.run("cache", "list", "--output", "json").succeeded().json()) {
      sizes.put(state.get("key").asText(), state.get("sizeBytes").asLong());
    }
    return sizes;
  }

  @Test
  @Order(8)
  void aStateThatCannotBeStartedIsRemovedAndTheBuildGoesOn() throws Exception {
    for (JsonNode state : engine.run("cache", "list", "--output", "json").succeeded().json()) {
      Path memory =
          engine.home().resolve("checkpoints").resolve(state.get("key").asText()).resolve("memory");
      if (state.get("state").asText().startsWith("after step 1")) {
        overwrite(memory);
      }
    }
    JsonNode run = build("five");
    assertThat(reused(run)).containsExactly("boot");
    assertThat(log(run)).contains("cannot be used and is removed");
    Leftovers.assertNone(engine.home());
  }

  private static void overwrite(Path memory) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
      file.write("this is no guest".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  @Order(9)
  void statesGoWhenTheyAreTooManyAndWhenAskedTo() throws Exception {
    Path checkpoints = engine.home().resolve("checkpoints");
    int before = engine.run("cache", "list", "--output", "json").succeeded().json().size();
    engine.with("ENGINE_CACHE_SIZE", "700MiB").run("cache", "prune").succeeded();
    JsonNode left = engine.run("cache", "list", "--output", "json").succeeded().json();
    assertThat(left.size()).isBetween(1, before - 1);
    long bytes = 0;
    for (JsonNode state : left) {
      bytes += state.get("sizeBytes").asLong();
    }
    assertThat(bytes).isLessThan(700L << 20);
    engine.run("cache", "prune", "--all").succeeded();
    assertThat(engine.run("cache", "list").succeeded().out()).contains("Nothing is kept");
    assertThat(checkpoints.resolve("layers")).isEmptyDirectory();
  }
}
