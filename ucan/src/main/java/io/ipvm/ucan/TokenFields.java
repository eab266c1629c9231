package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the payload of a token by the types its fields have; every refusal names field and rule.
///
/// Source: ucan-wg/spec 1.0.0; rules 2.4 and 2.6 of the tokens.
final class TokenFields {
  /// Longest nonce, in bytes (rule C13).
  static final int MAX_NONCE = 64;

  /// Largest timestamp, and with a minus the smallest (rules TIM-1, C22); and what our own
  /// documents count with, so that readers whose numbers are floats count alike.
  static final long MAX_INTEGER = (1L << 53) - 1;

  private final String what;
  private final Fields fields;

  TokenFields(String what, MapNode payload) {
    this.what = what;
    this.fields = Fields.of(payload, what);
  }

  Did did(String key) {
    return Did.parse(fields.requireString(key));
  }

  @Nullable Did didOrNull(String key) {
    return fields.hasNull(key) ? null : did(key);
  }

  @Nullable Did didIfPresent(String key) {
    return fields.findString(key).map(Did::parse).orElse(null);
  }

  Command command(String key) {
    return Command.parse(fields.requireString(key));
  }

  Bytes nonce(String key) {
    var nonce = fields.requireBytes(key);
    if (nonce.size() > MAX_NONCE) {
      throw new MalformedException(
          what + ": " + key + " has " + nonce.size() + " bytes, limit " + MAX_NONCE);
    }
    return nonce;
  }

  /// Seconds since 1970, null for "never".
  @Nullable Long timeOrNull(String key) {
    return fields.hasNull(key) ? null : inRange(key, fields.requireLong(key));
  }

  @Nullable Long timeIfPresent(String key) {
    return fields.findLong(key).map(seconds -> inRange(key, seconds)).orElse(null);
  }

  private Long inRange(String key, Long seconds) {
    if (seconds > MAX_INTEGER || seconds < -MAX_INTEGER) {
      throw new MalformedException(
          what + ": " + key + " is " + seconds + ", outside of the 53 bits of a time");
    }
    return seconds;
  }

  MapNode map(String key) {
    return fields.requireMap(key);
  }

  MapNode mapOrEmpty(String key) {
    return fields.findMap(key).orElse(MapNode.EMPTY);
  }

  List<Node> list(String key) {
    return fields.requireList(key);
  }

  List<Cid> links(String key) {
    return fields.requireLinks(key);
  }

  @Nullable Cid linkIfPresent(String key) {
    return fields.findLink(key).orElse(null);
  }

  /// Refuses every field that was not asked for (rule C12): what one side ignores and another reads
  /// is an attack.
  void end() {
    fields.end();
  }
}
