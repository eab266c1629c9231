package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a payload, each by its type; every refusal names field and rule.
///
/// Source: ucan-wg/spec 1.0.0; rules 2.4 and 2.6 of the tokens.
record Fields(String what, MapNode map) {
  /// Longest nonce, in bytes (rule C13).
  static final int MAX_NONCE = 64;

  /// Largest timestamp, and with a minus the smallest (rules TIM-1, C22).
  static final long MAX_TIME = (1L << 53) - 1;

  /// Refuses every key that is not `known` (rule C12): what one side ignores and another reads is
  /// an attack.
  Fields requireOnly(Set<String> known) {
    for (var key : map.keys()) {
      if (!known.contains(key)) {
        throw new MalformedException(what + " has the unknown field " + key);
      }
    }
    return this;
  }

  Node require(String name) {
    return map.find(name).orElseThrow(() -> new MalformedException(what + " has no field " + name));
  }

  Did did(String name) {
    if (require(name) instanceof Node.StringNode(var text)) {
      return Did.parse(text);
    }
    throw wrong(name, "a DID");
  }

  @Nullable Did didOrNull(String name) {
    return require(name) instanceof Node.NullNode ? null : did(name);
  }

  @Nullable Did didIfPresent(String name) {
    return map.has(name) ? did(name) : null;
  }

  Command command(String name) {
    if (require(name) instanceof Node.StringNode(var text)) {
      return Command.parse(text);
    }
    throw wrong(name, "a command");
  }

  Bytes nonce(String name) {
    if (!(require(name) instanceof Node.BytesNode(var nonce))) {
      throw wrong(name, "bytes");
    }
    if (nonce.size() > MAX_NONCE) {
      throw new MalformedException(
          what + ": " + name + " has " + nonce.size() + " bytes, limit " + MAX_NONCE);
    }
    return nonce;
  }

  /// Seconds since 1970, null for "never".
  @Nullable Long timeOrNull(String name) {
    return require(name) instanceof Node.NullNode ? null : time(name);
  }

  @Nullable Long timeIfPresent(String name) {
    return map.has(name) ? time(name) : null;
  }

  private Long time(String name) {
    if (!(require(name) instanceof Node.IntNode(var seconds))) {
      throw wrong(name, "whole seconds of 53 bits");
    }
    if (seconds > MAX_TIME || seconds < -MAX_TIME) {
      throw new MalformedException(
          what + ": " + name + " is " + seconds + ", outside of the 53 bits of a time");
    }
    return seconds;
  }

  MapNode map(String name) {
    if (require(name) instanceof MapNode value) {
      return value;
    }
    throw wrong(name, "a map");
  }

  MapNode mapOrEmpty(String name) {
    return map.has(name) ? map(name) : MapNode.EMPTY;
  }

  List<Node> list(String name) {
    if (require(name) instanceof Node.ListNode(var items)) {
      return items;
    }
    throw wrong(name, "a list");
  }

  List<Cid> links(String name) {
    return list(name).stream()
        .map(item -> {
          if (item instanceof Node.LinkNode(var cid)) {
            return cid;
          }
          throw wrong(name, "a list of links");
        })
        .toList();
  }

  Cid link(String name) {
    if (require(name) instanceof Node.LinkNode(var cid)) {
      return cid;
    }
    throw wrong(name, "a link");
  }

  @Nullable Cid linkIfPresent(String name) {
    return map.has(name) ? link(name) : null;
  }

  private MalformedException wrong(String name, String type) {
    return new MalformedException(what + ": " + name + " has to be " + type);
  }
}
