package io.ipvm.wasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.EndiveRuntime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// How large a component and its types may be: both sides of every limit.
final class LimitsOfComponentsTest {
  private static final Bytes U8 = Bytes.fromHex("7d");

  private static Bytes leb(int value) {
    return value < 128
        ? Bytes.of((byte) value)
        : Bytes.of((byte) ((value & 127) | 128)).concat(leb(value >>> 7));
  }

  private static Bytes section(int code, Bytes content) {
    return Bytes.of((byte) code).concat(leb(content.size())).concat(content);
  }

  private static Bytes component(Bytes sections) {
    return ComponentReader.PREAMBLE.concat(sections);
  }

  /// A component of type definitions.
  private static Bytes types(int count, Bytes definitions) {
    return component(section(7, leb(count).concat(definitions)));
  }

  private static String verdict(Bytes component) {
    try {
      Component.read(component, new EndiveRuntime(), _ -> CodeCache.NONE);
      return "accepted";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Bytes options(int depth) {
    var definitions = Bytes.fromHex("6b").concat(U8);
    for (int i = 0; i < depth - 1; i++) {
      definitions = definitions.concat(Bytes.fromHex("6b")).concat(leb(i));
    }
    return types(depth, definitions);
  }

  @Test
  void typesAreNestedAtMost64Deep() {
    assertThat(verdict(options(TypeResolver.MAX_DEPTH))).isEqualTo("accepted");
    assertThat(verdict(options(TypeResolver.MAX_DEPTH + 1))).contains("nested deeper than 64");
  }

  private static Bytes tuple(int items) {
    var definition = Bytes.fromHex("6f").concat(leb(items));
    for (int i = 0; i < items; i++) {
      definition = definition.concat(U8);
    }
    return types(1, definition);
  }

  @Test
  void aTypeHasAtMostTenThousandParts() {
    assertThat(verdict(tuple(TypeResolver.MAX_WEIGHT - 1))).isEqualTo("accepted");
    assertThat(verdict(tuple(TypeResolver.MAX_WEIGHT))).contains("more than 10000 parts");
  }

  private static Bytes flags(int count) {
    var definition = Bytes.fromHex("6e").concat(leb(count));
    for (int i = 0; i < count; i++) {
      var label = Bytes.utf8("f" + i);
      definition = definition.concat(leb(label.size())).concat(label);
    }
    return types(1, definition);
  }

  @Test
  void thereAreAtMost32Flags() {
    assertThat(verdict(flags(TypeResolver.MAX_FLAGS))).isEqualTo("accepted");
    assertThat(verdict(flags(TypeResolver.MAX_FLAGS + 1))).contains("33 flags, limit 32");
  }

  private static Bytes nested(int depth) {
    var component = component(Bytes.EMPTY);
    for (int i = 0; i < depth; i++) {
      component = component(section(4, component));
    }
    return component;
  }

  @Test
  void componentsAreNestedAtMost32Deep() {
    assertThat(verdict(nested(ComponentReader.MAX_NESTING))).isEqualTo("accepted");
    assertThat(verdict(nested(ComponentReader.MAX_NESTING + 1))).contains("deeper than 32");
  }

  private static Bytes instanceTypes(int depth) {
    var definition = Bytes.fromHex("4200");
    for (int i = 0; i < depth - 1; i++) {
      definition = Bytes.fromHex("420101").concat(definition);
    }
    return types(1, definition);
  }

  @Test
  void interfaceTypesAreNestedAtMost64Deep() {
    assertThat(verdict(instanceTypes(TypeReader.MAX_NESTING))).isEqualTo("accepted");
    assertThat(verdict(instanceTypes(TypeReader.MAX_NESTING + 1))).contains("deeper than 64");
  }

  private static Bytes manyTypes(int count) {
    var definitions = new byte[count];
    Arrays.fill(definitions, (byte) 0x7d);
    return types(count, Bytes.owned(definitions));
  }

  @Test
  void aSectionHasAtMostAHundredThousandItems() {
    assertThat(verdict(manyTypes(BinaryReader.MAX_ITEMS))).isEqualTo("accepted");
    assertThat(verdict(manyTypes(BinaryReader.MAX_ITEMS + 1))).contains("limit 100000");
  }

  @Test
  void aComponentTakesABoundedNumberOfSteps() {
    var half = manyTypes(BinaryReader.MAX_ITEMS).slice(ComponentReader.PREAMBLE.size());

    assertThat(verdict(component(half.concat(half)))).isEqualTo("accepted");
    assertThat(verdict(component(half.concat(half).concat(section(7, Bytes.fromHex("017d"))))))
        .contains("more than 200000 steps");
  }

  @Test
  void aLongIntegerIsRefused() {
    assertThat(verdict(component(Bytes.fromHex("07808080808010"))))
        .contains("integer of more than 32 bits");
  }
}
