package org.imageengine.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.imageengine.engine.text.Position;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions of strings, encodings, dates and networks, after the public documentation. */
class TextFunctionsTest {
  private static final String VALUES =
      """
      [endsWith('vmlinuz', 'UZ')] | true
      [endsWith('vmlinuz', 'vm')] | false
      [endsWith('uz', 'vmlinuz')] | false
      [endsWith('', '')] | true
      [startsWith('vmlinuz', 'VM')] | true
      [startsWith('vmlinuz', 'uz')] | false
      [startsWith('vm', 'vmlinuz')] | false

      [format('{0}, {1}. Number: {2:N0}', 'Hello', 'you', 8175133)] | \
      "Hello, you. Number: 8,175,133"
      [format('{1}{0}{1}', 'a', 'b')] | "bab"
      [format('none')] | "none"
      [format('{{{0}}}', 7)] | "{7}"
      [format('[{0,5}|{0,-5}|{0,1}]', 'abc')] | "[  abc|abc  |abc]"
      [format('{0,6:D3}', 7)] | "   007"
      [format('{0:D4} {1:d2}', -12, 345)] | "-0012 345"
      [format('{0:X4} {0:x} {1:X}', 255, -1)] | "00FF ff FFFFFFFFFFFFFFFF"
      [format('{0:N2} {1:N} {2:N0}', 1234, -1234567, 999)] | "1,234.00 -1,234,567.00 999"
      [format('{0:F1} {0:F} {0:G}', 12)] | "12.0 12.00 12"
      [format('{0:000} {0:0.00}', 7)] | "007 7.00"
      [format('{0:N1}', json('2.25'))] | "2.3"
      [format('{0:N0}', 'text')] | "text"
      [format('{0} {1}', true(), createObject('a', 1))] | "True {\\"a\\":1}"

      [join(createArray('one', 'two', 'three'), ', ')] | "one, two, three"
      [join(createArray('one'), ', ')] | "one"
      [join(createArray(), ', ')] | ""
      [join(createArray(1, true(), 'x'), '')] | "1Truex"

      [padLeft('123', 10, '0')] | "0000000123"
      [padLeft(42, 5)] | "   42"
      [padLeft('longer', 3, '0')] | "longer"
      [padLeft('', 16, 'x')] | "xxxxxxxxxxxxxxxx"

      [replace('123-123-1234', '-', '')] | "1231231234"
      [replace('123-123-1234', '1234', 'xxxx')] | "123-123-xxxx"
      [replace('aaa', 'aa', 'b')] | "ba"
      [replace('Case', 'case', 'x')] | "Case"

      [split('one,two,three', ',')] | ["one","two","three"]
      [split('one;two,three', createArray(',', ';'))] | ["one","two","three"]
      [split('one', ',')] | ["one"]
      [split(',one,', ',')] | ["","one",""]
      [split('', ',')] | [""]
      [split('a->b-c', createArray('->', '-'))] | ["a","b","c"]
      [split('abc', '')] | ["abc"]

      [string('text')] | "text"
      [string(5)] | "5"
      [string(true())] | "True"
      [string(false())] | "False"
      [string(null())] | ""
      [string(createArray('a', 1, true(), null()))] | "[\\"a\\",1,true,null]"
      [string(createObject('a', createObject('b', '"')))] | \
      "{\\"a\\":{\\"b\\":\\"\\\\\\"\\"}}"

      [substring('one two three', 4, 3)] | "two"
      [substring('one two three', 8)] | "three"
      [substring('abc', 3, 0)] | ""

      [toLower('One TWO Ä')] | "one two ä"
      [toLower('')] | ""
      [toUpper('One two ä')] | "ONE TWO Ä"
      [toUpper('straße')] | "STRAßE"
      [trim('  one two   ')] | "one two"
      [trim('    ')] | ""

      [uniqueString('test')] | "rbgf3xv4ufgzg"
      [uniqueString('abc')] | "cgtzqvhu4i23s"
      [uniqueString('hello', 'world')] | "a7wkljktk6wne"
      [uniqueString('foo', 'bar', 'baz')] | "xzi4ioaxtmth4"
      [uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')] | \
      "cwvxuqg24sifi"
      [guid('a', 'b', 'c')] | "a98fa280-e03f-5afa-8d8e-92d0a9c201e8"
      [guid('a-b', 'c')] | "a98fa280-e03f-5afa-8d8e-92d0a9c201e8"
      [guid('')] | "e655a85f-3ab2-5e4a-9666-569aa72a5a10"

      [base64('one, two, three')] | "b25lLCB0d28sIHRocmVl"
      [base64('')] | ""
      [base64('ä')] | "w6Q="
      [base64ToString('b25lLCB0d28sIHRocmVl')] | "one, two, three"
      [base64ToString('w6Q=')] | "ä"
      [base64ToString(base64('round'))] | "round"
      [base64ToJson(base64('{"one": "a", "two": [1, 2]}'))] | {"one":"a","two":[1,2]}
      [base64ToJson('MQ==')] | 1

      [dataUri('Hello')] | "data:text/plain;charset=utf8;base64,SGVsbG8="
      [dataUri(createObject('a', 1))] | "data:application/json;charset=utf8;base64,eyJhIjoxfQ=="
      [dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')] | "Hello, World!"
      [dataUriToString('data:,Hello%2C%20World%21')] | "Hello, World!"
      [dataUriToString(dataUri('ä'))] | "ä"

      [uri('http://contoso.org/firstpath', 'myscript.sh')] | "http://contoso.org/myscript.sh"
      [uri('http://contoso.org/firstpath/', 'myscript.sh')] | \
      "http://contoso.org/firstpath/myscript.sh"
      [uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')] | \
      "http://contoso.org/firstpath/myscript.sh"
      [uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')] | \
      "http://contoso.org/firstpath/azuredeploy.json/myscript.sh"
      [uri('http://contoso.org', 'a.sh')] | "http://contoso.org/a.sh"
      [uri('http://contoso.org/a/b/c', '../d?x=1#y')] | "http://contoso.org/a/d?x=1#y"
      [uri('http://contoso.org/a/b', '/c/./e/..')] | "http://contoso.org/c/"
      [uri('http://a.org/b?sas=1', '')] | "http://a.org/b?sas=1"
      [uri('http://a.org/b', '?q')] | "http://a.org/b?q"
      [uri('HTTPS://A.org/b', '//C.org')] | "https://c.org/"
      [uri('http://a.org', 'https://b.org/c d')] | "https://b.org/c%20d"
      [uriComponent('http://contoso.com/a b.json')] | "http%3A%2F%2Fcontoso.com%2Fa%20b.json"
      [uriComponent('-_.~ä+')] | "-_.~%C3%A4%2B"
      [uriComponentToString('http%3A%2F%2Fcontoso.com%2Fa%20b.json')] | \
      "http://contoso.com/a b.json"
      [uriComponentToString('%C3%A4 100% %2')] | "ä 100% %2"

      [json('null')] | null
      [json('{"a": [1, true, "x"]}')] | {"a":[1,true,"x"]}
      [json('"text"')] | "text"
      [json('[]')] | []

      [dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')] | "2023-04-07T14:53:14Z"
      [dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')] | "2020-03-29T14:53:14Z"
      [dateTimeAdd('2020-04-07 14:53:14Z', 'PT1H')] | "2020-04-07T15:53:14Z"
      [dateTimeAdd('2024-01-01 00:00:00Z', 'P1Y')] | "2024-12-31T00:00:00Z"
      [dateTimeAdd('2024-02-01 00:00:00Z', 'P1M')] | "2024-03-02T00:00:00Z"
      [dateTimeAdd('2024-02-01', 'P1W')] | "2024-02-08T00:00:00Z"
      [dateTimeAdd('20240201T101112Z', 'P1DT1H1M1.5S')] | "2024-02-02T11:12:13.5Z"
      [dateTimeAdd('2024-02-01T10:00:00+02:00', 'PT0S')] | "2024-02-01T08:00:00Z"
      [dateTimeAdd('2024-02-01', 'P1D', 'yyyy-MM-dd')] | "2024-02-02"
      [dateTimeAdd('2024-02-01', 'P1D', 'u')] | "2024-02-02 00:00:00Z"
      [dateTimeFromEpoch(1683040573)] | "2023-05-02T15:16:13Z"
      [dateTimeFromEpoch(-1)] | "1969-12-31T23:59:59Z"
      [dateTimeToEpoch('2023-05-02T15:16:13Z')] | 1683040573
      [dateTimeToEpoch(dateTimeAdd('1970-01-01', 'P1D'))] | 86400

      [parseCidr('10.144.0.0/20')] | {"network":"10.144.0.0","netmask":"255.255.240.0",\
      "broadcast":"10.144.15.255","firstUsable":"10.144.0.1","lastUsable":"10.144.15.254","cidr":20}
      [parseCidr('fdad:3236:5555::/48')] | {"network":"fdad:3236:5555::",\
      "netmask":"ffff:ffff:ffff::","firstUsable":"fdad:3236:5555::",\
      "lastUsable":"fdad:3236:5555:ffff:ffff:ffff:ffff:ffff","cidr":48}
      [parseCidr('10.0.0.9/32').lastUsable] | "10.0.0.9"
      [parseCidr('10.0.0.9/24').network] | "10.0.0.0"
      [parseCidr('0.0.0.0/0').broadcast] | "255.255.255.255"
      [parseCidr('1:0:0:2:0:0:0:3/128').network] | "1:0:0:2::3"
      [parseCidr('::ffff:1.2.3.4/128').network] | "::ffff:102:304"
      [cidrSubnet('10.144.0.0/20', 24, 0)] | "10.144.0.0/24"
      [cidrSubnet('10.144.0.0/20', 24, 4)] | "10.144.4.0/24"
      [cidrSubnet('fdad:3236:5555::/48', 52, 0)] | "fdad:3236:5555::/52"
      [cidrSubnet('fdad:3236:5555::/48', 52, 4)] | "fdad:3236:5555:4000::/52"
      [cidrHost('10.144.3.0/24', 0)] | "10.144.3.1"
      [cidrHost('10.144.3.0/24', 253)] | "10.144.3.254"
      [cidrHost('fdad:3236:5555:3000::/52', 4)] | "fdad:3236:5555:3000::5"
      """;

