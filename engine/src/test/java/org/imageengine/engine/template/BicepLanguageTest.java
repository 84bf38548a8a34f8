package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of Bicep, each part of it in the one place where its value can be seen. */
class BicepLanguageTest {
  private static final String TEMPLATE =
      """
      resource image 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = {
        name: 'golden'
        location: 'here'
        properties: {
          source: {
            type: 'PlatformImage', publisher: 'P', offer: 'o', sku: 's', version: 'latest'
          }
          customize: [
            {
              type: 'Shell'
              inline: [
                string(RESULT)
              ]
            }
          ]
          distribute: [
            { type: 'VHD', runOutputName: 'out' }
          ]
        }
      }
      """;

  @TempDir Path directory;

  @BeforeEach
  void filesBeside() throws IOException {
    write("text.txt", "from a file");
    write(
        "data.json", "{\"list\": [{\"name\": \"a\"}, {\"name\": \"b\"}], // comment\n \"n\": 1,}");
    write("data.yaml", "list:\n- x\n- y\n");
    write(
        "lib.bicep",
        """
        var hidden = 'h'
        @export()
        var shown = '${hidden}!'
        @export()
        func twice(text string) string => '${text}${text}${shown}'
        @export()
        type size = 'small' | 'big'
        """);
    write(
        "module.bicep",
        """
        param name string
        param items string[] = []
        output text string = '${name}:${join(items, '+')}'
        output group string = resourceGroup().name
        """);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private TemplateDocument read(String declarations, String result)
      throws IOException, ProblemsException {
    return TemplateReader.read(
        TemplateRequest.of(
            write(
                "main.bicep",
                declarations.replace("\\n", "\n")
                    + "\n"
                    + TEMPLATE.replace("RESULT", result.replace("\\n", "\n")))));
  }

  private String value(String declarations, String result) throws Exception {
    TemplateDocument document = read(declarations, result);
    Customizer.Shell step = (Customizer.Shell) document.template().customizers().get(0);
    return ((Customizer.Script.Inline) step.script()).lines().get(0);
  }

  private List<Problem> problems(String declarations, String result) {
    return catchThrowableOfType(ProblemsException.class, () -> read(declarations, result))
        .problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = ">>",
      quoteCharacter = '`',
      textBlock =
          """
          param p string = 'x' >> p >> x
          param p string? >> p ?? 'none' >> none
          param p int = 3 >> p * 2 + 1 >> 7
          param p bool = true >> !p >> False
          @minLength(2)\\n@description('d')\\nparam p string = 'xy' >> p >> xy
          @sys.allowed(['a', 'b'])\\nparam p string = 'b' >> p >> b
          param p 'a' | 'b' = 'a' >> p >> a
          param p (int | string)[] = [1, 'a'] >> p >> [1,"a"]
          param p { a: int, b: string? } = { a: 1 } >> p.a >> 1
          param p { *: int } = { x: 1 } >> p.x >> 1
          type t = { kind: 'a', n: int? }\\nparam p t = { kind: 'a' } >> p.kind >> a
          type t = string[]\\nparam p t[*] = 'x' >> p >> x
          type t = { a: { b: int } }\\nparam p t.a.b = 4 >> p >> 4
          type t = [int, string]\\nparam p t = [1, 'a'] >> p[1] >> a
          @sealed()\\ntype t = { a: int }\\nparam p t = { a: 1 } >> p.a >> 1
          import { anyType } from 'br/public:avm/utl/types:0.5.1'\\nparam p anyType? >> p ?? 'none' >> none
          import * as reg from 'br/public:avm/utl/types:0.5.1'\\nparam p reg.lockType = { a: 1 } >> p.a >> 1
          type t = { kind: ('A' | null)? }[]?\\nparam p t >> p ?? 'none' >> none
          param p resourceInput<'Microsoft.Compute/images@2022-03-01'>.properties = {} >> p >> {}
          var v = 'x' >> v >> x
          var v string = 'x' >> v >> x
          var v = { a: 1, b: [1, 2] } >> v >> {"a":1,"b":[1,2]}
          var v = {\\n  a: 1\\n  'b-c': 2\\n} >> v['b-c'] >> 2
          var v = [\\n  1\\n  2\\n] >> v >> [1,2]
          var v = [1, 2,\\n 3] >> length(v) >> 3
          var v = 'a' >> '${v}-${toUpper(v)}' >> a-A
          var v = 'a' >> '${'${v}b'}c' >> abc
          var v = '{0} {}' >> '${v} {1} }{' >> {0} {} {1} }{
 >> 'it\\'s \\t\\u{48}\\\\ \\${x}' >> it's \\tH\\ ${x}
 >> '''a'b''' >> a'b
          var v = '''\\n  raw ${x} \\\\n''' >> v >> `  raw ${x} \\\\n`
          var x = 1\\nvar v = $'''a ${x} ${'b'} $c''' >> v >> a 1 b $c
          var x = 1\\nvar v = $$'''a ${x} $${x}''' >> v >> a ${x} 1
 >> true ? 'a' : 'b' >> a
          var c = false >> c\\n ? 'a'\\n : c ? 'b' : 'c' >> c
 >> 1 + 2 * 3 >> 7
 >> (1 + 2) * 3 >> 9
 >> 7 / 2 - 7 % 2 >> 2
 >> -3 + +1 >> -2
 >> 1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 >> True
 >> 1 == 1 && 'a' != 'A' >> True
 >> 'a' =~ 'A' && 'a' !~ 'b' >> True
 >> false || true >> True
 >> null ?? 'b' ?? 'c' >> b
          var o = { a: { b: [1] } } >> o.a.b[0] >> 1
          var o = { a: 1 } >> o.?b ?? 'none' >> none
          var o = { a: 1 } >> o.?b.c.d ?? 'none' >> none
          var o = { a: 1 } >> o[?'b'] ?? 'none' >> none
          var a = [1, 2, 3] >> a[^1] >> 3
          var a = [1] >> a[?3] ?? 'none' >> none
          var o = { a: 1 } >> o.a! >> 1
          var o = { a: 1 } >> { ...o, b: 2 } >> {"a":1,"b":2}
          var a = [1] >> [...a, 2] >> [1,2]
          var v = [for i in range(0, 3): i * i] >> v >> [0,1,4]
          var v = [for (x, i) in ['a', 'b']: '${i}${x}'] >> v >> ["0a","1b"]
          var v = [for x in [1, 2]: { a: x }] >> v[1].a >> 2
          var v = [for x in [1, 2]: [for y in [3]: x * y]] >> v >> [[3],[6]]
 >> map([1, 2], x => x + 1) >> [2,3]
 >> filter([1, 2], (x, i) => i > 0) >> [2]
 >> reduce([1, 2], 0, (a, b) => a + b) >> 3
 >> sort([2, 1], (a, b) => a < b) >> [1,2]
 >> toObject(['a'], x => x, x => '${x}1') >> {"a":"a1"}
          func f(a string, b int) string => '${a}${b}' >> f('x', 1) >> x1
          func f(a string) string => toUpper(a)\\nfunc g(a string) string => f('${a}!') >> g('x') >> X!
          import { shown } from 'lib.bicep' >> shown >> h!
          import { shown as s, twice } from 'lib.bicep' >> twice(s) >> h!h!h!
          import * as lib from './lib.bicep' >> lib.twice(lib.shown) >> h!h!h!
          import { size } from 'lib.bicep'\\nparam p size = 'big' >> p >> big
          import * as lib from 'lib.bicep'\\nparam p lib.size = 'big' >> p >> big
 >> loadTextContent('text.txt') >> from a file
 >> loadFileAsBase64('text.txt') >> ZnJvbSBhIGZpbGU=
 >> loadJsonContent('data.json').list[1].name >> b
 >> loadJsonContent('data.json', '$.list[0].name') >> a
 >> loadYamlContent('data.yaml').list >> ["x","y"]
          module m 'module.bicep' = { name: 'm', params: { name: 'x', items: ['1', '2'] } } >> m.outputs.text >> x:1+2
          module m 'module.bicep' = { name: 'm', scope: resourceGroup('other'), params: { name: 'x' } } >> m.outputs.group >> other
          module m 'module.bicep' = [for i in range(0, 2): { name: 'm${i}', params: { name: '${i}' } }] >> m[1].outputs.text >> 1:
          module m 'module.bicep' = [for i in range(0, 2): if (i > 0) { name: 'm${i}', params: { name: '${i}' } }] >> m[1].outputs.text >> 1:
          resource g 'Microsoft.Compute/galleries@2022-03-03' existing = { name: 'gal' } >> g.name >> gal
          resource g 'Microsoft.Compute/galleries@2022-03-03' existing = { name: 'gal' } >> '${last(split(g.id, '/'))} ${g.type} ${g.apiVersion}' >> gal Microsoft.Compute/galleries 2022-03-03
          resource g 'Microsoft.Compute/galleries@2022-03-03' existing = {\\n name: 'gal'\\n resource d 'images' existing = { name: 'def' }\\n} >> substring(g::d.id, 84) >> Microsoft.Compute/galleries/gal/images/def
          resource g 'Microsoft.Compute/galleries@2022-03-03' existing = { name: 'gal', scope: resourceGroup('x') }\\nresource d 'Microsoft.Compute/galleries/images@2022-03-03' existing = { parent: g, name: 'def' } >> substring(d.id, 68) >> /providers/Microsoft.Compute/galleries/gal/images/def
          resource v 'Microsoft.Network/virtualNetworks@2022-01-01' = { name: 'v', location: 'x', properties: { a: { b: 'c' } } } >> '${v.properties.a.b}${v.location}' >> cx
          targetScope = 'resourceGroup'\\nmetadata m = { a: 'b' }\\nassert ok = 1 == 1 >> 'x' >> x
          #disable-next-line no-unused-params\\nparam unused string = '' // comment\\n/* more\\n */ >> 'x' >> x
          param p string = utcNow('yyyy') >> length(p) >> 4
          var type = 'x'\\nvar resource = { param: type } >> resource.param >> x
 >> az.resourceGroup().name >> engine
 >> sys.concat('a', 'b') >> ab
 >> any('x') >> x
          var abc = { de: 1 } >> nameof(abc.de) >> de
          """)
  void theLanguage(String declarations, String result, String expected) throws Exception {
    assertThat(value(declarations == null ? "" : declarations, result))
        .isEqualTo(expected.replace("\\t", "\t").replace("\\\\n", "\\\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = ">>",
      quoteCharacter = '`',
      textBlock =
          """
          param >> 'x' >> 1:6 >> The line ends too early
          param p string = 'x >> p >> 1:20 >> no closing quote in its line
          var v = '''x >> v >> 1:9 >> no closing '''
          var v = [1, 2 >> v >> 2:10 >> not expected here
          var v = {\\n a: 1 b: 2\\n} >> v >> 2:7 >> "b" is not expected here
          var v = 'a\\q' >> v >> 1:11 >> "\\q" is no escape
          var v = 1 + >> v >> 2:10 >> is not expected here
          /* open >> 'x' >> 1:1 >> no closing */
          § >> 'x' >> 1:1 >> "§" is not expected here
          param p string\\nvar p = 1 >> p >> 2:5 >> is declared in line 1 already
 >> nothing >> 13:18 >> There is no name "nothing"
          var value = 1 >> valeu >> 13:18 >> Did you mean "value"?
          param p strin = 'x' >> p >> 1:9 >> Did you mean "string"?
          param p string = 1 >> p >> 1:18 >> A string is wanted here
          param p 'a' | 'b' = 'c' >> p >> 1:21 >> allowed: a, b
          @minLength(3)\\nparam p string = 'x' >> p >> 2:18 >> length must be at least 3
          @maxValue(3)\\nparam p int = 4 >> p >> 2:15 >> value must be at most 3
          @alowed(['x'])\\nparam p string = 'x' >> p >> 1:1 >> Did you mean "allowed"?
          param p string >> p >> 1:7 >> has no value and no default
          type t = { a: int }\\nparam p t = { b: 1 } >> p >> 2:13 >> "a" is required here
          @sealed()\\ntype t = { a: int }\\nparam p t = { a: 1, bb: 1 } >> p >> 3:21 >> has no property "bb"
          @discriminator('k')\\ntype t = { k: 'a', x: int } | { k: 'b', y: int }\\nparam p t = { k: 'b' } >> p >> 3:13 >> "y" is required here
          var a = b\\nvar b = a >> a >> 1:9 >> depends on itself
          func f(a string) string => f(a) >> f('x') >> 1:30 >> nested deeper than
          import { nope } from 'lib.bicep' >> 'x' >> 1:10 >> exports no "nope"
          import { hidden } from 'lib.bicep' >> 'x' >> 1:10 >> exports no "hidden"
          import { x } from 'none.bicep' >> 'x' >> 1:19 >> does not exist
          import { x } from 'main.bicep' >> 'x' >> 1:19 >> imports itself
          module m 'none.bicep' = { name: 'm' } >> m.outputs.x >> 1:10 >> does not exist
          module m 'main.bicep' = { name: 'm' } >> m.outputs.x >> 1:10 >> uses itself
          module m 'module.bicep' = { name: 'm', params: { name: 'x' } } >> m.outputs.txt >> 13:18 >> Did you mean "text"?
          import { x } from 'br/public:a:1' >> x >> 1:19 >> is in a registry
          import { x } from 'br/public:a:1' >> x('a') >> 1:19 >> is in a registry
          module m 'br/public:a:1' = { name: 'm' } >> m.outputs.x >> 1:10 >> is in a registry
 >> loadTextContent('none.txt') >> 13:18 >> does not exist
          var o = { abc: 1 } >> o.abd >> 13:18 >> Did you mean "abc"?
          var a = [1] >> a[1] >> 13:18 >> has no item 1
          resource r 'Microsoft.Compute/images' = { name: 'x' } >> 'x' >> 1:12 >> has no API version
          resource r 'Microsoft.Compute/images@2022-03-01' existing = { name: 'x' } >> r.properties.y >> 13:18 >> only in a running Azure deployment
          var v = utcNow() >> v >> 1:9 >> only in the default of a parameter
          """)
  void mistakes(String declarations, String result, String place, String message) {
    List<Problem> problems = problems(declarations == null ? "" : declarations, result);
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.toString()).contains(message);
              assertThat(problem.at().line() + ":" + problem.at().column()).isEqualTo(place);
            });
  }

