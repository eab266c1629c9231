package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void tellWhatTheyBeginWith() {
    var bytes = Bytes.fromHex("0102ff").slice(1);

    assertThat(bytes.startsWith(Bytes.EMPTY)).isTrue();
    assertThat(bytes.startsWith(Bytes.fromHex("02"))).isTrue();
    assertThat(bytes.startsWith(bytes)).isTrue();
    assertThat(bytes.startsWith(Bytes.fromHex("01"))).isFalse();
    assertThat(bytes.startsWith(Bytes.fromHex("02ff00"))).isFalse();
  }
}
