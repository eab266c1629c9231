package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Delegations in memory, found by their CID or by whom they are to and about.
///
/// What is kept of one is its bytes and the fields a search asks for, a few hundred bytes in all;
/// the rest is decoded again when it is found, unless that was lately. Any thread may call.
public final class DelegationIndex implements ProofStore {
  /// What a search asks for.
  ///
  /// @param subject null for a powerline
  record Entry(
      Cid cid,
      Did issuer,
      Did audience,
      @Nullable Did subject,
      Command command,
      Window window,
      Bytes bytes) {}

  /// Where delegations are found.
  ///
  /// @param subject null for powerlines
  private record Address(@Nullable Did subject, Did audience) {}

  /// Bytes of the tokens that are kept decoded, too.
  private static final long DECODED = 1 << 20;

  private final Options options;
  private final Bounded<Cid, Delegation> decoded =
      new Bounded<>(DECODED, delegation -> delegation.bytes().size());
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  // All guarded by `lock`.
  private final Map<Cid, Entry> byCid = new HashMap<>();
  private final Map<Address, List<Entry>> byAddress = new HashMap<>();

  /// Empty, for delegations that follow every rule.
  public DelegationIndex() {
    this(Options.STRICT);
  }

  /// Empty, for delegations that were read with exceptions from the rules.
  ///
  /// @param options with which the delegations were read, and are read again
  public DelegationIndex(Options options) {
    this.options = options;
  }

  /// Adds a delegation, whose signature nobody looks at here.
  ///
  /// @return false if it was there already
  public boolean add(Delegation delegation) {
    lock.writeLock().lock();
    try {
      if (byCid.containsKey(delegation.cid())) {
        return false;
      }
      var subject = delegation.subject();
      var entry =
          new Entry(
              delegation.cid(),
              delegation.issuer().principal(),
              delegation.audience().principal(),
              subject == null ? null : subject.principal(),
              delegation.command(),
              new Window(delegation.notBefore(), delegation.expires()),
              // A copy: it may be a part of all that it came along with.
              Bytes.owned(delegation.bytes().toArray()));
      byCid.put(entry.cid, entry);
      // Most addresses have one delegation: a list of one takes less than one that can grow.
      byAddress.merge(
          new Address(entry.subject, entry.audience), List.of(entry), DelegationIndex::joined);
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Forgets a delegation.
  ///
  /// @return whether it was there
  public boolean remove(Cid cid) {
    lock.writeLock().lock();
    try {
      var entry = byCid.remove(cid);
      if (entry == null) {
        return false;
      }
      byAddress.computeIfPresent(
          new Address(entry.subject, entry.audience),
          (_, entries) -> {
            var left = entries.stream().filter(other -> !other.cid.equals(cid)).toList();
            return left.isEmpty() ? null : left;
          });
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static List<Entry> joined(List<Entry> some, List<Entry> more) {
    var all = new ArrayList<Entry>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return all;
  }

  @Override
  public Optional<Delegation> find(Cid cid) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(byCid.get(cid)).map(this::decoded);
    } finally {
      lock.readLock().unlock();
    }
  }

  Delegation decoded(Entry entry) {
    var known = decoded.find(entry.cid);
    if (known == null) {
      known = Delegation.decode(entry.bytes, options);
      decoded.put(entry.cid, known);
    }
    return known;
  }

  /// What was delegated to `audience` about `subject`, or whatever its issuer holds.
  List<Entry> to(Did audience, Did subject) {
    lock.readLock().lock();
    try {
      var about = byAddress.getOrDefault(new Address(subject, audience), List.of());
      var powerlines = byAddress.getOrDefault(new Address(null, audience), List.of());
      return about.isEmpty() ? List.copyOf(powerlines) : joined(about, powerlines);
    } finally {
      lock.readLock().unlock();
    }
  }

  public int size() {
    lock.readLock().lock();
    try {
      return byCid.size();
    } finally {
      lock.readLock().unlock();
    }
  }
}
