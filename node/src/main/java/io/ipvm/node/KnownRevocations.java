package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import io.ipvm.store.Fact;
import io.ipvm.store.Facts;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Revocation;
import io.ipvm.ucan.RevocationChecker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// What was revoked, durable and for ever (rule REV-2). Only revocations whose own authority was
/// checked come in here; whether their issuer may revoke that link is asked for each chain anew.
final class KnownRevocations implements RevocationChecker {
  /// Keys: the CID of what is revoked, then who revokes it. Values: the token that says so.
  private static final String REVOCATIONS = "revocation";

  /// More of one delegation are not shown.
  private static final int MAX_REVOKERS = 100;

  private final Facts facts;

  // One process writes, so what this one adds is all that is added while it lives.
  private final AtomicLong generation = new AtomicLong();

  KnownRevocations(Facts facts) {
    this.facts = facts;
  }

  /// Remembers it; durable when it returns.
  void add(Revocation revocation) {
    var key = key(revocation.revoked(), revocation.revoker());
    facts.note(List.of(Fact.of(REVOCATIONS, key, revocation.invocation().bytes())));
    generation.incrementAndGet();
  }

  @Override
  public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
    return revokers.stream()
        .flatMap(revoker -> facts.find(REVOCATIONS, key(delegation, revoker)).stream())
        .map(Invocation::decode)
        .map(Invocation::cid)
        .findFirst();
  }

  /// Who revoked `delegation`, rightly or not.
  List<Did> revokers(Cid delegation) {
    return facts.findAll(REVOCATIONS, delegation.bytes(), Optional.empty(), MAX_REVOKERS).stream()
        .map(fact -> fact.key().slice(delegation.bytes().size()))
        .map(KnownRevocations::text)
        .map(Did::parse)
        .toList();
  }

  @Override
  public long generation() {
    return generation.get();
  }

  private static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }

  private static Bytes key(Cid delegation, Did revoker) {
    return delegation.bytes().concat(Bytes.utf8(revoker.principal().text()));
  }
}
