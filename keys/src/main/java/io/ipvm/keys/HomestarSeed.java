package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// The keys that Homestar derives from `random_seed` in its settings.
///
/// The seed starts Rust's `StdRng`: ChaCha with 12 rounds, stream and counter 0. Each byte of the
/// key is the lowest of one 32-bit word of the keystream. Source: Homestar 0.3.0, its key settings;
/// `StdRng` of the crate rand 0.8.
public final class HomestarSeed {
  /// Bytes of a seed.
  public static final int SIZE = 32;

  private static final int ROUNDS = 12;
  private static final int WORD = 4;

  private HomestarSeed() {}

  /// The pair that Homestar has under `seed`.
  ///
  /// @throws MalformedException if `seed` has another size than 32 bytes
  /// @throws IpvmException `CALLER_ERROR` if keys of `type` only verify
  public static KeyPair derive(KeyType type, Bytes seed) {
    if (seed.size() != SIZE) {
      throw new MalformedException(
          "a random_seed has " + seed.size() + " bytes, has to have " + SIZE);
    }
    var engine = new ChaChaEngine(ROUNDS);
    engine.init(true, new ParametersWithIV(new KeyParameter(seed.toArray()), new byte[8]));
    var words = new byte[WORD * KeyPair.SECRET_SIZE];
    engine.processBytes(words, 0, words.length, words, 0);
    var secret = new byte[KeyPair.SECRET_SIZE];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = words[WORD * i];
    }
    return KeyPair.ofSecret(type, Bytes.owned(secret));
  }
}
