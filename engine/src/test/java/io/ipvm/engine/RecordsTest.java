package io.ipvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordsTest {
  private static final Cid CID =
      Cid.parse("bafyrmihmxmsbt4n3g6dzmj7rho34mzfbaoqqbsfcq7etsogslqftbyj7du");

  private enum Colour {
    RED,
    BLUE
  }

  private record Inner(String name, Optional<Integer> size) {}

  private record Everything(
      boolean yes,
      int small,
      long large,
      double real,
      String text,
      Bytes bytes,
      Cid link,
      Node any,
      Colour colour,
      Inner inner,
      List<Inner> list,
      Map<String, Long> map) {}

  private record Small(int number) {}

  record Positive(long number) {
    Positive {
      if (number < 1) {
        throw new IllegalArgumentException("number " + number + " is below 1");
      }
    }
  }

  private record Unmappable(Thread thread) {}

  private record OddKeys(Map<Integer, String> map) {}

  @Test
  void writesAndReadsEveryTypeOfComponent() {
    var value =
        new Everything(
            true,
            -1,
            1L << 40,
            0.5,
            "ü",
            Bytes.of((byte) 1),
            CID,
            Node.list(Node.NULL),
            Colour.BLUE,
            new Inner("a", Optional.empty()),
            List.of(new Inner("b", Optional.of(3))),
            Map.of("k", 7L));
    var records = Records.of(Everything.class);

    var node = records.encode(value);

    assertThat(records.decode(node)).isEqualTo(value);
    assertThat(node.find("colour")).contains(Node.of("BLUE"));
    assertThat(node.find("link")).contains(Node.of(CID));
  }

  @Test
  void takesAMissingOptionalForEmpty() {
    var inner = Records.of(Inner.class).decode(MapNode.of("name", Node.of("x")));

    assertThat(inner).isEqualTo(new Inner("x", Optional.empty()));
  }

  @Test
  void takesAWholeNumberForADouble() {
    record Real(double value) {}

    var real = Records.of(Real.class).decode(MapNode.of("value", Node.of(3)));

    assertThat(real.value()).isEqualTo(3.0);
  }

  static List<Node> wrong() {
    return List.of(
        Node.of("no map"),
        MapNode.EMPTY,
        MapNode.of("number", Node.of("1")),
        MapNode.of("number", Node.of(1L << 40)),
        MapNode.builder().put("number", 1).put("other", 2).build());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesWhatDoesNotFit(Node node) {
    assertThatThrownBy(() -> Records.of(Small.class).decode(node))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("Small");
  }

  @Test
  void passesOnWhatTheRecordItselfRefuses() {
    assertThatThrownBy(() -> Records.of(Positive.class).decode(MapNode.of("number", Node.of(0))))
        .hasMessageContaining("number 0 is below 1");
  }

  @Test
  void refusesTypesWithoutAPlaceInIpldAtRegistration() {
    assertThatThrownBy(() -> Records.of(Unmappable.class)).hasMessageContaining("Thread");
    assertThatThrownBy(() -> Records.of(OddKeys.class)).hasMessageContaining("keys");
  }
}
