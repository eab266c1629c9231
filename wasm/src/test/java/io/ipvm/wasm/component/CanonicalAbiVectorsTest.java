package io.ipvm.wasm.component;

import static io.ipvm.wasm.component.VectorValues.field;
import static io.ipvm.wasm.component.VectorValues.has;
import static io.ipvm.wasm.component.VectorValues.items;
import static io.ipvm.wasm.component.VectorValues.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.ValType.Field;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Lifting and lowering as the specification's own reference code does them. Memories of 64 bits
/// and lists of fixed length are not ours.
final class CanonicalAbiVectorsTest {
  private static Node vectors = Node.NULL;

  /// Comparisons of all tests of this class.
  private static int all;

  private final List<String> failures = new ArrayList<>();
  private int compared;

  @BeforeAll
  static void read() throws IOException {
    var file = TestData.find("wasm/canonical-abi.json");
    assumeTrue(file.isPresent(), TestData.ABSENT);
    vectors = DagJson.decode(Files.readString(file.get()));
  }

  @AfterAll
  static void tell() {
    if (all > 0) {
      Conformance.of("wasm/canonical-abi.json").passed(all).record();
    }
  }

  private static List<Node> cases(String section) {
    return items(field(vectors, section)).stream()
        .filter(c -> !(field(c, "pointer") instanceof StringNode(var p) && p.equals("i64")))
        .filter(c -> !c.toString().contains("length: "))
        .toList();
  }

  private static Encoding encoding(Node vector) {
    return switch (text(field(vector, "encoding"))) {
      case "utf8" -> Encoding.UTF8;
      case "utf16" -> Encoding.UTF16;
      default -> Encoding.LATIN1_UTF16;
    };
  }

  private static Transfer transfer(Node vector, GuestMemory memory) {
    var abi = new Abi(encoding(vector), memory, memory, new ComponentInstance(null));
    return new Transfer(abi, new CallScope());
  }

  private static long[] flat(Node vector) {
    return items(field(vector, "flat")).stream().mapToLong(VectorValues::flat).toArray();
  }

  private static Value lift(Node vector) {
    var memory = new GuestMemory(Bytes.fromHex(text(field(vector, "memory"))));
    var plan = Plan.of(VectorValues.type(field(vector, "type")));
    return plan.lift(transfer(vector, memory), new Flat(flat(vector)));
  }

  private void compare(Node vector, Object actual, Object expected) {
    compared++;
    if (!actual.equals(expected)) {
      failures.add(vector + "\n    is " + actual + "\n    not " + expected);
    }
  }

  private void assertAllEqual(int atLeast) {
    assertThat(failures).as(String.join("\n", failures)).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
    all += compared;
  }

  @Test
  void liftsFlatValues() {
    for (var vector : cases("lift")) {
      if (has(vector, "trap")) {
        compare(vector, traps(vector), true);
      } else {
        var type = VectorValues.type(field(vector, "type"));
        var expected = VectorValues.value(field(vector, "value"), type, "utf8");
        compare(vector, VectorValues.plain(lift(vector)), expected);
      }
    }

    assertAllEqual(250);
  }

  @Test
  void trapsWhereTheGuestBrokeTheRules() {
    for (var vector : cases("traps")) {
      compare(vector, traps(vector), true);
    }

    assertAllEqual(20);
  }

  private static boolean traps(Node vector) {
    try {
      lift(vector);
      return false;
    } catch (TrapException e) {
      return true;
    }
  }

  @Test
  void lowersFlatValuesWithTheSameCallsOfRealloc() {
    for (var section : List.of("lower", "extra")) {
      for (var vector : cases(section)) {
        lower(vector, Optional.empty());
      }
    }

    assertAllEqual(1000);
  }

  @Test
  void storesValuesInMemory() {
    for (var section : List.of("lower", "extra")) {
      for (var vector : cases(section)) {
        lower(vector, Optional.of(field(vector, "stored")));
      }
    }

    assertAllEqual(350);
  }

