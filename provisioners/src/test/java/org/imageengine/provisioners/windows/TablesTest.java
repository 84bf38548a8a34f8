package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.imageengine.provisioners.OutputStreamKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is pure text, as tables. */
class TablesTest {

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("include:$true", null),
        Arguments.of("exclude:$_.Title -like '*Preview*'", null),
        Arguments.of("include:$_.Title -like 'a:b'", null),
        Arguments.of(
            "$true",
            "\"$true\" does not say what to do with the updates. Write \"include:$true\" or"
                + " \"exclude:$true\"."),
        Arguments.of(
            " $False ",
            "\" $False \" does not say what to do with the updates. Write \"include:$False\" or"
                + " \"exclude:$False\"."),
        Arguments.of(
            "only:$true",
            "\"only:$true\" is not a filter. A filter begins with include: or exclude:, such as"
                + " exclude:$_.Title -like '*Preview*'."),
        Arguments.of(
            "include: ",
            "\"include: \" is not a filter. A filter begins with include: or exclude:, such as"
                + " exclude:$_.Title -like '*Preview*'."));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filtersAreChecked(String filter, String advice) {
    assertThat(UpdateFilters.check(filter).orElse(null)).isEqualTo(advice);
  }

  @Test
  void noFiltersAreTheDefault() {
    assertThat(UpdateFilters.orDefault(List.of())).containsExactly("include:$true");
    assertThat(UpdateFilters.orDefault(List.of("exclude:$true"))).containsExactly("exclude:$true");
  }

  static Stream<Arguments> cliXml() {
    String head = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/ps\">";
    return Stream.of(
        Arguments.of(List.of("plain"), List.of("plain")),
        Arguments.of(
            List.of("#< CLIXML", head + "<S S=\"Error\">a &lt;b&gt;_x000D__x000A_</S></Objs>"),
            List.of("a <b>")),
        Arguments.of(
            List.of(
                "#< CLIXML",
                head
                    + "<Obj S=\"progress\" RefId=\"0\"><MS><S N=\"T\">Preparing</S></MS></Obj>"
                    + "</Objs>"),
            List.of()),
        Arguments.of(
            List.of(
                "#< CLIXML",
                head + "<S S=\"Error\">one _x000D__x000A_</S><S S=\"Error\">t",
                "wo_x000D__x000A_</S><S S=\"Warning\">w</S></Objs>after"),
            List.of("one ", "two", "w", "after")),
        Arguments.of(
            List.of("before#< CLIXML" + head + "<S S=\"Error\">&amp;lt;_x0009_</S></Objs>"),
            List.of("before", "&lt;\t")),
        Arguments.of(List.of("#< CLIXML", "no xml", "more"), List.of("no xml", "more")),
        Arguments.of(List.of("#< CLIXML", head + "cut"), List.of(head + "cut")));
  }

  @ParameterizedTest
  @MethodSource("cliXml")
  void cliXmlBecomesText(List<String> in, List<String> out) {
    List<String> lines = new ArrayList<>();
    try (CliXml cliXml = new CliXml(lines::add)) {
      in.forEach(cliXml::line);
    }
    assertThat(lines).isEqualTo(out);
  }

  @ParameterizedTest
  @CsvSource({
    "result exited NQ==, exited, 5",
    "'result running ', running, ''",
    "result placed, placed, ''",
    "result gone, gone, ''"
  })
  void answersAreRead(String line, String word, String text) {
    Answer answer = Answer.of(line).orElseThrow();
    assertThat(answer.word()).isEqualTo(word);
    assertThat(answer.text()).isEqualTo(text);
  }

  @Test
  void otherLinesAreNoAnswers() {
    assertThat(Answer.of("the result of it")).isEmpty();
    assertThat(Answer.among(List.of("x", "result a", "result b"))).contains(new Answer("a", ""));
  }

  @ParameterizedTest
  @CsvSource({"PT60S, PT60.000S", "PT1.5S, PT1.500S", "PT2H, PT7200.000S"})
  void timesAreWrittenForTheServer(Duration duration, String text) {
    assertThat(WinRmExchange.isoSeconds(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1440, 1", "1441, 2", "20000, 14"})
  void bytesAreWrittenInChunks(int size, int chunks) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0xFB);
    List<String> commands = CommandLines.write(bytes, "C:\\x.b64");
    assertThat(commands).hasSize(chunks);
    assertThat(commands.get(0)).doesNotStartWith(">>");
    assertThat(commands.subList(1, chunks)).allMatch(line -> line.startsWith(">>C:\\x.b64 echo "));
  }

  @Test
  void linesArePackedInOrderAndNoneIsTooLong() {
    byte[] bytes = "0123456789".repeat(2000).getBytes(StandardCharsets.US_ASCII);
    List<String> commands = CommandLines.write(bytes, "C:\\x.b64");
    List<String> lines = CommandLines.pack(commands);
    assertThat(lines).allMatch(line -> line.length() <= CommandLines.LONGEST);
    assertThat(String.join("&", lines)).isEqualTo(String.join("&", commands));
    assertThat(lines).hasSizeLessThan(commands.size());
    assertThat(CommandLines.pack(List.of())).isEmpty();
  }

  @Test
  void scriptsAreRunByFile() {
    assertThat(CommandLines.powershell("C:\\a.ps1", "-X", "1"))
        .isEqualTo(
            "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File C:\\a.ps1 -X"
                + " 1");
  }

  @Test
  void inlineLinesAreOneScriptInUtf8WithAMark() {
    assertThat(PowerShellScript.inline(List.of("$x = '\u00fc'", "$x")).content())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("\uFEFF$x = '\u00fc'\r\n$x\r\n");
  }

  @Test
  void systemIsOnlyForElevatedSteps() {
    assertThat(new PowerShellOptions(true, true, List.of()).runAs()).isEqualTo(RunAs.SYSTEM);
    assertThat(new PowerShellOptions(true, false, List.of(3)).runAs())
        .isEqualTo(RunAs.ELEVATED_USER);
    assertThat(PowerShellOptions.usual().runAs()).isEqualTo(RunAs.NETWORK_USER);
    assertThat(PowerShellOptions.usual().validExitCodes()).containsExactly(0);
    assertThatThrownBy(() -> new PowerShellOptions(false, true, List.of()))
        .hasMessageContaining("elevated");
  }

  @ParameterizedTest
  @CsvSource({"plain, '\"plain\"'", "'a\"b\\c', '\"a\\\"b\\\\c\"'", "\u00fc, '\"\\u00fc\"'"})
  void optionsAreWrittenAsJson(String text, String json) {
    assertThat(WindowsUpdateProvisioner.json(text)).isEqualTo(json);
  }

  @Test
  void anUpdateThatIsTriedTwiceInVainIsGivenUp() {
    UpdateRound.Failures failures = new UpdateRound.Failures();
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      UpdateRound round = new UpdateRound((stream, line) -> log.add(line));
      round.line(OutputStreamKind.STDOUT, "Failed: a");
      round.line(OutputStreamKind.STDOUT, "@@failed 1 The first");
      round.line(OutputStreamKind.STDOUT, "@@installed " + (i + 2) + " Another");
      assertThat(failures.add(round)).isEqualTo(i == 1 ? List.of("1 The first") : List.of());
    }
    assertThat(failures.skipped()).containsExactly("1");
    assertThat(log).containsExactly("Failed: a", "Failed: a", "Failed: a");
  }

  @Test
  void aStateIsWholeOrNone() {
    assertThat(
            GuestState.of(
                List.of(
                    "boot 132", "now 140", "build 20348", "setup 0", "oobe 1", "image IMAGE_X")))
        .contains(new GuestState(132, 140, "20348", false, true, "IMAGE_X"));
    assertThat(GuestState.of(List.of("boot 132", "build 20348"))).isEmpty();
  }

  /** Times in seconds: of the boot and of the clock, ten seconds after the clock said 1100. */
  @ParameterizedTest
  @CsvSource({
    "1000, 1110, false, nothing has happened",
    "4600, 4710, false, the clock was put forward an hour",
    "1000, 4710, false, the clock was put forward and the boot is told as it was",
    "1105, 1110, true, a restart",
    "-2495, -2490, true, a restart with the clock an hour back",
    "1001, 1110, false, the boot is not told to the second"
  })
  void aRestartIsToldFromAClockThatIsSet(long boot, long now, boolean isRestarted, String why) {
    GuestState before = state(1000, 1100);
    assertThat(state(boot, now).isRestarted(before, Duration.ofSeconds(10)))
        .as(why)
        .isEqualTo(isRestarted);
  }

  private static GuestState state(long boot, long now) {
    return new GuestState(boot * 10_000_000, now * 10_000_000, "1", false, false, "");
  }
}
