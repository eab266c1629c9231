package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.Property;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultibaseTest {
  @ParameterizedTest
  @CsvSource({
    "BASE16, f006869",
    "BASE16_UPPER, F006869",
    "BASE32, babugs",
    "BASE32_HEX, v01k6i",
    "BASE32_PAD, cabugs===",
    "BASE36, k0kmh",
    "BASE58_BTC, z18wr",
    "BASE64, mAGhp",
    "BASE64_URL, uAGhp",
    "BASE2, 0000000000110100001101001",
    "BASE10, 9026729",
  })
  void writesAndReadsEveryAlphabet(Multibase base, String text) {
    var bytes = Bytes.fromHex("006869");

    assertThat(base.encode(bytes)).isEqualTo(text);
    assertThat(Multibase.decode(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenReadsBackAsTheSameBytes(Multibase base) {
    Property.check(
        100,
        seed -> {
          var random = RandomNodes.seeded(seed);
          var bytes = Bytes.owned(new byte[random.below(3)]).concat(random.bytes(random.below(70)));

          assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
          assertThat(base.decodeBare(base.encodeBare(bytes))).isEqualTo(bytes);
        });
  }

  @ParameterizedTest
  @EnumSource
  void theEmptyTextIsNoBytes(Multibase base) {
    assertThat(base.encode(Bytes.EMPTY)).isEqualTo(String.valueOf(base.prefix()));
    assertThat(Multibase.decode(base.encode(Bytes.EMPTY))).isEqualTo(Bytes.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no prefix
        "?00", // unknown prefix
        "é00",
        "f0", // half a byte
        "fgg",
        "f6é",
        "ba", // five bits
        "bab", // bits that are not zero
        "bab======", // padding where there is none
        "mAB", // bits that are not zero
        "mA",
        "mAA==",
        "MAA", // padding is missing
        "MAA=",
        "MAA===",
        "M=AAA",
        "m+_",
        "u+/+/",
        "z0", // not in base58
        "zO",
        "zI",
        "zl",
        "k!",
      })
  void refusesTextThatIsNotInItsAlphabet(String text) {
    assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void saysWhichCharacterIsWrongAndWhere() {
    assertThatThrownBy(() -> Multibase.decode("z12l4"))
        .hasMessage("'l' at 3 is no BASE58_BTC character");
  }

  @Test
  void readsBigNumbersAsBigIntegerDoes() {
    Property.check(seed -> {
      var random = Property.random(seed);
      var digits = new StringBuilder("1");
      for (int i = random.nextInt(100); i > 0; i--) {
        digits.append(Character.forDigit(random.nextInt(10), 10));
      }
      var number = new BigInteger(digits.toString());

      for (var base : List.of(Multibase.BASE10, Multibase.BASE36)) {
        var text = "00" + number.toString(base == Multibase.BASE10 ? 10 : 36);
        assertThat(new BigInteger(1, base.decodeBare(text).toArray())).isEqualTo(number);
        assertThat(base.encodeBare(base.decodeBare(text))).isEqualTo(text);
      }
      var raw = Bytes.of(number.toByteArray());
      assertThat(Multibase.decode(Multibase.BASE58_BTC.encode(raw))).isEqualTo(raw);
    });
  }

  @Test
  void readsAndWritesBigNumbersUpToTheLimit() {
    var longest = Bytes.owned(new byte[Multibase.MAX_BIG_NUMBER]);
    var tooLong = Bytes.owned(new byte[Multibase.MAX_BIG_NUMBER + 1]);

    assertThat(Multibase.decode(Multibase.BASE58_BTC.encode(longest))).isEqualTo(longest);
    assertThatThrownBy(() -> Multibase.BASE58_BTC.encode(tooLong))
        .hasMessageContaining("limit 8192");
    assertThatThrownBy(() -> Multibase.decode("z" + "1".repeat(Multibase.MAX_BIG_NUMBER + 1)))
        .hasMessageContaining("limit 8192");
    assertThat(Multibase.decode(Multibase.BASE64.encode(tooLong))).isEqualTo(tooLong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "leading_zero", "two_leading_zeros", "case_insensitivity"})
  void agreesWithThePublishedVectors(String name) throws IOException {
    var lines = Vectors.lines("multiformats/multibase/" + name + ".csv");
    var plain = Bytes.utf8(cell(lines.getFirst()).replace("\\x00", "\0"));

    int emoji = 0;
    for (var line : lines.subList(1, lines.size())) {
      var text = cell(line);
      if (line.startsWith("base256emoji")) {
        // Not one of the bases of IPLD and UCAN.
        assertThatThrownBy(() -> Multibase.decode(text)).hasMessageContaining("no multibase");
        emoji++;
      } else {
        assertThat(Multibase.decode(text)).as(line).isEqualTo(plain);
        if (!name.equals("case_insensitivity")) {
          assertThat(Multibase.find(text.charAt(0)).orElseThrow().encode(plain)).isEqualTo(text);
        }
      }
    }
    Conformance.of("multiformats/multibase/" + name + ".csv")
        .passed(lines.size() - 1 - emoji)
        .skipped(emoji, "base256emoji: no base of IPLD or UCAN")
        .record();
  }

  private static String cell(String line) {
    return line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
  }
}
