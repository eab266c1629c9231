package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.testkit.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A world of a few people with delegations of all kinds, most of them good, and chains through it,
/// of which about a third hold and the others break anywhere.
final class RandomChains {
  private static final int DELEGATIONS = 3_000;
  private static final List<String> COMMANDS =
      List.of("/", "/crud", "/crud", "/crud", "/crud/read", "/crud/read", "/crudes");

  private final List<KeyPair> people =
      List.of(Chains.ROOT, Chains.ANN, Chains.BEN, Chains.CLEO, Chains.EVE);
  private final List<Delegation> delegations = new ArrayList<>();
  private final Map<Did, List<Delegation>> byIssuer = new HashMap<>();
  private final Set<Cid> genuine = new HashSet<>();
  private final Map<Cid, Set<Did>> revoked = new HashMap<>();
  private final PlainRevocations revocations = new PlainRevocations();
  private final Set<Cid> seen = new HashSet<>();
  private final Set<Did> executors = Set.of(Chains.ROOT.did(), Chains.ANN.did());

  RandomChains(long seed) {
    var random = Property.random(seed);
    for (int i = 0; i < DELEGATIONS; i++) {
      add(random, i);
    }
  }

  private void add(RandomGenerator random, int number) {
    var issuer = one(random, people);
    var draft =
        Chains.grant(issuer, one(random, people))
            .nonce("number " + number)
            .command(one(random, COMMANDS));
    if (random.nextInt(5) == 0) {
      draft = draft.powerline();
    } else if (random.nextInt(12) == 0) {
      draft = draft.on(one(random, people));
    }
    if (random.nextInt(3) == 0) {
      draft = draft.expires(Chains.NOW + random.nextInt(-1, 12));
    }
    if (random.nextInt(3) == 0) {
      draft = draft.notBefore(Chains.NOW - random.nextInt(-1, 12));
    }
    if (random.nextInt(4) == 0) {
      draft = draft.demands("a", Node.of(random.nextInt(8) == 0 ? 2L : 1L));
    }
    boolean forged = random.nextInt(25) == 0;
    var delegation = (forged ? draft.signedBy(other(random, issuer)) : draft).sign();
    delegations.add(delegation);
    byIssuer.computeIfAbsent(delegation.issuer(), _ -> new ArrayList<>()).add(delegation);
    if (!forged) {
      genuine.add(delegation.cid());
    }
    if (random.nextInt(20) == 0) {
      var revoker = one(random, people).did();
      revoked.put(delegation.cid(), Set.of(revoker));
      revocations.add(delegation.cid(), revoker, delegation.cid());
    }
  }

  /// An invocation, what comes along with it, and what the rules say of both.
  record Case(Invocation invocation, Map<Cid, Delegation> carried, String expected) {}

  Case next(RandomGenerator random) {
    var chain = new ArrayList<Delegation>();
    var holder = Chains.ROOT.did();
    for (int links = random.nextInt(5); links > 0; links--) {
      var from = random.nextInt(30) == 0 ? delegations : requireNonNull(byIssuer.get(holder));
      var link = one(random, from);
      // Mostly a root with a subject; what breaks is to be found anywhere, not all at the start.
      if (chain.isEmpty() && link.subject() == null && random.nextInt(10) > 0) {
        link = one(random, from);
      }
      chain.add(link);
      holder = link.audience();
    }
    var last = holder;
    var invoker =
        random.nextInt(25) == 0
            ? one(random, people)
            : people.stream().filter(p -> p.did().equals(last)).findFirst().orElseThrow();
    var call =
        Chains.call(invoker, chain)
            .nonce("call " + random.nextLong())
            .to(one(random, random.nextInt(20) == 0 ? people : people.subList(0, 2)))
            .command(random.nextInt(6) == 0 ? "/crud" : "/crud/read")
            .args("a", argument(random));
    if (random.nextInt(8) == 0) {
      call = call.expires(Chains.NOW + random.nextInt(-1, 5));
    }
    boolean forged = random.nextInt(25) == 0;
    var invocation = (forged ? call.signedBy(other(random, invoker)) : call).sign();
    var carried = new HashMap<Cid, Delegation>();
    chain.forEach(link -> carried.put(link.cid(), link));
    if (!chain.isEmpty() && random.nextInt(25) == 0) {
      carried.remove(one(random, chain).cid());
    }
    if (random.nextInt(25) == 0) {
      seen.add(invocation.cid());
    }
    var rules =
        new ReferenceRules(
            Chains.NOW,
            0,
            executors,
            seen,
            token -> token == invocation ? !forged : genuine.contains(token.cid()),
            revoked,
            true);
    return new Case(invocation, carried, rules.validate(invocation, carried));
  }

  Validator validator() {
    return Chains.validator()
        .executors(executors)
        .revocations(revocations)
        .seen(new Seen(seen))
        .build();
  }

  private static Node argument(RandomGenerator random) {
    return switch (random.nextInt(12)) {
      case 0 -> Node.of(2L);
      case 1 -> MapNode.of("await/ok", Node.of(Tokens.RAN));
      default -> Node.of(1L);
    };
  }

  private KeyPair other(RandomGenerator random, KeyPair person) {
    return people.get((people.indexOf(person) + random.nextInt(1, people.size())) % people.size());
  }

  private static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private record Seen(Set<Cid> cids) implements SeenInvocations {
    @Override
    public boolean contains(Cid invocation) {
      return cids.contains(invocation);
    }

    @Override
    public boolean add(Cid invocation, @Nullable Long expires) {
      return cids.add(invocation);
    }
  }
}
