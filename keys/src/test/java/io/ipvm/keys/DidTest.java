package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DidTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:web:example.com%3A3000:user:alice",
        "did:plc:yk4dd2qkboz2yv6tpubpc6co",
        "did:mailto:example.com:a.b-c_d",
        "did:a1::x",
        "did:web:example.com#key-1"
      })
  void readsADidOfAnyMethodAndWritesItUnchanged(String text) {
    assertThat(Did.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', does not begin with did:",
    "key:z6Mk, does not begin with did:",
    "DID:key:z6Mk, does not begin with did:",
    "did:, names no method",
    "did::z6Mk, names no method",
    "did:key, names no method",
    "did:Key:z6Mk, a method is lower case",
    "did:k-y:z6Mk, a method is lower case",
    "did:key:, its identifier is empty",
    "did:key:#frag, its identifier is empty",
    "did:web:example.com:, its identifier is empty",
    "did:web:a b, character 10 is not allowed",
    "did:web:a/b, character 10 is not allowed",
    "did:web:a?b, character 10 is not allowed",
    "did:web:a%3, character 10 is not allowed",
    "did:web:a%zz, character 10 is not allowed",
    "did:web:ä, character 9 is not allowed",
    "did:web:a#b#c, character 12 is not allowed"
  })
  void refusesWhatIsNoDidAndSaysWhy(String text, String why) {
    assertThatThrownBy(() -> Did.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aMessageQuotesNoControlCharactersAndNoLongText() {
    assertThatThrownBy(() -> Did.parse("x\n\u001b[31m" + "y".repeat(200)))
        .hasMessage(
            "\"x\\u{a}\\u{1b}[31m"
                + "y".repeat(121)
                + "...\" is no DID: it does not begin with did:");
  }

  @Test
  void theLongestDidHas2048Characters() {
    var longest = "did:web:" + "x".repeat(2040);

    assertThat(Did.parse(longest).text()).hasSize(2048);
    assertThatThrownBy(() -> Did.parse(longest + "x"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a DID has 2049 characters, limit 2048");
  }

  @Test
  void principalsAreComparedWithoutFragments() {
    var plain = Did.parse("did:web:example.com");
    var withFragment = Did.parse("did:web:example.com#key-1");

    assertThat(withFragment).isNotEqualTo(plain);
    assertThat(withFragment.samePrincipal(plain)).isTrue();
    assertThat(plain.samePrincipal(Did.parse("did:web:example.org"))).isFalse();
    assertThat(withFragment.principal()).isEqualTo(plain);
    assertThat(plain.method()).isEqualTo("web");
  }
}