  /** The value is told where it is used, and behind it where it was written. */
  @Test
  void aMistakeIsToldAtTheExpressionAndAtTheParameterBehindIt() {
    List<Problem> problems =
        catchThrowableOfType(
                ProblemsException.class,
                () ->
                    TemplateReader.read(
                        TemplateRequest.of(
                            write(
                                "main.bicep",
                                "param version string = '1.x'\nvar v = version\n"
                                    + TEMPLATE.replace("RESULT", "1").replace("'latest'", "v")))))
            .problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).at().fileLineColumn()).endsWith("main.bicep:8:77");
    assertThat(problems.get(0).at().path()).isEqualTo("properties.source.version");
    assertThat(problems.get(0).at().origin().fileLineColumn()).endsWith("main.bicep:1:24");
  }

  @Test
  void allMistakesOfAModuleAreToldAtOnce() throws Exception {
    write("module.bicep", "var a = )\nvar b = ]\nvar c = 1\n");
    assertThat(problems("module m 'module.bicep' = { name: 'm' }", "m.outputs.x"))
        .extracting(problem -> problem.at().line())
        .containsExactly(1, 2);
  }

  @Test
  void aCommaBeforeALineBreakIsAcceptedWithAWarning() throws Exception {
    assertThat(read("var v = [\n 1,\n 2\n]", "v").warnings())
        .singleElement()
        .asString()
        .contains("main.bicep:2:3", "Bicep itself refuses it");
  }

  @Test
  void whatNobodyNeedsMayBeUnknown() throws Exception {
    TemplateDocument document =
        read(
            """
            module elsewhere 'br/public:avm/x:1' = { name: 'e' }
            resource id 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
              name: 'me'
              location: 'here'
            }
            resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
              name: guid(id.id)
              properties: { principalId: id.properties.principalId }
            }
            output key string = listKeys(elsewhere.outputs.id, '2020-01-01').keys[0]
            """,
            "'x'");
    assertThat(document.others())
        .extracting(TemplateDocument.OtherResource::type)
        .containsExactly(
            "Microsoft.ManagedIdentity/userAssignedIdentities",
            "Microsoft.Authorization/roleAssignments");
    assertThat(document.warnings())
        .singleElement()
        .asString()
        .contains("is in a registry, which is not asked");
  }

  @Test
  void aParameterFileNamesItsTemplateAndGivesItsParameters() throws Exception {
    write(
        "main.bicep",
        "param name string\nparam n int = 1\n" + TEMPLATE.replace("RESULT", "'${name}${n}'"));
    write("base.bicepparam", "using none\nparam n = 7\n");
    Path file =
        write(
            "main.bicepparam",
            """
            using 'main.bicep'
            extends 'base.bicepparam'
            var prefix = 'web'
            param name = '${prefix}-${readEnvironmentVariable('NOT_THERE', 'x')}'
            """);
    Value.ObjectValue resource = TemplateReader.read(TemplateRequest.of(file)).resource();
    assertThat(org.imageengine.engine.expression.JsonText.compact(resource)).contains("\"web-x7\"");
  }
}
