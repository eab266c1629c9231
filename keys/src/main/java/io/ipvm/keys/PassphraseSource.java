package io.ipvm.keys;

import io.ipvm.ipld.IpvmException;
import java.util.Optional;

/// Where the passphrase of a key comes from: a person at a terminal, a file, nowhere.
@FunctionalInterface
public interface PassphraseSource {
  /// There is nobody to ask.
  PassphraseSource NONE = _ -> Optional.empty();

  /// Asks for the passphrase of the key called `name`; empty if there is nobody to ask. It is
  /// closed by who asked.
  ///
  /// @throws IpvmException if whom to ask is known and does not answer
  Optional<Passphrase> ask(String name);
}
