package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task that a receipt requests to be run next (rule RCP-2).
///
/// Nothing runs because of it: whoever has the receipt decides, and invokes it with
/// [InvocationBuilder#requestedBy] (rules RCP-3, RCP-5).
///
/// @param subject whose command it is
/// @param issuer who is asked to invoke it; null: whoever has the receipt
/// @param audience who should run it; null: the subject
/// @param proofs the chain to invoke it by; empty: the issuer has its own
/// @param expires seconds since 1970 after which it is not worth running; null: whenever
public record Effect(
    Command command,
    Did subject,
    MapNode args,
    Bytes nonce,
    @Nullable Did issuer,
    @Nullable Did audience,
    MapNode meta,
    List<Cid> proofs,
    @Nullable Long expires) {
  public Effect {
    requireNonNull(command);
    requireNonNull(subject);
    requireNonNull(args);
    requireNonNull(nonce);
    requireNonNull(meta);
    proofs = List.copyOf(proofs);
  }

  /// Requests `command` of `subject`, of anybody, at any time.
  public static Effect of(Command command, Did subject, MapNode args, Bytes nonce) {
    return new Effect(command, subject, args, nonce, null, null, MapNode.EMPTY, List.of(), null);
  }

  public Effect from(Did whom) {
    return new Effect(command, subject, args, nonce, whom, audience, meta, proofs, expires);
  }

  public Effect to(Did whom) {
    return new Effect(command, subject, args, nonce, issuer, whom, meta, proofs, expires);
  }

  public Effect meta(MapNode facts) {
    return new Effect(command, subject, args, nonce, issuer, audience, facts, proofs, expires);
  }

  public Effect proofs(List<Cid> chain) {
    return new Effect(command, subject, args, nonce, issuer, audience, meta, chain, expires);
  }

  public Effect expires(long seconds) {
    return new Effect(command, subject, args, nonce, issuer, audience, meta, proofs, seconds);
  }

  /// Reads what [#toNode] writes, and fields that are there and say nothing.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  static Effect of(Node node) {
    if (!(node instanceof MapNode map)) {
      throw new MalformedException("an effect is of kind " + Node.kind(node) + ", not map");
    }
    var fields = new TokenFields("effect", map);
    var effect =
        new Effect(
            fields.command("cmd"),
            fields.did("sub"),
            fields.map("args"),
            fields.nonce("nonce"),
            fields.didIfPresent("iss"),
            fields.didIfPresent("aud"),
            fields.mapOrEmpty("meta"),
            map.has("prf") ? fields.links("prf") : List.of(),
            map.has("exp") ? fields.timeOrNull("exp") : null);
    fields.end();
    return effect;
  }

  /// The form that receipts carry: what is empty or null is left out.
  public MapNode toNode() {
    var node =
        MapNode.builder()
            .put("cmd", command.text())
            .put("sub", subject.text())
            .put("args", args)
            .put("nonce", nonce);
    if (issuer != null) {
      node.put("iss", issuer.text());
    }
    if (audience != null) {
      node.put("aud", audience.text());
    }
    if (!meta.isEmpty()) {
      node.put("meta", meta);
    }
    if (!proofs.isEmpty()) {
      node.put("prf", Node.list(proofs.stream().map(Node::of).toList()));
    }
    if (expires != null) {
      node.put("exp", expires);
    }
    return node.build();
  }

  /// What the invocation of this has as its Task ID.
  public Cid taskId() {
    return Invocation.taskId(subject, command, args, nonce);
  }
}
