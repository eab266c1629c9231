package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import org.jspecify.annotations.Nullable;

/// Chooses the signature engine, once, when the first key signs or the first signature is checked.
///
/// Why a holder class: a process that only replays receipts, or shows a key, never gets here and
/// pays nothing for unpacking a native. The figures are in docs/decisions/020-curve-engines.md.
final class Engines {
  /// `conscrypt` or `bouncycastle`; without it, the fastest that loads.
  static final String PROPERTY = "ipvm.signatures";

  private static final SignatureEngine SELECTED = select(System.getProperty(PROPERTY));

  private Engines() {}

  static SignatureEngine selected() {
    return SELECTED;
  }

  static SignatureEngine select(@Nullable String name) {
    return switch (name) {
      case null -> ConscryptEngine.find().orElseGet(BouncyCastleEngine::new);
      case "conscrypt" ->
          ConscryptEngine.find()
              .orElseThrow(() ->
                  new IpvmException(
                      ErrorCode.UNAVAILABLE,
                      PROPERTY + "=conscrypt, but its native does not load on this machine"));
      case "bouncycastle" -> new BouncyCastleEngine();
      default ->
          throw new IpvmException(
              ErrorCode.CALLER_ERROR,
              PROPERTY + "=" + name + " is no signature engine: conscrypt or bouncycastle");
    };
  }
}
