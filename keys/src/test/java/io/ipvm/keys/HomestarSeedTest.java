package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import org.junit.jupiter.api.Test;

final class HomestarSeedTest {
  private static final Bytes ZEROS = Bytes.owned(new byte[32]);

  /// What Homestar 0.3.0 has under a seed of 32 zeros.
  @Test
  void derivesTheKeyThatHomestarDerives() {
    var pair = HomestarSeed.derive(KeyType.ED25519, ZEROS);

    assertThat(Bytes.owned(pair.secret()).hex())
        .isEqualTo("9b07815f04497e2e05d22cac3aa061410b20868cc619154c42a1c61be9902717");
    assertThat(pair.publicKey().peerId())
        .isEqualTo("12D3KooWBYAug7e9eE7z1z1jaYjfVQCfRy8r3keVYD8jdsEGZHrT");
  }

  @Test
  void theSecretIsTheSameForSecp256k1() {
    var pair = HomestarSeed.derive(KeyType.SECP256K1, ZEROS);

    assertThat(pair.secret()).isEqualTo(HomestarSeed.derive(KeyType.ED25519, ZEROS).secret());
    assertThat(pair.publicKey().peerId()).startsWith("16Uiu2HA");
  }

  @Test
  void refusesASeedOfAnotherSizeAndATypeThatDoesNotSign() {
    assertThatThrownBy(() -> HomestarSeed.derive(KeyType.ED25519, ZEROS.slice(1)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a random_seed has 31 bytes, has to have 32");
    assertThatThrownBy(() -> HomestarSeed.derive(KeyType.RSA, ZEROS))
        .isInstanceOf(IpvmException.class)
        .hasMessage("keys of type RSA only verify; Ed25519, secp256k1 and P-256 sign");
  }
}
