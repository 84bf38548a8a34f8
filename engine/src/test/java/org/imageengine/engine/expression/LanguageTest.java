package org.imageengine.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of ARM expressions itself, and the functions that ask where and when. */
class LanguageTest {
  private static final String GROUP =
      "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/images";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain                                        | "plain"
          [[not an expression]                         | "[not an expression]"
          [no end                                      | "[no end"
          []x                                          | "[]x"
          ['text']                                     | "text"
          ['it''s']                                    | "it's"
          ['']                                         | ""
          [ 42 ]                                       | 42
          [-7]                                         | -7
          [true()]                                     | true
          [null()]                                     | null
          [concat('a', 'b')]                           | "ab"
          [CONCAT('a', 'b')]                           | "ab"
          [sys.concat('a', 'b')]                       | "ab"
          [ concat ( 'a' , concat ( 'b' , 'c' ) ) ]    | "abc"
          [createArray(1, 2, 3)[1]]                    | 2
          [createObject('a', createObject('b', 5)).a.b] | 5
          [createObject('a', createArray(4, 5)).a[1]]  | 5
          [createObject('Size', 5).size]               | 5
          [createObject('a-b', 5)['a-b']]              | 5
          [json('{"a": [1, {"b": 2}]}').a[1].b]        | 2
          [if(true(), 'yes', fail('not evaluated'))]   | "yes"
          [if(equals(1, 2), 1, 2)]                     | 2
          [and(true(), false())]                       | false
          [or(true(), reference('x').y)]               | true
          [and(false(), reference('x').y)]             | false
          [coalesce(null(), 'b', reference('x'))]      | "b"
          """)
  void expressions(String expression, String json) {
    assertThat(ExpressionTesting.json(expression)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [concat('a']              | "," or ")" is expected
          [concat('a', 'b'))]       | ")" is not expected here
          ['open]                   | has no closing quote
          []                        | it ends too early
          [foo]                     | "foo" is no function call
          [concat('a',)]            | is not expected
          [1x]                      | "1x" is not a number
          [createArray(1)[]]        | is not expected
          [nope('a')]               | There is no function "nope"
          [contact('a')]            | Did you mean "concat"?
          [createArray(1)[1]]       | has no item 1; it has 1 item
          [createArray(1)[-1]]      | has no item -1
          [createObject('size', 1).sise] | Did you mean "size"?
          ['text'.length]           | is a string, which has no property "length"
          [if(1, 2, 3)]             | A condition must be true or false
          [if(true(), 2)]           | takes 3 arguments, here are 2
          [and('a')]                | must be booleans
          [reference('x').properties] | has a value only in a running Azure deployment
          [listKeys('x', '2020')]   | Pass the value with --parameter test=VALUE
          [fail('my own words')]    | my own words
          [copyIndex()]             | outside of a copy loop
          [map(createArray(1), lambda('x', lambdaVariables('y')))] | There is no "y" here
          """)
  void mistakes(String expression, String message) {
    assertThat(ExpressionTesting.failure(expression)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [subscription().subscriptionId]    | "22222222-2222-2222-2222-222222222222"
          [subscription().tenantId]          | "11111111-1111-1111-1111-111111111111"
          [tenant().tenantId]                | "11111111-1111-1111-1111-111111111111"
          [resourceGroup().name]             | "images"
          [resourceGroup().location]         | "westeurope"
          [resourceGroup().id]               | "GROUP"
          [deployment().name]                | "nightly"
          [deployment().properties.mode]     | "Incremental"
          [environment().suffixes.storage]   | "core.windows.net"
          [environment().name]               | "AzureCloud"
          [utcNow()]                         | "20260305T070809Z"
          [utcNow('yyyy-MM-dd')]             | "2026-03-05"
          [length(newGuid())]                | 36
          [resourceId('Microsoft.Compute/images', 'i')] | "GROUP/providers/Microsoft.Compute/images/i"
          [resourceId('g', 'Microsoft.Compute/galleries/images', 'x', 'y')] | "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/y"
          [resourceId('s', 'g', 'Microsoft.Compute/images', 'i')] | "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i"
          [resourceId('Microsoft.Compute/galleries/images', 'x/y')] | "GROUP/providers/Microsoft.Compute/galleries/x/images/y"
          [subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')] | "/subscriptions/22222222-2222-2222-2222-222222222222/providers/Microsoft.Authorization/roleDefinitions/r"
          [subscriptionResourceId('s', 'Microsoft.Authorization/roleDefinitions', 'r')] | "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/r"
          [tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')] | "/providers/Microsoft.Authorization/policyDefinitions/p"
          [managementGroupResourceId('m', 'Microsoft.Authorization/policyDefinitions', 'p')] | "/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.Authorization/policyDefinitions/p"
          [extensionResourceId('/a', 'Microsoft.Authorization/locks', 'l')] | "/a/providers/Microsoft.Authorization/locks/l"
          """)
  void places(String expression, String json) {
    assertThat(ExpressionTesting.json(expression)).isEqualTo(json.replace("GROUP", GROUP));
  }

  @Test
  void aTypeNeedsAsManyNamesAsItHasParts() {
    assertThat(ExpressionTesting.failure("[resourceId('Microsoft.Compute/galleries/images', 'x')]"))
        .contains("has 2 parts and needs as many names, here are 1");
    assertThat(ExpressionTesting.failure("[resourceId('x')]")).contains("needs a resource type");
  }

  /** Each of these would run for ever, or take all memory, if nothing counted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [padLeft('x', 2000000000)]
          [range(0, 10001)]
          [reduce(range(0, 60), 'xxxxxxxxxxxxxxxx', lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))]
          [reduce(range(0, 60), createArray(1), lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))]
          [map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', 1))))]
          [string(reduce(range(0, 9999), 1, lambda('c', 'n', createArray(lambdaVariables('c')))))]
          """)
  void thereAreLimits(String expression) {
    assertThat(ExpressionTesting.failure(expression)).isNotEmpty();
  }

  @Test
  void nestingHasALimit() {
    String deep = "[" + "not(".repeat(5000) + "true()" + ")".repeat(5000) + "]";
    assertThat(ExpressionTesting.failure(deep)).contains("nested deeper than 100 levels");
  }
}
