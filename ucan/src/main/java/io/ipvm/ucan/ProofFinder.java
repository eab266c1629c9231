package io.ipvm.ucan;

import io.ipvm.keys.Did;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the delegations that let somebody invoke a command of a subject, for `prf` of an
/// invocation.
///
/// **How.** From the invoker towards the subject, level by level, so the first chain that is found
/// has no longer one than needed. On each level it keeps, of all ways to stand at one principal
/// with one command, the one that lasts longest. So every delegation is looked at once, however the
/// store is woven: no cycle can trap the search, and no thicket make it explode, which a
/// depth-first one would have to guard against by giving up (rule CHN-6).
///
/// The command belongs to where one stands because a link may give no more than the one before it
/// (rule C18): above a delegation of `/crud` only such as cover `/crud` will do. So with a choice,
/// a narrower delegation leaves more open.
///
/// Nothing is verified: a [Validator] does that, on what is found.
public final class ProofFinder {
  private final DelegationIndex delegations;
  private final Clock clock;

  public ProofFinder(DelegationIndex delegations, Clock clock) {
    this.delegations = delegations;
    this.clock = clock;
  }

  /// What a search comes to.
  public sealed interface Found {
    /// A chain, from the root to the delegation to the invoker; empty if who asks is the subject.
    ///
    /// @param window when it holds
    record Chain(List<Delegation> delegations, Window window) implements Found {
      public Chain {
        delegations = List.copyOf(delegations);
      }
    }

    /// There is none.
    ///
    /// @param nearest what came nearest, and what it lacks, in a sentence
    record None(String nearest) implements Found {}
  }

  /// Where a search stands.
  ///
  /// @param top whether the link is a root, which has to say whose command it is (rule PWR-2)
  private record Place(Did principal, Command command, boolean top) {}

  /// A way from a principal down to the invoker.
  ///
  /// @param below null at the end
  private record Way(DelegationIndex.Entry link, @Nullable Way below, long expires) {
    static Way through(DelegationIndex.Entry link, @Nullable Way below) {
      var own = link.window().expires();
      long expires = own == null ? Long.MAX_VALUE : own;
      return new Way(link, below, below == null ? expires : Math.min(expires, below.expires));
    }

    Place place(Did subject) {
      boolean top = link.issuer().equals(subject) && link.subject() != null;
      return new Place(link.issuer(), link.command(), top);
    }
  }

  /// What has to be so of a delegation for a search to go through it.
  private interface Filter {
    boolean passes(DelegationIndex.Entry entry);
  }

  /// Finds the shortest chain that holds now, and of those the one that holds longest.
  public Found find(Did invoker, Did subject, Command command) {
    return search(invoker, subject, command, _ -> true);
  }

  /// The same, through delegations that are `usable`: not revoked, say, or with a policy that the
  /// arguments satisfy.
  public Found find(Did invoker, Did subject, Command command, Predicate<Delegation> usable) {
    return search(invoker, subject, command, entry -> usable.test(delegations.decoded(entry)));
  }

  private Found search(Did invoker, Did subject, Command command, Filter usable) {
    var from = invoker.principal();
    var to = subject.principal();
    if (from.equals(to)) {
      return new Found.Chain(List.of(), Window.ALWAYS);
    }
    long now = clock.instant().getEpochSecond();
    Filter inTime = entry -> entry.window().contains(now);
    Filter fit = entry -> inTime.passes(entry) && usable.passes(entry);
    var way = new Search(from, to, command, fit).way();
    return way != null ? chain(way) : new Found.None(nearest(from, to, command, inTime));
  }

  private Found.Chain chain(Way way) {
    var chain = new ArrayList<Delegation>();
    var window = Window.ALWAYS;
    for (Way at = way; at != null; at = at.below) {
      chain.add(delegations.decoded(at.link));
      window = window.and(at.link.window());
    }
    return new Found.Chain(chain, window);
  }

