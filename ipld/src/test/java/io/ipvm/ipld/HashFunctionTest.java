package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HashFunctionTest {
  /// Digests of the empty input, as the specification of each function prints them.
  @ParameterizedTest
  @CsvSource({
    "SHA2_256, 12, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "SHA3_256, 16, a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
    "KECCAK_256, 1b, c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "BLAKE3, 1e, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    "BLAKE2B_256, b220, 0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
    "SHAKE_256, 19, 46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"
        + "d75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be"
  })
  void hasTheDigestOfItsSpecification(HashFunction function, String code, String digest) {
    assertThat(function.digest(Bytes.EMPTY).hex()).isEqualTo(digest);
    assertThat(Long.toHexString(function.code())).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void hashesTheSameAtOnceAndInPieces(HashFunction function) {
    var text = "the quick brown fox ".repeat(100);
    var digest = function.start();

    for (var word : text.split("(?<= )", -1)) {
      digest.update(word.getBytes(StandardCharsets.UTF_8));
    }

    var whole = function.digest(Bytes.utf8(text));
    assertThat(Bytes.of(digest.digest())).isEqualTo(whole);
    assertThat(whole.size()).isEqualTo(function.size());
    assertThat(HashFunction.find(function.code())).contains(function);
  }

  @ParameterizedTest
  @EnumSource
  void namesBlocks(HashFunction function) {
    var block = Bytes.utf8("block");

    var cid = Cid.of(Codec.RAW, function, block);

    assertThat(Cid.parse(cid.toString()).names(block)).isTrue();
    assertThat(cid.names(Bytes.utf8("other"))).isFalse();
  }
}