  private void lower(Node vector, Optional<Node> stored) {
    var source = has(vector, "sourceEncoding") ? text(field(vector, "sourceEncoding")) : "utf8";
    int before = failures.size();
    lower(vector, stored, source);
    if (failures.size() > before && source.startsWith("latin1")) {
      failures.subList(before, failures.size()).clear();
      lower(vector, stored, VectorValues.TAGGED);
    }
  }

  private void lower(Node vector, Optional<Node> stored, String source) {
    var type = VectorValues.type(field(vector, "type"));
    var plan = Plan.of(type);
    var value = VectorValues.value(field(vector, "value"), type, source);
    var memory = new GuestMemory(1 << 16, stored.isPresent() ? plan.size() : 0);
    var transfer = transfer(vector, memory);
    if (stored.isPresent()) {
      plan.store(transfer, value, 0);
      compareMemory(vector, memory, text(field(stored.get(), "memory")));
      return;
    }
    var flat = new Flat(plan.flat().size());
    plan.lower(transfer, value, flat);
    compare(vector, List.of(boxed(flat.values)), List.of(boxed(flat(vector))));
    compareMemory(vector, memory, text(field(vector, "memory")));
    compare(vector, memory.calls(), calls(vector));
  }

  private void compareMemory(Node vector, GuestMemory memory, String hex) {
    compare(vector, memory.content(hex.length() / 2).hex(), hex);
  }

  private static Long[] boxed(long[] values) {
    return Arrays.stream(values).boxed().toArray(Long[]::new);
  }

  private static List<List<Long>> calls(Node vector) {
    return items(field(vector, "realloc")).stream()
        .map(call -> {
          var numbers = new ArrayList<Long>();
          items(field(call, "args")).forEach(arg -> numbers.add(VectorValues.bits(arg)));
          numbers.add(VectorValues.bits(field(call, "result")));
          return List.copyOf(numbers);
        })
        .toList();
  }

  @Test
  void everyNanBecomesTheCanonicalOne() {
    for (var vector : cases("nan")) {
      var plan = Plan.of(VectorValues.type(field(vector, "type")));
      long bits = Long.parseUnsignedLong(text(field(vector, "bits")), 16);
      var transfer =
          new Transfer(
              new Abi(Encoding.UTF8, null, null, new ComponentInstance(null)), new CallScope());
      var out = new Flat(1);

      plan.lower(transfer, plan.lift(transfer, new Flat(new long[] {bits})), out);

      compare(vector, out.values[0], Long.parseUnsignedLong(text(field(vector, "canonical")), 16));
    }

    assertAllEqual(14);
  }

  @Test
  void flattensFunctionTypes() {
    for (var vector : cases("flatten")) {
      if (items(field(vector, "results")).size() <= 1) {
        var params = new ArrayList<Field>();
        for (var param : items(field(vector, "params"))) {
          params.add(new Field("p", VectorValues.type(param)));
        }
        var result = items(field(vector, "results")).stream().findFirst().map(VectorValues::type);
        var plan = new FunctionPlan(new FuncType(params, result));

        compare(vector, plan.lifted(), function(field(vector, "lift")));
        compare(vector, plan.lowered(), function(field(vector, "lower")));
      }
    }

    assertAllEqual(30);
  }

  private static CoreType.Function function(Node node) {
    return new CoreType.Function(values(field(node, "params")), values(field(node, "results")));
  }

  private static List<CoreType.Value> values(Node names) {
    return items(names).stream().map(name -> new CoreType.Value(text(name))).toList();
  }

  @Test
  void laysTypesOut() {
    for (var vector : cases("layout")) {
      var plan = Plan.of(VectorValues.type(field(vector, "type")));

      compare(vector, (long) plan.size(), VectorValues.bits(field(vector, "size")));
      compare(vector, (long) plan.alignment(), VectorValues.bits(field(vector, "alignment")));
      compare(vector, List.copyOf(plan.flat()), values(field(vector, "flat")));
    }

    assertAllEqual(150);
  }
}