  /// Tries again with less and less demanded, to say what was missing.
  private String nearest(Did from, Did to, Command command, Filter inTime) {
    var asked = command + " of " + Shown.of(to);
    var unusable = new Search(from, to, command, inTime).way();
    if (unusable != null) {
      return "every chain for "
          + asked
          + " has a delegation that cannot be used for this, such as "
          + Shown.of(unusable.link.cid())
          + ": ask for another one";
    }
    var untimely = new Search(from, to, command, _ -> true).way();
    if (untimely != null) {
      return untimely(asked, untimely, inTime);
    }
    var narrower = new Search(from, to, null, inTime).way();
    if (narrower != null) {
      return narrower(command, to, narrower);
    }
    var search = new Search(from, to, command, inTime);
    search.way();
    var top = search.highest;
    return top == null
        ? "nothing about " + asked + " is delegated to " + Shown.of(from) + ": ask the subject"
        : "what is delegated to "
            + Shown.of(from)
            + " about "
            + asked
            + " leads up to "
            + Shown.of(top.link.issuer())
            + ", to whom nobody delegates that: ask for the delegation to that one";
  }

  private static String untimely(String asked, Way untimely, Filter inTime) {
    for (Way at = untimely; at != null; at = at.below) {
      if (!inTime.passes(at.link)) {
        var window = at.link.window();
        return "the chain for "
            + asked
            + " does not hold now: "
            + Shown.of(at.link.cid())
            + " from "
            + Shown.of(at.link.issuer())
            + " holds "
            + (window.notBefore() == null ? "" : "from " + Shown.time(window.notBefore()) + " ")
            + (window.expires() == null ? "for ever" : "until " + Shown.time(window.expires()))
            + ": ask for a fresh one";
      }
    }
    throw new IllegalStateException("every link of an untimely chain is timely");
  }

  private static String narrower(Command command, Did subject, Way narrower) {
    for (Way at = narrower; at != null; at = at.below) {
      if (!at.link.command().covers(command)) {
        return "the chain to "
            + Shown.of(subject)
            + " does not cover "
            + command
            + ": "
            + Shown.of(at.link.cid())
            + " from "
            + Shown.of(at.link.issuer())
            + " allows "
            + at.link.command()
            + " and what is below: ask for more";
      }
    }
    return "the chain to "
        + Shown.of(subject)
        + " widens what it passes on, down to "
        + Shown.of(narrower.link.cid())
        + ": ask for one that narrows";
  }

  /// One search, with a filter.
  private final class Search {
    private final Did from;
    private final Did subject;
    private final @Nullable Command command;
    private final Filter filter;
    private final Set<Place> seen = new HashSet<>();

    /// The way that leads furthest up.
    private @Nullable Way highest;

    /// @param command null to look at no command
    Search(Did from, Did subject, @Nullable Command command, Filter filter) {
      this.from = from;
      this.subject = subject;
      this.command = command;
      this.filter = filter;
    }

    @Nullable Way way() {
      var first = new HashMap<Place, Way>();
      extend(from, null, first);
      var level = first.values();
      for (int links = 1; links <= Validator.MAX_CHAIN && !level.isEmpty(); links++) {
        Way best = null;
        for (var way : level) {
          highest = way;
          if (way.place(subject).top && lasts(way, best)) {
            best = way;
          }
        }
        if (best != null) {
          return best;
        }
        var next = new HashMap<Place, Way>();
        for (var way : level) {
          extend(way.link.issuer(), way, next);
        }
        level = next.values();
      }
      return null;
    }

    /// Adds the ways from one level up to places where no shorter one leads.
    private void extend(Did principal, @Nullable Way below, Map<Place, Way> level) {
      for (var entry : delegations.to(principal, subject)) {
        var way = Way.through(entry, below);
        var place = way.place(subject);
        boolean better = lasts(way, level.get(place));
        boolean fresh = level.containsKey(place) || !seen.contains(place);
        if (better && fresh && leadsOn(entry, below) && filter.passes(entry)) {
          seen.add(place);
          level.put(place, way);
        }
      }
    }

    private boolean leadsOn(DelegationIndex.Entry entry, @Nullable Way below) {
      return command == null
          || (entry.command().covers(command)
              && (below == null || entry.command().covers(below.link.command())));
    }

    private static boolean lasts(Way way, @Nullable Way other) {
      return other == null || way.expires > other.expires;
    }
  }
}
