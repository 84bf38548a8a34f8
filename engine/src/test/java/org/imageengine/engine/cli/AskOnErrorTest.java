package org.imageengine.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.build.OnError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskOnErrorTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> shells = new ArrayList<>();

  private OnError.Choice answer(String typed) throws Exception {
    return new AskOnError(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new BufferedReader(new StringReader(typed)),
            failed -> shells.add(failed.name()),
            () -> {})
        .choose(
            new OnError.FailedStep(
                null,
                null,
                "install",
                new EngineException(
                    ErrorKind.EXTERNAL, "CustomizerFailed", "The customizer failed.", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "r, RETRY",
    "Retry, RETRY",
    "c, CONTINUE",
    "a, ABORT",
    "u, CLEAN_UP",
    "clean up, CLEAN_UP"
  })
  void eachLetterIsAChoice(String typed, OnError.Choice expected) throws Exception {
    assertThat(answer(typed + "\n")).isEqualTo(expected);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("The customizer failed.");
  }

  @Test
  void asksAgainAfterAShellAndAfterNonsense() throws Exception {
    assertThat(answer("x\ns\ns\nr\n")).isEqualTo(OnError.Choice.RETRY);
    assertThat(shells).containsExactly("install", "install");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Answer with one of the letters");
  }

  @Test
  void whoIsNotThereWantsNothingKept() throws Exception {
    assertThat(answer("")).isEqualTo(OnError.Choice.CLEAN_UP);
  }
}
