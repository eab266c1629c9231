package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import io.ipvm.store.Fact;
import io.ipvm.store.Facts;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.ProofStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The delegations this node was given and those it gave, durable, found by CID and by whom they
/// are for.
///
/// Having one says nothing of its worth: their signatures are checked by whoever builds on them.
final class HeldDelegations implements ProofStore {
  private static final String TOKENS = "delegation";

  /// Keys: whom it is for, a zero, the CID of the delegation.
  private static final String AUDIENCES = "delegation-for";

  private static final int PAGE = 256;

  private final Facts facts;

  HeldDelegations(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Delegation> find(Cid cid) {
    return facts.find(TOKENS, cid.bytes()).map(Delegation::decode);
  }

  /// Keeps them, durably; those that are here already cost nothing.
  ///
  /// @return how many are new
  int keep(List<Delegation> delegations) {
    var fresh =
        delegations.stream()
            .filter(delegation -> facts.find(TOKENS, delegation.cid().bytes()).isEmpty())
            .toList();
    // Three at once are far below what may be noted at once, however large they are.
    for (int i = 0; i < fresh.size(); i += 3) {
      var noted = new ArrayList<Fact>();
      for (var delegation : fresh.subList(i, Math.min(i + 3, fresh.size()))) {
        noted.add(Fact.of(TOKENS, delegation.cid().bytes(), delegation.bytes()));
        noted.add(
            Fact.of(
                AUDIENCES,
                heldBy(delegation.audience()).concat(delegation.cid().bytes()),
                Bytes.EMPTY));
      }
      facts.note(noted);
    }
    return fresh.size();
  }

  /// Those whose audience is `holder`, in the order of their CIDs.
  List<Delegation> heldFor(Did holder) {
    var prefix = heldBy(holder);
    var held = new ArrayList<Delegation>();
    Optional<Bytes> last = Optional.empty();
    while (true) {
      var page = facts.findAll(AUDIENCES, prefix, last, PAGE);
      for (var fact : page) {
        find(Cid.of(fact.key().slice(prefix.size()))).ifPresent(held::add);
        last = Optional.of(fact.key());
      }
      if (page.size() < PAGE) {
        return held;
      }
    }
  }

  /// At most `limit`, in the order of their CIDs, behind `after`.
  List<Delegation> all(Optional<Cid> after, int limit) {
    return facts.findAll(TOKENS, Bytes.EMPTY, after.map(Cid::bytes), limit).stream()
        .flatMap(fact -> fact.value().stream())
        .map(Delegation::decode)
        .toList();
  }

  private static Bytes heldBy(Did holder) {
    return Bytes.utf8(holder.principal().text() + "\0");
  }
}
