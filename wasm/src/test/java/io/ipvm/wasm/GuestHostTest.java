package io.ipvm.wasm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import io.ipvm.wasm.component.FuncType;
import io.ipvm.wasm.component.HostFunctions.HostFunction;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.Value;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

/// What Homestar links into every guest, called by guests and by hand.
final class GuestHostTest {
  private static final FuncType PRINT = type("message", Optional.empty());

  @TempDir private static Path folder;

  private static Calls calls;

  private final ArrayDeque<SubstituteLoggingEvent> events = new ArrayDeque<>();
  private final GuestLog log = new GuestLog("me", new SubstituteLogger("guest", events, false));
  private final GuestHost host = new GuestHost(log);

  @BeforeAll
  static void open() {
    calls = new Calls(folder);
  }

  @AfterAll
  static void close() {
    calls.close();
  }

  private static FuncType type(String parameter, Optional<ValType> result) {
    return new FuncType(List.of(new ValType.Field(parameter, ValType.Prim.STRING)), result);
  }

  private List<String> lines() {
    return events.stream().map(event -> event.getLevel() + " " + event.getMessage()).toList();
  }

  private static Outcome ok(Object value) {
    return new Outcome.Ok(value instanceof String text ? Node.of(text) : Node.of((Integer) value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"homestar", "homestar-core"})
  void aGuestLogsAndPrintsAndStaysPure(String module) {
    var rsc = calls.module(module + ".wasm");

    var returned = calls.returned(Mapping.NATIVE, rsc, "add-one", Node.of(41));

    assertThat(returned.out()).isEqualTo(ok(42));
    assertThat(returned.observed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "homestar, host-time",
    "homestar-core, host-time",
    "wasi, ticks",
    "wasi, dice",
    "wasi-core, ticks",
    "wasi-core, dice"
  })
  void whoReadsAClockOrThrowsDiceHasObserved(String module, String function) {
    var rsc = calls.module(module + ".wasm");

    var returned = calls.returned(Mapping.NATIVE, rsc, function);

    assertThat(returned.out()).isInstanceOf(Outcome.Ok.class);
    assertThat(returned.observed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasi", "wasi-core"})
  void aGuestOfWasiHasNoSurroundingsAndAnOutput(String module) {
    var rsc = calls.module(module + ".wasm");

    assertThat(calls.call(rsc, "surroundings")).isEqualTo(ok(0));
    assertThat(calls.call(rsc, "say", Node.of("Grüße\n"))).isEqualTo(ok(8));
  }

  /// Homestar gives no receipt either.
  @Test
  void aGuestThatEndsTheProgramTraps() {
    var out = calls.call(calls.module("wasi.wasm"), "leave");

    assertThat(out).isInstanceOf(Outcome.Failed.class);
    assertThat(((MapNode) out.value()).find("message").orElseThrow().toString())
        .contains("`exit` of `wasi:cli/exit@0.2.0`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "homestar:host/helpers@0.0.1",
        "homestar:host/helpers@0.1.1",
      })
  void bothVersionsOfHomestarsHostAreThere(String from) {
    print(from).call(List.of(new Value.Text("hello")));

    assertThat(lines()).containsExactly("INFO me print: hello");
  }

  private HostFunction print(String from) {
    return host.find(from, "print", PRINT).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "homestar:host/helpers@0.2.0, print",
    "homestar:host/helpers, print",
    "homestar:host/helpers@0.1.1, shout",
    "wasi:http/outgoing-handler@0.2.0, handle",
    "wasi:cli/exit@0.3.0, exit",
    "'', outside"
  })
  void whatNobodyOffersIsNotThere(String from, String name) {
    assertThat(host.find(from, name, PRINT)).isEmpty();
  }

  @Test
  void aFunctionOfAnotherTypeIsNotThere() {
    var shout = type("message", Optional.of(ValType.Prim.BOOL));

    assertThat(host.find("homestar:host/helpers@0.0.1", "print", shout)).isEmpty();
    assertThat(host.find("homestar:host/helpers@0.0.1", "print", type("msg", Optional.empty())))
        .as("names of parameters do not matter")
        .isPresent();
  }

  @Test
  void linesKeepTheirLevelAndNothingThatSteersATerminal() {
    log.line(GuestLog.Level.CRITICAL, "context", "bell \u0007 and\nline");
    log.line(GuestLog.Level.TRACE, "context", "");

    assertThat(lines()).containsExactly("ERROR me context: bell   and line", "TRACE me context: ");
  }

  @Test
  void whatIsWrittenIsToldLineByLine() {
    log.write("stdout", Bytes.utf8("one\ntw"));
    log.write("stderr", Bytes.utf8("oops"));
    log.write("stdout", Bytes.utf8("o\n"));
    log.end();

    assertThat(lines())
        .containsExactly("INFO me stdout: one", "INFO me stdout: two", "INFO me stderr: oops");
  }

  @Test
  void aGuestLogsNoMoreThanTheLimit() {
    log.line(GuestLog.Level.INFO, "", "x".repeat(GuestLog.LIMIT - 1));
    assertThat(events).hasSize(1);

    log.line(GuestLog.Level.INFO, "", "");
    log.line(GuestLog.Level.INFO, "", "more");
    log.write("stdout", Bytes.utf8("more\n"));

    assertThat(events).hasSize(2);
    assertThat(lines().getLast()).startsWith("WARN");
  }

  @Test
  void randomBytesAreLimited() {
    var type =
        new FuncType(
            List.of(new ValType.Field("len", ValType.Prim.U64)), Optional.of(ValType.ListOf.BYTES));
    var random = host.find("wasi:random/random@0.2.0", "get-random-bytes", type).orElseThrow();

    var bytes = (Value.Octets) random.call(List.of(new Value.Whole(GuestHost.MAX_RANDOM)));

    assertThat(requireNonNull(bytes).value().size()).isEqualTo(1 << 20);
    assertThatThrownBy(() -> random.call(List.of(new Value.Whole(GuestHost.MAX_RANDOM + 1))))
        .hasMessageContaining("1048577 random bytes");
    assertThatThrownBy(() -> random.call(List.of(new Value.Whole(-1))))
        .hasMessageContaining("18446744073709551615");
  }
}
