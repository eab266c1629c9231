package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Conformance;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "16383, ff7f",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f",
  })
  void everyNumberHasOneForm(long value, String hex) {
    assertThat(Varint.encode(value).hex()).isEqualTo(hex);
    assertThat(Varint.size(value)).isEqualTo(hex.length() / 2);
    assertThat(Varint.decode(Bytes.fromHex(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "'', varint is cut off after 0 bytes at offset 0",
    "8181, varint is cut off after 2 bytes at offset 0",
    "8100, varint of 2 bytes is not minimal at offset 0",
    "8000, varint of 2 bytes is not minimal at offset 0",
    "ffffffffffffffffff01, varint has more than 9 bytes at offset 0",
    "0101, 1 bytes too many at offset 1",
  })
  void refusesEveryOtherForm(String hex, String message) {
    assertThatThrownBy(() -> Varint.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessage(message);
  }

  @Test
  void hasNoFormForNegativeNumbers() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreesWithThePublishedVectors() throws IOException {
    var vectors = Vectors.json("multiformats/varint.json");

    Vectors.each(vectors, "examples").forEach(VarintTest::check);
    Vectors.each(vectors, "boundaries")
        .forEach(vector -> {
          if (vector.requireBoolean("multiformats")) {
            check(vector);
          } else {
            assertThatThrownBy(() -> Varint.decode(hex(vector)))
                .isInstanceOf(MalformedException.class);
          }
        });
    Vectors.each(vectors, "invalid")
        .forEach(vector ->
            assertThatThrownBy(() -> Varint.decode(hex(vector)))
                .isInstanceOf(MalformedException.class));
    Conformance.of("multiformats/varint.json")
        .passed(vectors.requireList("examples").size())
        .passed(vectors.requireList("boundaries").size())
        .passed(vectors.requireList("invalid").size())
        .record();
  }

  private static void check(Fields vector) {
    long value = Long.parseLong(vector.requireString("value"));
    assertThat(Varint.encode(value)).isEqualTo(hex(vector));
    assertThat(Varint.decode(hex(vector))).isEqualTo(value);
  }

  private static Bytes hex(Fields vector) {
    return Bytes.fromHex(vector.requireString("hex"));
  }
}
