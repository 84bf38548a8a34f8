package org.imageengine.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of arrays, objects, lambdas, numbers and truth, after the public documentation. */
class CollectionFunctionsTest {
  private static final String VALUES =
      """
      [array(7)] | [7]
      [array('kiwi')] | ["kiwi"]
      [array(createObject('a', 'b'))] | [{"a":"b"}]
      [array(createArray(1, 2))] | [1,2]

      [concat(createArray('1-1', '1-2'), createArray('2-1'))] | ["1-1","1-2","2-1"]
      [concat(createArray(), createArray())] | []
      [concat('pre', '-', 'fix')] | "pre-fix"
      [concat('disk', 3)] | "disk3"
      [concat('only')] | "only"

      [contains('OneTwoThree', 'Two')] | true
      [contains('OneTwoThree', 'two')] | false
      [contains('disk12', 12)] | true
      [contains(createObject('one', 'a'), 'ONE')] | true
      [contains(createObject('one', 'a'), 'a')] | false
      [contains(createArray('one', 'two'), 'two')] | true
      [contains(createArray('one', 'two'), 'Two')] | false
      [contains(createArray(1, createArray(2, 3)), createArray(2, 3))] | true

      [createArray('a', 2, createObject('c', 3))] | ["a",2,{"c":3}]
      [createArray()] | []

      [empty(createArray())] | true
      [empty(createObject())] | true
      [empty('')] | true
      [empty(null())] | true
      [empty(' ')] | false
      [empty(createArray(null()))] | false

      [first(createArray('one', 'two'))] | "one"
      [first('One Two')] | "O"
      [first(createArray())] | null
      [first('')] | ""

      [last(createArray('one', 'two'))] | "two"
      [last('One Two')] | "o"
      [last(createArray())] | null
      [last('')] | ""

      [flatten(createArray(createArray('a', 'b'), createArray('c')))] | ["a","b","c"]
      [flatten(createArray(createArray(1, createArray(2)), createArray()))] | [1,[2]]
      [flatten(createArray())] | []

      [indexOf(createArray('a', 'b', 'a'), 'a')] | 0
      [indexOf(createArray('a', 'b', 'a'), 'A')] | -1
      [indexOf(createArray(1, createObject('k', 2)), createObject('k', 2))] | 1
      [indexOf('abcdef', 'CD')] | 2
      [indexOf('abcdef', 'x')] | -1
      [indexOf('abc', '')] | 0
      [indexOf('a', 'abc')] | -1

      [lastIndexOf(createArray('a', 'b', 'a'), 'a')] | 2
      [lastIndexOf(createArray('a', 'b', 'a'), 'c')] | -1
      [lastIndexOf('abcABC', 'ab')] | 3
      [lastIndexOf('abc', 'x')] | -1
      [lastIndexOf('a', 'abc')] | -1

      [indexFromEnd(createArray('a', 'b', 'c'), 1)] | "c"
      [indexFromEnd(createArray('a', 'b', 'c'), 3)] | "a"

      [tryIndexFromEnd(createArray('a', 'b', 'c'), 2)] | "b"
      [tryIndexFromEnd(createArray('a', 'b', 'c'), 4)] | null
      [tryIndexFromEnd(createArray('a', 'b', 'c'), 0)] | null
      [tryIndexFromEnd(createArray(createObject('k', 5)), 1, 'k')] | 5
      [tryIndexFromEnd(null(), 1)] | null

      [tryGet(createObject('one', 1), 'ONE')] | 1
      [tryGet(createObject('one', 1), 'two')] | null
      [tryGet(createObject('a', createArray(1, createObject('b', 2))), 'a', 1, 'b')] | 2
      [tryGet(createObject('a', createArray(1)), 'a', 1, 'b')] | null
      [tryGet(createArray(1), -1)] | null
      [tryGet(null(), 'a')] | null

      [intersection(createArray(1, 2, 3, 2), createArray(3, 2))] | [2,3]
      [intersection(createArray(1, 2), createArray(2, 3), createArray(3))] | []
      [intersection(json('{"a":1,"b":2,"c":3}'), json('{"A":1,"b":9,"c":3}'))] | {"a":1,"c":3}
      [intersection(json('{"a":1}'), json('{"b":1}'))] | {}

      [union(createArray('one', 'two'), createArray('two', 'six'))] | ["one","two","six"]
      [union(createArray(1, 1), createArray(), createArray(1))] | [1]
      [union(createArray(createArray(1)), createArray(createArray(1, 2)))] | [[1],[1,2]]
      [union(json('{"a":1,"b":2}'), json('{"b":3,"c":4}'))] | {"a":1,"b":3,"c":4}
      [union(json('{"a":1}'), json('{"A":2}'), json('{"b":3}'))] | {"a":2,"b":3}
      [union(json('{"p":{"x":1,"y":2},"l":[1,2]}'), json('{"p":{"Y":3,"z":4},"l":[3]}'))] \
      | {"p":{"x":1,"y":3,"z":4},"l":[3]}
      [union(json('{"p":{"x":1}}'), json('{"p":null}'))] | {"p":null}

      [length(createArray('a', 'b', 'c'))] | 3
      [length('One Two')] | 7
      [length(createObject('a', 1, 'b', createObject('c', 2, 'd', 3)))] | 2

      [max(0, 3, 2, 5, 4)] | 5
      [max(createArray(-3, -2))] | -2
      [min(0, 3, 2, 5, 4)] | 0
      [min(createArray(7))] | 7

      [range(5, 3)] | [5,6,7]
      [range(0, 0)] | []
      [range(-1, 2)] | [-1,0]
      [range(2147483646, 1)] | [2147483646]
      [length(range(0, 10000))] | 10000

      [skip(createArray('one', 'two', 'six'), 2)] | ["six"]
      [skip('one two six', 4)] | "two six"
      [skip(createArray(1, 2), -1)] | [1,2]
      [skip('one', 9)] | ""

      [take(createArray('one', 'two', 'six'), 2)] | ["one","two"]
      [take('one two six', 2)] | "on"
      [take(createArray(1, 2), -1)] | []
      [take('one', 9)] | "one"

      [filter(range(0, 6), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))] | [0,2,4]
      [filter(createArray(), lambda('i', true()))] | []
      [filter(createArray('a', 'b', 'c'), lambda('v', 'i', less(lambdaVariables('i'), 2)))] \
      | ["a","b"]

      [map(createArray('Ann', 'Bob'), lambda('n', concat('Hi ', lambdaVariables('n'))))] \
      | ["Hi Ann","Hi Bob"]
      [map(createArray('a', 'b'), lambda('v', 'i', concat(lambdaVariables('v'), \
      lambdaVariables('i'))))] | ["a0","b1"]
      [map(createArray(), lambda('v', lambdaVariables('v')))] | []

      [mapValues(createObject('a', 1, 'b', 2), lambda('v', mul(lambdaVariables('v'), 10)))] \
      | {"a":10,"b":20}
      [mapValues(createObject(), lambda('v', 1))] | {}

      [groupBy(createArray('fig', 'kiwi', 'fir'), lambda('w', take(lambdaVariables('w'), 1)))] \
      | {"f":["fig","fir"],"k":["kiwi"]}
      [groupBy(createArray('Fig', 'fir'), lambda('w', take(lambdaVariables('w'), 1)))] \
      | {"F":["Fig","fir"]}
      [groupBy(createArray(), lambda('w', 'x'))] | {}

      [reduce(createArray(5, 3, 2), 1, lambda('sum', 'next', add(lambdaVariables('sum'), \
      lambdaVariables('next'))))] | 11
      [reduce(createArray('a', 'b'), '', lambda('cur', 'next', 'i', \
      concat(lambdaVariables('cur'), lambdaVariables('i'), lambdaVariables('next'))))] | "0a1b"
      [reduce(createArray(), 'start', lambda('cur', 'next', lambdaVariables('next')))] | "start"

      [sort(createArray(8, 5, 3, 2), lambda('a', 'b', less(lambdaVariables('a'), \
      lambdaVariables('b'))))] | [2,3,5,8]
      [sort(createArray('b1', 'a1', 'b2', 'a2'), lambda('a', 'b', \
      less(take(lambdaVariables('a'), 1), take(lambdaVariables('b'), 1))))] \
      | ["a1","a2","b1","b2"]
      [sort(createArray('b1', 'a1', 'b2', 'a2'), lambda('a', 'b', \
      lessOrEquals(take(lambdaVariables('a'), 1), take(lambdaVariables('b'), 1))))] \
      | ["a1","a2","b1","b2"]
      [length(sort(range(0, 100), lambda('a', 'b', equals(mod(add(mul(lambdaVariables('a'), 7), \
      lambdaVariables('b')), 3), 0))))] | 100
      [sort(createArray(), lambda('a', 'b', true()))] | []

      [toObject(createArray('a', 'b'), lambda('v', concat('k', lambdaVariables('v'))))] \
      | {"ka":"a","kb":"b"}
      [toObject(range(1, 2), lambda('v', concat('k', lambdaVariables('v'))), \
      lambda('v', mul(lambdaVariables('v'), 10)))] | {"k1":10,"k2":20}
      [toObject(createArray('x', 'X'), lambda('v', lambdaVariables('v')))] | {"x":"X"}

      [objectKeys(createObject('b', 1, 'a', 2))] | ["b","a"]
      [objectKeys(createObject())] | []

      [items(json('{"item002":{"on":false},"item001":{"on":true}}'))] \
      | [{"key":"item001","value":{"on":true}},{"key":"item002","value":{"on":false}}]
      [items(json('{"b":1,"A":2,"C":3}'))] \
      | [{"key":"A","value":2},{"key":"b","value":1},{"key":"C","value":3}]
      [items(createObject())] | []

      [shallowMerge(createArray(json('{"a":{"x":1},"b":2}'), json('{"a":{"y":3}}')))] \
      | {"a":{"y":3},"b":2}
      [shallowMerge(createArray())] | {}

      [createObject('i', 1, 's', 'abc', 'b', true(), 'l', createArray('a'))] \
      | {"i":1,"s":"abc","b":true,"l":["a"]}
      [createObject()] | {}
      [null()] | null
      [createArray(null())] | [null]
      [true()] | true
      [createArray(true(), false())] | [true,false]
      [false()] | false
      [not(false())] | true

      [not(bool('true'))] | false
      [not(equals(1, 2))] | true
      [xor(true(), false())] | true
      [xor(true(), true())] | false

      [bool('True')] | true
      [bool('false')] | false
      [bool('1')] | true
      [bool('0')] | false
      [bool(1)] | true
      [bool(0)] | false
      [bool(true())] | true

      [equals(1, 1)] | true
      [equals(1, float('1.0'))] | true
      [equals(1, '1')] | false
      [equals('a', 'A')] | false
      [equals(createArray('a', 'b'), createArray('a', 'b'))] | true
      [equals(createArray('a', 'b'), createArray('b', 'a'))] | false
      [equals(json('{"a":1,"b":[2]}'), json('{"b":[2],"a":1}'))] | true
      [equals(null(), null())] | true
      [equals(null(), '')] | false
      [equals(true(), false())] | false

      [equalsInsensitive('WestEurope', 'westeurope')] | true
      [equalsInsensitive('a', 'b')] | false

      [less(1, 2)] | true
      [less('b', 'a')] | false
      [lessOrEquals(2, 2)] | true
      [lessOrEquals('b', 'a')] | false
      [greater(1, 2)] | false
      [greater('b', 'a')] | true
      [greaterOrEquals(2, 2)] | true
      [greaterOrEquals('a', 'b')] | false

      [add(5, 3)] | 8
      [add(-5, 3)] | -2
      [sub(7, 3)] | 4
      [sub(3, 7)] | -4
      [mul(5, 3)] | 15
      [mul(-5, 3)] | -15
      [div(8, 3)] | 2
      [div(-8, 3)] | -2
      [mod(7, 3)] | 1
      [mod(-7, 3)] | -1
      [mod(-9223372036854775808, -1)] | 0

      [int('4')] | 4
      [int(' -12 ')] | -12
      [int(7)] | 7
      [float('3.0')] | 3.0
      [float(3)] | 3
      """;

