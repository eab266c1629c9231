package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Revocations that a test says there are, without tokens.
final class PlainRevocations implements RevocationChecker {
  private final Map<Cid, Map<Did, Cid>> revoked = new HashMap<>();
  private long generation;

  void add(Cid delegation, Did revoker, Cid revocation) {
    revoked.computeIfAbsent(delegation, _ -> new HashMap<>()).put(revoker, revocation);
    generation++;
  }

  @Override
  public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
    return revoked.getOrDefault(delegation, Map.of()).entrySet().stream()
        .filter(entry -> revokers.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public long generation() {
    return generation;
  }
}
