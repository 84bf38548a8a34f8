package org.imageengine.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No function without its rows in a table of examples. */
class EveryFunctionTest {
  @Test
  void everyFunctionHasExamples() {
    List<String> expressions =
        Stream.concat(CollectionFunctionsTest.values(), TextFunctionsTest.values())
            .map(row -> row.get()[0].toString().toLowerCase(Locale.ROOT))
            .toList();
    assertThat(Functions.names())
        .allSatisfy(
            name ->
                assertThat(expressions)
                    .filteredOn(
                        expression -> expression.contains(name.toLowerCase(Locale.ROOT) + "("))
                    .hasSizeGreaterThanOrEqualTo(2));
  }
}
