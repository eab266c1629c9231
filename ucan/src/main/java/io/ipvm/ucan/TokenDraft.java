package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The fields that all tokens have, on their way to being signed.
final class TokenDraft {
  /// Bytes of a nonce that nobody chose (rule NON-1).
  private static final int NONCE = 12;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String what;
  private final Signer issuer;
  private RandomGenerator random = RANDOM;
  private @Nullable Command command;
  private @Nullable Bytes nonce;
  private MapNode meta = MapNode.EMPTY;

  TokenDraft(String what, Signer issuer) {
    this.what = what;
    this.issuer = requireNonNull(issuer);
  }

  Did issuer() {
    return issuer.did();
  }

  void random(RandomGenerator generator) {
    this.random = requireNonNull(generator);
  }

  /// @throws IpvmException `CALLER_ERROR` for commands that only the specification gives a meaning
  void command(Command chosen) {
    if (chosen.reserved()) {
      throw refused("command " + chosen + " is reserved for the specification (/ucan/...)");
    }
    reservedCommand(chosen);
  }

  /// For the places of ours that implement what the specification reserved.
  void reservedCommand(Command chosen) {
    this.command = requireNonNull(chosen);
  }

  void nonce(Bytes chosen) {
    this.nonce = requireNonNull(chosen);
  }

  void meta(MapNode chosen) {
    this.meta = requireNonNull(chosen);
  }

  void addMeta(String key, Node value) {
    this.meta = meta.with(key, value);
  }

  /// The payload so far; the others are put to it by who knows them.
  MapNode.Builder begin() {
    var payload =
        MapNode.builder()
            .put("iss", issuer.did().text())
            .put("cmd", required(command, "command(...)").text())
            .put("nonce", nonce == null ? randomNonce() : nonce);
    if (!meta.isEmpty()) {
      payload.put("meta", meta);
    }
    return payload;
  }

  private Bytes randomNonce() {
    var bytes = new byte[NONCE];
    random.nextBytes(bytes);
    return Bytes.owned(bytes);
  }

  /// Signs.
  ///
  /// @throws IpvmException `EXHAUSTED` if nobody would read a token of that size
  Envelope sign(String tag, MapNode payload) {
    var envelope = Envelope.sign(issuer, tag, payload);
    int size = envelope.bytes().size();
    if (size > Envelope.MAX_TOKEN) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "the " + what + " has " + size + " bytes, limit " + Envelope.MAX_TOKEN);
    }
    return envelope;
  }

  <T> T required(@Nullable T value, String call) {
    if (value == null) {
      throw refused("it lacks " + call);
    }
    return value;
  }

  IpvmException refused(String why) {
    return new IpvmException(ErrorCode.CALLER_ERROR, "this " + what + " is not signed: " + why);
  }

  /// Whole seconds; what lies in between is cut off.
  static Node seconds(@Nullable Instant instant) {
    return instant == null ? Node.NULL : Node.of(instant.getEpochSecond());
  }
}
