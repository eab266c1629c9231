package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import org.jspecify.annotations.Nullable;

/// A key whose file is under a passphrase, which is asked for by the first signature: most commands
/// only need to know whom the key belongs to.
///
/// Any thread may sign; those that come while the passphrase is asked for wait for the answer. A
/// wrong answer fails the signature, and the next one asks again.
final class LockedKey implements Signer {
  private final PublicKey publicKey;
  private final Unlocking unlocking;
  private @Nullable KeyPair pair;

  /// Gets the pair, which may take a person some time.
  interface Unlocking {
    KeyPair unlock();
  }

  LockedKey(PublicKey publicKey, Unlocking unlocking) {
    this.publicKey = publicKey;
    this.unlocking = unlocking;
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    return pair().sign(message);
  }

  private synchronized KeyPair pair() {
    if (pair == null) {
      var unlocked = unlocking.unlock();
      if (!unlocked.publicKey().equals(publicKey)) {
        throw new IpvmException(
            ErrorCode.CORRUPT,
            "the private key stored for " + did() + " belongs to another public key");
      }
      pair = unlocked;
    }
    return pair;
  }

  @Override
  public String toString() {
    return "locked key of " + publicKey;
  }
}
