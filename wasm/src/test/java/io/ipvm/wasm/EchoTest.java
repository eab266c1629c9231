package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Admission;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values of every type on their way into a component and out again, in the native mapping
/// (`echo.wasm`). Arguments and results are DAG-JSON.
final class EchoTest {
  @TempDir private static Path folder;

  private static Calls calls;
  private static String echo;

  @BeforeAll
  static void open() {
    calls = new Calls(folder);
    echo = calls.module("echo.wasm");
  }

  @AfterAll
  static void close() {
    calls.close();
  }

  private static Node[] args(String json) {
    return ((ListNode) DagJson.decode(json)).items().toArray(Node[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo-bool | true",
        "echo-s8 | -128",
        "echo-u8 | 255",
        "echo-s16 | -32768",
        "echo-u16 | 65535",
        "echo-s32 | -2147483648",
        "echo-u32 | 4294967295",
        "echo-s64 | -9223372036854775808",
        "echo-u64 | 18446744073709551615",
        "echo-f32 | 0.25",
        "echo-f64 | 0.1",
        "echo-char | \"🌍\"",
        "echo-string | \"Grüße 🌍\"",
        "echo-string | \"null\"",
        "echo-list | {\"/\":{\"bytes\":\"aGVsbG8\"}}",
        "echo-list | {\"/\":{\"bytes\":\"\"}}",
        "echo-single | {\"value\":7}",
        "echo-sample |"
            + " {\"big\":18446744073709551615,\"letter\":\"ß\",\"name\":\"n\",\"place\":{\"x\":-1,\"y\":2},\"precise\":0.1,\"ratio\":0.5,\"small\":65535,\"tiny\":255,\"yes\":true}",
        "echo-mixed | {\"nothing\":null}",
        "echo-mixed | {\"small\":4294967295}",
        "echo-mixed | {\"ratio\":0.5}",
        "echo-mixed | {\"big\":18446744073709551615}",
        "echo-mixed | {\"precise\":0.1}",
        "echo-mixed | {\"text\":\"abc\"}",
        "echo-mixed | {\"place\":{\"x\":-1,\"y\":-2}}",
        "echo-narrow | {\"count\":255}",
        "echo-narrow | {\"ratio\":-0.5}",
        "echo-color | \"blue\"",
        "echo-eight | [\"a\",\"h\"]",
        "echo-sixteen | [\"a\",\"p\"]",
        "echo-thirty-two | [\"f0\",\"f31\"]",
        "echo-thirty-two | []",
        "echo-option-u32 | null",
        "echo-option-u32 | 7",
        "echo-option-u64 | 18446744073709551615",
        "echo-option-string | \"x\"",
        "echo-tuple | [255,\"x\",0.1]",
      })
  void comesBackAsItWent(String function, String value) {
    var out = calls.call(echo, function, DagJson.decode(value));

    assertThat(out).isEqualTo(new Outcome.Ok(DagJson.decode(value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reverse-bools | [[true,false]] | [false,true]",
        "reverse-u8s | [{\"/\":{\"bytes\":\"AQID\"}}] | {\"/\":{\"bytes\":\"AwIB\"}}",
        "reverse-u8s | [[1,2,3]] | {\"/\":{\"bytes\":\"AwIB\"}}",
        "reverse-s16s | [[-1,2]] | [2,-1]",
        "reverse-u32s | [[1,4294967295]] | [4294967295,1]",
        "reverse-u64s | [[]] | []",
        "reverse-f32s | [[0.5,1]] | [1.0,0.5]",
        "reverse-f64s | [[0.1,2.0]] | [2.0,0.1]",
        "reverse-chars | [[\"a\",\"🌍\"]] | [\"🌍\",\"a\"]",
        "reverse-strings | [[\"a\",\"\",\"ß\"]] | [\"ß\",\"\",\"a\"]",
        "transpose | [[[1,2],[3,4],[5,6]]] | [[1,3,5],[2,4,6]]",
        "reverse-mixed | [[{\"text\":\"a\"},{\"nothing\":null}]] |"
            + " [{\"nothing\":null},{\"text\":\"a\"}]",
        "reverse-colors | [[\"red\",\"blue\"]] | [\"blue\",\"red\"]",
        "reverse-shades | [[\"c0\",\"c256\"]] | [\"c256\",\"c0\"]",
        "swap-flags | [[[\"a\"],[\"b\"],[\"f3\"]]] | [[\"f3\"],[\"b\"],[\"a\"]]",
        "reverse-results | [[{\"ok\":1},{\"error\":\"e\"}]] | [{\"error\":\"e\"},{\"ok\":1}]",
        "reverse-pairs | [[[\"a\",1],[\"a\",2]]] | [[\"a\",2],[\"a\",1]]",
        "reverse-pairs | [{\"b\":1,\"aa\":2}] | [[\"b\",1],[\"aa\",2]]",
        "sum-sixteen | [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2] | 152",
        "sum-seventeen | [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2] | 170",
        "reverse-many | [1,2,3,\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\"] |"
            + " [\"j\",\"i\",\"h\",\"g\",\"f\",\"e\",\"d\",3,2,1]",
        "string-bytes | [\"ß🌍\"] | 6",
        "do-nothing | [] | null",
        "count-returns | [] | 0",
      })
  void isUnderstoodByTheFunction(String function, String arguments, String result) {
    var out = calls.call(echo, function, args(arguments));

    assertThat(out).isEqualTo(new Outcome.Ok(DagJson.decode(result)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo-result | {\"ok\":null} | {\"ok\":null}",
        "echo-result | {\"error\":null} | {\"error\":null}",
        "echo-result-ok | {\"ok\":5} | {\"ok\":5}",
        "echo-result-err | {\"error\":\"why\"} | {\"error\":\"why\"}",
        "echo-result-both | {\"ok\":\"fine\"} | {\"ok\":\"fine\"}",
        "echo-result-both | {\"error\":18446744073709551615} | {\"error\":18446744073709551615}",
      })
  void aResultOfTheFunctionIsTheOutcome(String function, String value, String outcome) {
    var out = calls.call(echo, function, DagJson.decode(value));

    assertThat(out.toNode()).isEqualTo(DagJson.decode(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo-utf16 | echo | [\"Grüße 🌍\"] | \"Grüße 🌍\"",
        "echo-utf16 | reverse | [[\"a\",\"ß🌍\"]] | [\"ß🌍\",\"a\"]",
        "echo-utf16 | length | [\"ß🌍\"] | 3",
        "echo-utf16 | world-greeting | [] | \"Grüße 🌍\"",
        "echo-latin1 | echo | [\"Grüße\"] | \"Grüße\"",
        "echo-latin1 | echo | [\"Grüße 🌍\"] | \"Grüße 🌍\"",
        "echo-latin1 | length | [\"Grüße\"] | 5",
        "echo-latin1 | first | [\"ß\"] | 223",
        "echo-latin1 | greeting | [] | \"Grüße\"",
        "echo-latin1 | world-greeting | [] | \"Grüße 🌍\"",
      })
  void textCrossesInTheEncodingTheFunctionAsksFor(
      String module, String function, String arguments, String result) {
    var out = calls.call(calls.module(module + ".wasm"), function, args(arguments));

    assertThat(out).isEqualTo(new Outcome.Ok(DagJson.decode(result)));
  }

  @Test
  void everyCallHasAnInstanceOfItsOwn() {
    calls.call(echo, "remember", Node.of(7));

    assertThat(calls.call(echo, "recall")).isEqualTo(new Outcome.Ok(Node.of(0)));
  }

  @Test
  void anOptionInsideAnOptionIsRefusedInTheNativeMapping() {
    var admission = calls.admit(Mapping.NATIVE, echo, "echo-option-option", Node.NULL);

    assertThat(admission).isInstanceOf(Admission.Refused.class);
    assertThat(((Admission.Refused) admission).reason()).contains("an option inside an option");
  }

  @Test
  void functionsOfExportedInterfacesAreFoundByBothNames() {
    var module = calls.module("interface.wasm");

    assertThat(calls.call(module, "ipvm:fixtures/greeter@0.1.0#greet", Node.of("x")))
        .isEqualTo(calls.call(module, "greet", Node.of("x")));
  }

  @Test
  void aSecondModuleMayInitialiseTheFirst() {
    assertThat(calls.call(calls.module("initialized.wasm"), "ready"))
        .isEqualTo(new Outcome.Ok(Node.of(true)));
  }

  @Test
  void aCoreModuleThatCarriesItsWorldRuns() {
    var module = calls.module("core-add.wasm");

    assertThat(calls.call(module, "add", Node.of(2), Node.of(-5)))
        .isEqualTo(new Outcome.Ok(Node.of(-3)));
  }

  @ParameterizedTest
  @CsvSource({"parse-URL, 1", "list, 2", "v2-to-v3, 3", "v2ToV3, 4"})
  void namesAreFoundInManySpellings(String name, int number) {
    var module = calls.module("names.wasm");

    assertThat(calls.call(module, name, Node.of(number)))
        .isEqualTo(new Outcome.Ok(Node.of(number + 1)));
  }
}