  private static final String FAILURES =
      """
      [array()] | array() takes 1 argument
      [concat(createArray(1), 'a')] | all arguments of concat() are arrays or none
      [concat('a', createArray(1))] | all arguments of concat() are arrays or none
      [concat('a', null())] | Argument 2 of concat() must be a string or a number, this is null
      [concat()] | at least 1 argument
      [contains(1, 1)] | Argument 1 of contains() must be a string, an array or an object
      [contains(createObject(), createArray())] | Argument 2 of contains() must be a string
      [empty(0)] | Argument 1 of empty() must be
      [first(1)] | must be an array or a string
      [last(createObject())] | must be an array or a string
      [flatten(createArray(1))] | must be an array of arrays, this is one with a number
      [flatten('a')] | must be an array
      [indexOf('a', 1)] | Argument 2 of indexOf() must be a string
      [lastIndexOf(1, 1)] | must be an array or a string
      [indexFromEnd(createArray(1, 2), 3)] | no item 3 from its end; it has 2 items
      [indexFromEnd(createArray(1), 0)] | no item 0 from its end; it has 1 item
      [tryGet('text', 'a')] | This is a string, which has no property "a"
      [tryGet(createObject(), 1)] | This is an object, which has no item 1
      [tryIndexFromEnd('text', 1)] | must be an array
      [intersection(createArray(1), createObject())] | must be an array as the first
      [intersection(createArray(1))] | at least 2 arguments
      [union(createObject(), createArray())] | must be an object as the first
      [union('a', 'b')] | must be an array or an object
      [length(1)] | Argument 1 of length() must be
      [length(null())] | this is null
      [max('a', 1)] | must be a whole number
      [max(createArray())] | must be an array with items
      [min()] | at least 1 argument
      [min(createArray(1), 2)] | Argument 1 of min() must be a whole number
      [range(0, 10001)] | between 0 and 10000
      [range(0, -1)] | between 0 and 10000
      [range(2147483647, 1)] | ends behind 2147483647
      [skip(1, 1)] | must be an array or a string
      [take('a', 'b')] | Argument 2 of take() must be a whole number
      [filter(createArray(1), lambda('v', 1))] | lambda of filter() must give a boolean
      [filter('a', lambda('v', true()))] | must be an array
      [filter(createArray(1), 'v')] | Argument 2 of filter() must be a lambda
      [map(createArray(1), lambda('a', 'b', 'c', 1))] | must have 1 to 2 parameters, this has 3
      [map(lambda('v', 1), lambda('v', 1))] | must be a value
      [mapValues(createArray(1), lambda('v', 1))] | must be an object
      [groupBy(createArray(1), lambda('v', 1))] | must give a string as the key
      [reduce(createArray(1), 0, lambda('v', 1))] | must have 2 to 3 parameters, this has 1
      [sort(createArray(1, 2), lambda('a', 'b', 'yes'))] | lambda of sort() must give a boolean
      [toObject(createArray(1), lambda('v', 1))] | must give a string as the key
      [toObject(createArray(), lambda('v', 'k'), 'v')] | Argument 3 of toObject() must be a lambda
      [objectKeys('a')] | must be an object
      [items(createArray())] | must be an object
      [shallowMerge(createArray('a'))] | must be an array of objects
      [createObject('a')] | pairs of a name and a value
      [createObject(1, 'a')] | Argument 1 of createObject() must be a string
      [null(1)] | takes 0 arguments
      [true(1)] | takes 0 arguments
      [false(1)] | takes 0 arguments
      [not('true')] | must be a boolean
      [xor(true())] | takes 2 arguments
      [bool('yes')] | must be "true", "false", "1" or "0"
      [bool(createArray())] | must be a string or a whole number
      [equals(1)] | takes 2 arguments
      [equalsInsensitive('a', 1)] | Argument 2 of equalsInsensitive() must be a string
      [less(1, 'a')] | Argument 2 of less() must be a number
      [lessOrEquals('a', 1)] | Argument 2 of lessOrEquals() must be a string
      [greater(true(), false())] | must be a number or a string
      [greaterOrEquals(null(), 1)] | must be a number or a string
      [add(9223372036854775807, 1)] | does not fit into 64 bits
      [sub(-9223372036854775808, 1)] | does not fit into 64 bits
      [mul(9223372036854775807, 2)] | does not fit into 64 bits
      [div(-9223372036854775808, -1)] | does not fit into 64 bits
      [div(1, 0)] | div() cannot divide by zero
      [mod(1, 0)] | mod() cannot divide by zero
      [add(float('1.5'), 1)] | Argument 1 of add() must be a whole number
      [int('4.5')] | must be a whole number in digits
      [int('9223372036854775808')] | must be a whole number of 64 bits
      [int(true())] | must be a whole number or a string
      [float('three')] | must be a number in digits
      [float(null())] | must be a number or a string
      [reduce(range(0, 60), 'ab', lambda('c', 'n', concat(lambdaVariables('c'), \
      lambdaVariables('c'))))] | makes more than
      [reduce(range(0, 60), createArray(1), lambda('c', 'n', concat(lambdaVariables('c'), \
      lambdaVariables('c'))))] | makes more than
      [reduce(range(0, 60), createArray(1), lambda('c', 'n', \
      flatten(map(range(0, 900), lambda('i', lambdaVariables('c'))))))] | makes more than
      [equals(reduce(range(0, 60), 1, lambda('c', 'n', createArray(lambdaVariables('c'), \
      lambdaVariables('c')))), 1)] | takes more than
      """;

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void givesTheDocumentedValue(String expression, String json) {
    assertThat(ExpressionTesting.json(expression)).isEqualTo(json);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void namesWhatIsWrong(String expression, String words) {
    assertThat(ExpressionTesting.failure(expression)).contains(words);
  }

  static Stream<Arguments> values() {
    return rows(VALUES);
  }

  static Stream<Arguments> failures() {
    return rows(FAILURES);
  }

  private static Stream<Arguments> rows(String table) {
    return table
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(" \\| ", 2))
        .map(row -> Arguments.of(row[0], row[1]));
  }
}
