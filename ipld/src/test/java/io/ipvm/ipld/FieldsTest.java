package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class FieldsTest {
  private final Cid cid = Cid.identity(Codec.RAW, Bytes.EMPTY);
  private final BigInteger big = BigInteger.ONE.shiftLeft(63);
  private final MapNode map =
      MapNode.builder()
          .put("text", "x")
          .put("number", 7)
          .put("big", Node.of(big))
          .put("flag", true)
          .put("bytes", Bytes.EMPTY)
          .put("link", cid)
          .put("links", Node.list(Node.of(cid)))
          .put("mixed", Node.list(Node.of(cid), Node.NULL))
          .put("map", MapNode.of("inner", Node.of(1)))
          .put("nothing", Node.NULL)
          .build();

  @Test
  void readsEveryKind() {
    var fields = Fields.of(map, "thing");

    assertThat(fields.requireString("text")).isEqualTo("x");
    assertThat(fields.requireLong("number")).isEqualTo(7);
    assertThat(fields.requireInteger("number")).isEqualTo(7);
    assertThat(fields.requireInteger("big")).isEqualTo(big);
    assertThat(fields.requireBoolean("flag")).isTrue();
    assertThat(fields.requireBytes("bytes")).isEqualTo(Bytes.EMPTY);
    assertThat(fields.requireLink("link")).isEqualTo(cid);
    assertThat(fields.requireLinks("links")).containsExactly(cid);
    assertThat(fields.requireList("mixed")).hasSize(2);
    assertThat(fields.requireMap("map").size()).isEqualTo(1);
    assertThat(fields.requireFields("map").requireLong("inner")).isEqualTo(1);
    assertThat(fields.hasNull("nothing")).isTrue();
    assertThat(fields.hasNull("text")).isFalse();
    assertThat(fields.map()).isSameAs(map);
    fields.end();
  }

  @Test
  void whatIsAbsentIsEmptyOrRefusedByName() {
    var fields = Fields.of(map, "thing");

    assertThat(fields.find("absent")).isEmpty();
    assertThat(fields.findString("absent")).isEmpty();
    assertThat(fields.findList("absent")).isEmpty();
    assertThat(fields.findMap("absent")).isEmpty();
    assertThat(fields.hasNull("absent")).isFalse();
    assertThatThrownBy(() -> fields.require("absent")).hasMessage("thing lacks the key \"absent\"");
    assertThatThrownBy(() -> fields.requireLink("absent"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("thing lacks the key \"absent\"");
  }

  @Test
  void whatIsOfAnotherKindIsRefusedByName() {
    var readers =
        List.<Consumer<Fields>>of(
            fields -> fields.findString("nothing"),
            fields -> fields.findLong("nothing"),
            fields -> fields.findInteger("nothing"),
            fields -> fields.findBoolean("nothing"),
            fields -> fields.findBytes("nothing"),
            fields -> fields.findLink("nothing"),
            fields -> fields.findList("nothing"),
            fields -> fields.requireMap("nothing"));

    for (var reader : readers) {
      assertThatThrownBy(() -> reader.accept(Fields.of(map, "thing")))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("thing: \"nothing\" is of kind null, not ");
    }
    assertThatThrownBy(() -> Fields.of(map, "thing").requireLong("big"))
        .hasMessage("thing: \"big\" is of kind big integer, not 64-bit integer");
    assertThatThrownBy(() -> Fields.of(map, "thing").requireLinks("mixed"))
        .hasMessage("thing: \"mixed/1\" is of kind null, not link");
    assertThatThrownBy(() -> Fields.of(map, "thing").requireFields("map").requireString("inner"))
        .hasMessage("thing.map: \"inner\" is of kind integer, not string");
    assertThatThrownBy(() -> Fields.of(Node.of("x"), "thing"))
        .hasMessage("thing is of kind string, not map");
  }

  @Test
  void aKeyThatNobodyAskedForIsRefusedAtTheEnd() {
    var fields = Fields.of(MapNode.builder().put("a", 1).put("extra", 2).build(), "thing");
    fields.requireLong("a");
    fields.findLong("b");

    assertThatThrownBy(fields::end).hasMessage("thing has the unknown key \"extra\" (known: a, b)");
  }
}
