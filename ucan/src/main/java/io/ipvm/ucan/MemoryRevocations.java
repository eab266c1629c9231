package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.Did;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Revocations in memory: a set that only grows.
///
/// What goes in has been authorised: the invocation that revokes has a chain of its own, which a
/// [Validator] checks like any other, so nobody revokes in the name of somebody else. Whether a
/// revoker matters for a delegation is asked when the delegation is used, with the revokers of its
/// chain. So a revocation may arrive before the delegation that it takes back (rule REV-5), and one
/// of somebody without a say does no harm; what it costs is room, which whoever accepts revocations
/// of strangers bounds.
///
/// For any number of threads. A revocation is seen by every look-up that begins after [#add] has
/// returned: the generation grows after it is there, so a verdict that was found before and kept
/// under an older generation is never taken for a newer one.
public final class MemoryRevocations implements RevocationChecker {
  /// By delegation and by the principal that took it back.
  private final ConcurrentHashMap<Cid, Map<Did, Revocation>> known = new ConcurrentHashMap<>();

  private final AtomicLong generation = new AtomicLong();

  /// Begins with none.
  public MemoryRevocations() {}

  /// Remembers a revocation.
  ///
  /// @param verdict what a validator says of `revocation.invocation()`
  /// @return false if the revoker has taken that delegation back before
  /// @throws IpvmException `NOT_AUTHORISED` if the verdict is another than [Verdict.Authorized]
  public boolean add(Revocation revocation, Verdict verdict) {
    if (!(verdict instanceof Verdict.Authorized)) {
      throw new IpvmException(
          ErrorCode.NOT_AUTHORISED,
          "revocation " + revocation.cid() + " is not authorised: " + verdict);
    }
    boolean isNew =
        known
                .computeIfAbsent(revocation.revoked(), _ -> new ConcurrentHashMap<>())
                .putIfAbsent(revocation.revoker().principal(), revocation)
            == null;
    if (isNew) {
      generation.incrementAndGet();
    }
    return isNew;
  }

  @Override
  public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
    var byRevoker = known.get(delegation);
    if (byRevoker == null) {
      return Optional.empty();
    }
    return revokers.stream()
        .map(it -> Optional.ofNullable(byRevoker.get(it.principal())))
        .flatMap(Optional::stream)
        .map(Revocation::cid)
        .findFirst();
  }

  @Override
  public long generation() {
    return generation.get();
  }

  /// How many delegations are known to be taken back.
  public int size() {
    return known.size();
  }

  /// Forgets what was said of `delegation`, if it has expired for everybody: then it authorises
  /// nothing, revoked or not (rule REV-5).
  ///
  /// @param now seconds since 1970
  /// @param skew how far clocks may be apart
  /// @return whether it has
  public boolean forget(Delegation delegation, long now, Duration skew) {
    var expires = delegation.expires();
    if (expires == null || now - skew.toSeconds() <= expires) {
      return false;
    }
    known.remove(delegation.cid());
    return true;
  }
}