  private static final String FAILURES =
      """
      [endsWith('a')] | endsWith() takes 2 arguments
      [startsWith('a', 1)] | Argument 2 of startsWith() must be a string
      [format('{1}', 'a')] | names the value {1}, but the values that follow it are 1
      [format('{0', 'a')] | The '{' at character 1 of the format string has no partner
      [format('a}', 'a')] | The '}' at character 2 of the format string has no partner
      [format('{x}', 'a')] | has {x}, which is none of
      [format('{0:P1}', 1)] | The number format 'P1' is not supported
      [format('{0:D}', json('1.5'))] | takes whole numbers of 64 bits only
      [format('{0:N}', json('1e300'))] | The number is too large
      [format(1)] | Argument 1 of format() must be a string
      [join('a', ',')] | Argument 1 of join() must be an array
      [join(createArray(createArray()), ',')] | here is an array
      [padLeft('a', 17)] | must be between 1 and 16, this is 17
      [padLeft('a', 4, 'xy')] | must be one character, this is 2
      [padLeft(true(), 4)] | must be a string or a number
      [replace('a', '', 'b')] | must not be empty
      [split('a', 1)] | must be a string or an array of strings
      [split('a', createArray(1))] | The delimiters of split() must be strings
      [substring('abc', 4)] | must be between 0 and the length of the string, which is 3
      [substring('abc', -1)] | this is -1
      [substring('abc', 1, 3)] | the 2 characters that follow the start, this is 3
      [toLower(1)] | Argument 1 of toLower() must be a string
      [toUpper()] | toUpper() takes 1 argument
      [trim(null())] | this is null
      [uniqueString()] | at least 1 argument
      [guid(1)] | Argument 1 of guid() must be a string
      [base64(createArray())] | must be a string
      [base64ToString('abc')] | is not Base64
      [base64ToString('!!!!')] | is not Base64
      [base64ToJson('e30')] | is not Base64
      [base64ToJson(base64('{'))] | Unexpected end-of-input
      [dataUriToString('text')] | is not a data URI
      [dataUriToString('data:text/plain;base64')] | is not a data URI
      [dataUriToString('data:;charset=utf-16,a')] | is not in UTF-8, but in utf-16
      [uri('relative', 'a')] | is not an absolute URI
      [uri('http://a b', 'a')] | is not an absolute URI
      [uriComponent(1)] | must be a string
      [uriComponentToString()] | takes 1 argument
      [json('[1')] | Unexpected end-of-input
      [json('')] | holds no value
      [json('1e99999999999')] | is out of range
      [dateTimeAdd('yesterday', 'P1D')] | is not a date of ISO 8601
      [dateTimeAdd('2023-02-29', 'P1D')] | a part of it is out of range
      [dateTimeAdd('2023-02-28', '1 day')] | is not a duration of ISO 8601
      [dateTimeAdd('2023-02-28', 'PT')] | is not a duration of ISO 8601
      [dateTimeAdd('2023-02-28', 'P9000Y')] | not between the years 1 and 9999
      [dateTimeAdd('2023-02-28', 'P1D', 'q')] | There is no standard date format 'q'
      [dateTimeFromEpoch(9223372036854775807)] | not between the years 1 and 9999
      [dateTimeToEpoch('2023')] | is not a date of ISO 8601
      [parseCidr('10.0.0.0')] | is not a network in CIDR notation
      [parseCidr('10.0.0.256/8')] | is not a network in CIDR notation
      [parseCidr('10.0.0.0/33')] | is not a network in CIDR notation
      [parseCidr('1::2::3/64')] | is not a network in CIDR notation
      [parseCidr('1.2.3.4::/64')] | is not a network in CIDR notation
      [cidrSubnet('10.0.0.0/16', 8, 0)] | must be between 16 and 32, this is 8
      [cidrSubnet('10.0.0.0/16', 24, 256)] | has 256 subnets of prefix length 24
      [cidrHost('10.0.0.0/24', 254)] | no usable address of index 254
      [cidrHost('10.0.0.0/32', 0)] | no usable address of index 0
      [cidrHost('10.0.0.0/24', -1)] | no usable address of index -1
      [replace(reduce(range(0, 24), 'ab', lambda('c', 'n', \
      concat(lambdaVariables('c'), lambdaVariables('c')))), 'a', 'many')] | makes more than
      [format('{0:D1000}', 1)] | The number format 'D1000' is not supported
      [format('{0,9999999}', 1)] | has {0,9999999}, which is none of
      [join(map(range(0, 100), lambda('i', format('{0,999999}', ''))), ',')] | makes more than
      [string(reduce(range(0, 40), 'x', lambda('c', 'n', \
      createArray(lambdaVariables('c'), lambdaVariables('c')))))] | makes more than
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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "d | 03/05/2019",
        "D | Tuesday, 05 March 2019",
        "f | Tuesday, 05 March 2019 17:53",
        "F | Tuesday, 05 March 2019 17:53:08",
        "g | 03/05/2019 17:53",
        "G | 03/05/2019 17:53:08",
        "`` | 03/05/2019 17:53:08",
        "m | March 05",
        "o | 2019-03-05T17:53:08.1200000Z",
        "R | Tue, 05 Mar 2019 17:53:08 GMT",
        "s | 2019-03-05T17:53:08",
        "t | 17:53",
        "T | 17:53:08",
        "u | 2019-03-05 17:53:08Z",
        "U | Tuesday, 05 March 2019 17:53:08",
        "y | 2019 March",
        "yyyyMMddTHHmmssZ | 20190305T175308Z",
        "M d | 3 5",
        "%d | 5",
        "yy.y.yyyyy | 19.19.02019",
        "ddd MMM | Tue Mar",
        "dddd MMMM | Tuesday March",
        "h:mm tt, hh t | 5:53 PM, 05 P",
        "H:m:s | 17:53:8",
        "ss.ff fff | 08.12 120",
        "ss.FFF | 08.12",
        "z zz zzz K | +0 +00 +00:00 Z",
        "'at' H\"h\" \\d | at 17h d",
        "'it\\'s' yyyy | it's 2019",
        "yyyy gg | 2019 A.D.",
      })
  void formatsDatesAsDotNetDoes(String format, String text) {
    OffsetDateTime date = OffsetDateTime.parse("2019-03-05T17:53:08.12Z");
    assertThat(formatted(date, format)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "u, 2019-03-05 16:00:00Z",
    "ss.FF, 00",
    "zzz K z, -01:30 -01:30 -1",
    "hh t, 02 P",
  })
  void formatsDatesWithAnOffset(String format, String text) {
    OffsetDateTime date = OffsetDateTime.parse("2019-03-05T14:30:00-01:30");
    assertThat(formatted(date, format)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"q", "%", "yyyy%", "%%d", "yyyy'", "yyyy\\", "ffffffff"})
  void refusesDateFormatsThatDoNotExist(String format) {
    OffsetDateTime date = OffsetDateTime.parse("2019-03-05T17:53:08Z");
    assertThatThrownBy(() -> formatted(date, format))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("date format");
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

  private static String formatted(OffsetDateTime date, String format) {
    FunctionCall call =
        new FunctionCall(new Position("test.json", 1, 1, ""), "utcNow", List.of(), new Budget());
    return DateFunctions.formatDate(call, date, format);
  }
}
