package org.imageengine.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReaderTest {
  @TempDir Path directory;

  @Test
  void everyValueKnowsItsPlace() throws Exception {
    Value value =
        ValueReader.json("t.json", "{\n  // a comment\n  \"a\": [1,\n    {\"b\": \"x\"},]\n}");

    Value.ArrayValue array =
        (Value.ArrayValue) ((Value.ObjectValue) value).members().get("a").value();
    Value.ObjectValue inner = (Value.ObjectValue) array.items().get(1);
    assertThat(inner.members().get("b").value().at())
        .isEqualTo(new Position("t.json", 4, 11, "a[1].b"));
    assertThat(inner.members().get("b").nameAt()).isEqualTo(new Position("t.json", 4, 6, "a[1].b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": 1 "b": 2}   | t.json:1:9: Unexpected character
          {"a": 1, "a": 2}  | t.json:1:13: Duplicate field 'a'
          {"a": tru}        | t.json:1:10: Unrecognized token 'tru'
          {"a": 1           | Unexpected end-of-input
          {} {}             | t.json:1:4: There is text after the end
          """)
  void aSyntaxErrorNamesLineAndColumn(String text, String expected) {
    assertThatThrownBy(() -> ValueReader.json("t.json", text))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void anEmptyTextIsAProblem() {
    assertThatThrownBy(() -> ValueReader.json("t.json", " "))
        .isInstanceOf(ProblemsException.class)
        .hasMessage("t.json:1:1: The file holds no value.");
  }

  @Test
  void deepNestingHasALimit() {
    assertThatThrownBy(() -> ValueReader.json("t.json", "[".repeat(100_000)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("The file passes a limit");
  }

  @Test
  void filesThatCannotBeReadSaySo() throws Exception {
    Path latin1 = Files.write(directory.resolve("latin1.json"), new byte[] {'"', (byte) 0xE9, '"'});
    assertThatThrownBy(() -> ValueReader.readFile(latin1))
        .hasMessageEndingWith("is not UTF-8 text.");
    assertThatThrownBy(() -> ValueReader.readFile(directory.resolve("none.json")))
        .hasMessageEndingWith("The file does not exist.");
    assertThatThrownBy(() -> ValueReader.readFile(directory))
        .hasMessageEndingWith("The file is a directory, not a file.");
  }

  @Test
  void yamlKnowsItsPlacesToo() throws Exception {
    Value value = ValueReader.yaml("c.yaml", "a:\n  b: x\n");
    Value.ObjectValue a =
        (Value.ObjectValue) ((Value.ObjectValue) value).members().get("a").value();
    assertThat(a.members().get("b").value().at()).isEqualTo(new Position("c.yaml", 2, 6, "a.b"));
  }
}
