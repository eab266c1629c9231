package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Admission;
import io.ipvm.engine.Admission.Refused;
import io.ipvm.engine.Completion.Aborted;
import io.ipvm.engine.Completion.Cause;
import io.ipvm.engine.EffectClass;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused before anything runs, and how it is said.
final class RefusalsTest {
  private static final Cid NOBODY_HAS =
      Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.utf8("nobody has this"));

  @TempDir private static Path folder;

  private static Calls calls;
  private static String hello;

  @BeforeAll
  static void open() {
    calls = new Calls(folder);
    hello = calls.example("hello/hello.wasm");
  }

  @AfterAll
  static void close() {
    calls.close();
  }

  private static String reason(Admission admission) {
    assertThat(admission).isInstanceOf(Refused.class);
    return ((Refused) admission).reason();
  }

  private static String reason(String rsc, String function, Node... args) {
    return reason(calls.admit(Mapping.NATIVE, rsc, function, args));
  }

  private static String reasonOfModule(Bytes bytes) {
    return reason(calls.module(bytes), "f");
  }

  @Test
  void aFunctionWithFittingArgumentsIsPure() {
    assertThat(calls.admit(Mapping.NATIVE, hello, "greet", Node.of("x")))
        .isEqualTo(new Admission.Accepted(EffectClass.PURE));
  }

  @Test
  void anAwaitedResultFitsEverything() {
    var await = MapNode.of("await/ok", Node.of(NOBODY_HAS));

    assertThat(calls.admit(Mapping.NATIVE, hello, "greet", await))
        .isInstanceOf(Admission.Accepted.class);
  }

  @Test
  void anUnknownFunctionIsAnsweredWithThoseThatExist() {
    assertThat(reason(hello, "great", Node.of("x")))
        .contains("no function `great`")
        .contains("greet: func(name: string) -> string");
  }

  @Test
  void aWrongNumberOfArgumentsShowsTheSignature() {
    assertThat(reason(hello, "greet"))
        .contains("function `greet`: takes 1 argument, 0 given")
        .contains("greet: func(name: string) -> string");
  }

  @Test
  void aWrongArgumentIsNamed() {
    assertThat(reason(hello, "greet", Node.of(5)))
        .contains("argument 1 (`name`): the integer 5 is no string")
        .contains("greet: func(name: string) -> string");
  }

  @Test
  void aWrongPartOfAnArgumentIsNamed() {
    var echo = calls.module("echo.wasm");

    assertThat(reason(echo, "reverse-u8s", Node.list(Node.of(1), Node.of(256))))
        .contains("argument 1 (`v`): item 2: the integer 256 is outside u8, 0 to 255");
    assertThat(reason(echo, "echo-single", MapNode.of("valu", Node.of(1))))
        .contains("field `value` is missing");
    assertThat(reason(echo, "echo-color", Node.of("pink")))
        .contains("there is no case \"pink\", there are red, green, blue");
  }

  @Test
  void anInputOfAnotherShapeIsRefused() {
    var instruction = new Instruction(hello, "wasm/run", Node.of("greet"), Node.of(""));

    assertThat(reason(calls.engine().admit(instruction, Mapping.NATIVE, calls.host())))
        .contains("a map of func, a string, and args, a list");
  }

  @Test
  void anotherOperationIsRefused() {
    var instruction = new Instruction(hello, "wasm/walk", Node.NULL, Node.of(""));

    assertThat(reason(calls.engine().admit(instruction, Mapping.NATIVE, calls.host())))
        .contains("'wasm/walk' is not wasm/run");
  }

  @Test
  void aResourceThatIsNoCidIsRefused() {
    assertThat(reason("https://example.org/x.wasm", "f")).contains("it has to be ipfs://<cid>");
    assertThat(reason("ipfs://nonsense", "f")).contains("resource 'ipfs://nonsense' is no module");
  }

  @Test
  void aModuleNobodyHasIsRefusedAndACallOfItEndsWithoutResult() {
    var missing = "ipfs://" + NOBODY_HAS;

    var completion = (Aborted) calls.complete(Limits.NATIVE, missing, "f");

    assertThat(reason(missing, "f")).contains(NOBODY_HAS.toString());
    assertThat(completion.cause()).isEqualTo(Cause.MISSING_CONTENT);
  }

  @Test
  void aFileNobodyHasEndsTheCallWithoutResult() {
    var completion =
        (Aborted)
            calls.complete(
                Limits.NATIVE, calls.module("echo.wasm"), "echo-list", Node.of(NOBODY_HAS));

    assertThat(completion.cause()).isEqualTo(Cause.MISSING_CONTENT);
    assertThat(completion.message()).contains(NOBODY_HAS.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | empty",
        "0061                     | bytes that start with 0061",
        "0061736d                 | only its first 4 bytes",
        "0061736d02000000         | of a version nobody here knows",
        "89504e470d0a1a0a00       | a PNG picture",
        "ffd8ffe0                 | a JPEG picture",
        "7f454c4601               | a native ELF program",
        "cafebabe00000045         | a Java class",
        "504b0304                 | a ZIP archive",
        "28636f6d706f6e656e7429   | text form (WAT)",
        "286d6f64756c6529         | text form (WAT)",
        "763a20302e322e30         | text that starts with \"v: 0.2.0\"",
        "fffefdfc                 | bytes that start with fffefdfc",
      })
  void whatIsNoModuleIsCalledByItsName(String hex, String name) {
    assertThat(reasonOfModule(Bytes.fromHex(hex)))
        .contains("not a WebAssembly module")
        .contains(name);
  }

  @Test
  void aTruncatedComponentIsRefused() {
    assertThat(reason(calls.module("truncated.wasm"), "f"))
        .contains("section of")
        .contains("bytes where");
  }

  @Test
  void aCoreModuleWithoutAWorldIsRefused() {
    assertThat(reason(calls.module("plain-core.wasm"), "add"))
        .contains("without a component-type section");
  }

  @Test
  void aComponentThatImportsAFunctionNobodyHasIsRefusedNamingIt() {
    assertThat(reason(calls.module("imports.wasm"), "call-outside", Node.of(1)))
        .contains("imports `outside`");
  }

  @Test
  void doesNotDescribeResourcesOfOtherEngines() {
    assertThat(calls.engine().describe("java:greet@1", calls.host())).isEmpty();
  }

  @Test
  void aModuleAbove64MebibytesIsRefused() {
    var large = calls.module(Bytes.owned(new byte[Programs.MAX_MODULE + 1]));
    var largest = calls.module(Bytes.owned(new byte[Programs.MAX_MODULE]));

    assertThat(reason(large, "f")).contains("67108864");
    assertThat(reason(largest, "f")).contains("not a WebAssembly module");
  }

  @Test
  void describesFunctionsInWit() {
    var description = calls.engine().describe(hello, calls.host()).orElseThrow();

    assertThat(description.kind()).isEqualTo("component");
    assertThat(description.functions())
        .singleElement()
        .extracting(f -> f.signature())
        .isEqualTo("greet: func(name: string) -> string");
  }

  @Test
  void describesEveryTypeInWit() {
    var description =
        calls.engine().describe(calls.module("echo.wasm"), calls.host()).orElseThrow();

    assertThat(description.functions())
        .extracting(f -> f.signature())
        .contains(
            "echo-mixed: func(v: variant { nothing, small(u32), ratio(f32), big(u64), precise(f64),"
                + " text(string), place(record { x: s32, y: s32 }) }) -> variant { nothing,"
                + " small(u32), ratio(f32), big(u64), precise(f64), text(string), place(record { x:"
                + " s32, y: s32 }) }",
            "echo-color: func(v: enum { red, green, blue }) -> enum { red, green, blue }",
            "echo-result: func(v: result) -> result",
            "echo-result-err: func(v: result<_, string>) -> result<_, string>",
            "echo-tuple: func(v: tuple<u8, string, f64>) -> tuple<u8, string, f64>",
            "do-nothing: func()");
  }
}
