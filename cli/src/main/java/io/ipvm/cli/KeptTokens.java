package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.Did;
import io.ipvm.node.Authority;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.ProofFinder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The delegations that are kept here, found as people name them.
///
/// @param authority where they are
/// @param all of them
record KeptTokens(Authority authority, List<Delegation> all) {
  private static final int PAGE = 256;

  /// Characters of a name that are enough, if no other begins so.
  private static final int SHORTEST = 8;

  KeptTokens {
    all = List.copyOf(all);
  }

  static KeptTokens of(Ipvm node) {
    var authority = node.authority();
    var all = new ArrayList<Delegation>();
    while (true) {
      var after = all.isEmpty() ? Optional.<Cid>empty() : Optional.of(all.getLast().cid());
      var page = authority.delegations(after, PAGE);
      all.addAll(page);
      if (page.size() < PAGE) {
        return new KeptTokens(authority, all);
      }
    }
  }

  /// Everybody they name.
  List<Did> people() {
    var people = new LinkedHashSet<Did>();
    for (var delegation : all) {
      people.add(delegation.issuer());
      people.add(delegation.audience());
      if (delegation.subject() != null) {
        people.add(delegation.subject());
      }
    }
    return List.copyOf(people);
  }

  /// The delegation with that name, the start of it, or what a screen shortened it to.
  ///
  /// @throws Failure if there is none, or several
  Delegation require(String typed) {
    var found = all.stream().filter(delegation -> isMeant(typed, delegation.cid())).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new Failure(
          ExitStatus.NOT_FOUND,
          "there is no delegation " + Text.visible(typed),
          "none of the "
              + Humane.count(all.size(), "delegation")
              + " here has that CID, or one that begins so",
          "ipvm ucan ls");
    }
    throw Failure.usage(
        Text.visible(typed) + " can be several delegations",
        "it can be " + String.join(",\n", found.stream().map(it -> Whom.token(it.cid())).toList()),
        "type more of it");
  }

  /// Whether something that was typed can be the name of a token.
  static boolean isName(String typed) {
    return typed.length() >= SHORTEST && typed.matches("(zdpu|bafy)[0-9A-Za-z]*(…[0-9A-Za-z]*)?");
  }

  private static boolean isMeant(String typed, Cid cid) {
    if (typed.length() < SHORTEST) {
      return false;
    }
    int cut = typed.indexOf(Text.ELLIPSIS);
    var head = cut < 0 ? typed : typed.substring(0, cut);
    var tail = cut < 0 ? "" : typed.substring(cut + Text.ELLIPSIS.length());
    return Stream.of(Whom.token(cid), cid.toString())
            .anyMatch(name -> name.startsWith(head) && name.endsWith(tail))
        || isSame(typed, cid);
  }

  /// In any other base.
  private static boolean isSame(String typed, Cid cid) {
    try {
      return Cid.parse(typed).equals(cid);
    } catch (MalformedException _) {
      return false;
    }
  }

  /// The delegation behind those it stands on, as far as they are here; from the root.
  List<Delegation> withChain(Delegation leaf) {
    var subject = leaf.subject();
    var chain = new ArrayList<Delegation>();
    if (subject != null
        && authority.findChain(leaf.issuer(), subject, leaf.command())
            instanceof ProofFinder.Found.Chain(var above, var _)) {
      chain.addAll(above);
    }
    chain.add(leaf);
    return chain;
  }

  /// Those that come from `delegation`, by way of its holder or of others.
  List<Delegation> below(Delegation delegation) {
    var below = new LinkedHashSet<Delegation>();
    var open = new ArrayList<>(List.of(delegation));
    while (!open.isEmpty()) {
      var above = open.removeLast();
      for (var candidate : all) {
        if (candidate.issuer().samePrincipal(above.audience())
            && aboutTheSame(candidate, above)
            && !candidate.cid().equals(delegation.cid())
            && below.add(candidate)) {
          open.add(candidate);
        }
      }
    }
    return List.copyOf(below);
  }

  private static boolean aboutTheSame(Delegation one, Delegation other) {
    var a = one.subject();
    var b = other.subject();
    return (a == null || b == null || a.samePrincipal(b))
        && related(one.command(), other.command());
  }

  private static boolean related(Command one, Command other) {
    return one.covers(other) || other.covers(one);
  }

  /// Whether its holder can use it now.
  boolean works(Delegation delegation) {
    var subject = delegation.subject();
    return subject != null
        && authority.findChain(delegation.audience(), subject, delegation.command())
            instanceof ProofFinder.Found.Chain;
  }
}
