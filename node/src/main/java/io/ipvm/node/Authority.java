package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import io.ipvm.keys.Signer;
import io.ipvm.store.Fact;
import io.ipvm.store.Facts;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.DelegationIndex;
import io.ipvm.ucan.DidResolver;
import io.ipvm.ucan.Explanation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.PolicyMatch;
import io.ipvm.ucan.Promise;
import io.ipvm.ucan.ProofFinder;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Revocation;
import io.ipvm.ucan.Ucan;
import io.ipvm.ucan.Validator;
import io.ipvm.ucan.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Who may do what on this node, and what its user may do on others.
///
/// The node's own key is the root of all authority over the node. It delegates everything to the
/// user's key once; what the user starts here is an invocation by that key, checked like anybody
/// else's. Others get narrower delegations, by way of the user's key, and use them with invocations
/// that are handed over. Delegations, revocations and what was spent are facts in the store.
///
/// Looking at what is on one's own disk takes no invocation: whoever can read the files can read
/// them without this program (decision 062). All methods may be called from any thread.
public final class Authority {
  private static final Command EVERYTHING = Command.parse("/");

  /// What clocks may be apart, for invocations of others (rule C10).
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final String BUDGETS = "budget";

  private final Signer node;
  private final Signer user;
  private final Clock clock;
  private final Facts facts;
  private final HeldDelegations held;
  private final KnownRevocations revocations;
  private final Ledger ledger;
  private final Validator validator;

  /// For revocations, which are addressed to everybody.
  private final Validator witness;

  /// @param resolver finds the keys of those who sign
  Authority(Facts facts, Signer node, Signer user, Clock clock, DidResolver resolver) {
    this.node = requireNonNull(node);
    this.user = requireNonNull(user);
    this.clock = requireNonNull(clock);
    this.facts = facts;
    held = new HeldDelegations(facts);
    revocations = new KnownRevocations(facts);
    ledger = new Ledger(facts);
    var rules =
        Validator.builder()
            .proofs(held)
            .resolver(resolver)
            .revocations(revocations)
            .clock(clock)
            .skew(SKEW);
    witness = rules.build();
    var self = Set.of(node.did());
    validator = rules.executors(self).subjects(self).build();
  }

  Ledger ledger() {
    return ledger;
  }

  Validator validator() {
    return validator;
  }

  Clock clock() {
    return clock;
  }

  /// The delegation of everything to the user's key; made if it is not there.
  ///
  /// @throws IpvmException `NOT_AUTHORISED` if it has to be made and the node's key cannot sign
  public Delegation root() {
    return findRoot()
        .orElseGet(() -> {
          var made =
              Ucan.delegate(node).to(user.did()).on(node.did()).command(EVERYTHING).never().sign();
          held.keep(List.of(made));
          return made;
        });
  }

  /// The same, if it was made.
  Optional<Delegation> findRoot() {
    return held.heldFor(user.did()).stream()
        .filter(link -> link.issuer().samePrincipal(node.did()))
        .filter(link -> link.subject() != null && node.did().samePrincipal(link.subject()))
        .filter(link -> link.command().equals(EVERYTHING))
        .findFirst();
  }

  /// What this node says of an invocation, were it handed in now; nothing is counted.
  public Explanation explain(Invocation invocation, ProofStore carried) {
    return validator.explain(invocation, carried);
  }

  /// Why `invocation` may be carried out.
  ///
  /// @throws NotAuthorisedException if it may not
  Verdict.Authorized require(Invocation invocation, ProofStore carried) {
    return require(
        validator.validate(invocation, carried), () -> validator.explain(invocation, carried));
  }

  /// The same, with arguments in which promises were replaced (rule POL-9).
  Verdict.Authorized require(Invocation invocation, ProofStore carried, MapNode resolved) {
    return require(
        validator.validate(invocation, carried, resolved),
        () -> validator.explain(invocation, carried, resolved));
  }

  private static Verdict.Authorized require(Verdict verdict, Supplier<Explanation> explained) {
    return switch (verdict) {
      case Verdict.Authorized authorized -> authorized;
      case Verdict.Refused refused ->
          throw new NotAuthorisedException(
              ErrorCode.NOT_AUTHORISED, refused.explanation(), explained.get());
      case Verdict.Unavailable(var what) ->
          throw new NotAuthorisedException(ErrorCode.UNAVAILABLE, what, explained.get());
      case Verdict.Pending(var awaited) ->
          throw new NotAuthorisedException(
              ErrorCode.UNAVAILABLE,
              "its policies look at results that are not here yet, of " + awaited,
              explained.get());
    };
  }

  /// Counts that `invocation` was refused, for those who were given a delegation here once:
  /// strangers are no more than one number.
  void refused(Invocation invocation) {
    var issuer = invocation.issuer().principal();
    ledger.refused(held.heldFor(issuer).isEmpty() ? List.of() : List.of(issuer), clock.instant());
  }

  /// Counts that `invocation` was refused although it is authorised.
  void refused(Invocation invocation, Verdict.Authorized authorized) {
    ledger.refused(Invocations.users(invocation, authorized), clock.instant());
  }

  /// By which right the user starts something here.
  ///
  /// @throws NotAuthorisedException if the user may not
  Mandate own(String command, MapNode args) {
    var root = root();
    var invocation =
        Ucan.invoke(user)
            .on(node.did())
            .command(command)
            .args(args)
            .chain(root)
            .never() // nobody else ever sees it, and runs take as long as they take
            .sign();
    var authorized = require(invocation, held);
    return new Mandate(user.did(), new AuthorityGate(validator, invocation, authorized));
  }

  /// Keeps delegations, durably, with the budgets they carry.
  ///
  /// @return how many are new
  public int keep(List<Delegation> delegations) {
    delegations.forEach(link -> Budget.carriedBy(link).ifPresent(this::keep));
    return held.keep(delegations);
  }

  private void keep(Budget budget) {
    if (findBudget(budget.cid()).isEmpty()) {
      facts.note(List.of(Fact.of(BUDGETS, budget.cid().bytes(), budget.encode())));
    }
  }

  /// The document of a budget, if somebody here has seen it.
  public Optional<Budget> findBudget(Cid budget) {
    return facts.find(BUDGETS, budget.bytes()).map(Budget::decode);
  }

  /// The delegations that are here, in the order of their CIDs, behind `after`.
  public List<Delegation> delegations(Optional<Cid> after, int limit) {
    return held.all(after, limit);
  }

  /// A delegation that is here.
  public Optional<Delegation> findDelegation(Cid cid) {
    return held.find(cid);
  }

  /// The proofs that are here.
  public ProofStore proofs() {
    return held;
  }

  /// A chain by which `holder` may use a command of `subject` now, of delegations that are here and
  /// not known to be revoked.
  public ProofFinder.Found findChain(Did holder, Did subject, Command command) {
    return findChain(holder, subject, command, link -> true);
  }

  private ProofFinder.Found findChain(
      Did holder, Did subject, Command command, Predicate<Delegation> fits) {
    var index = new DelegationIndex();
    collect(holder, subject, index);
    return new ProofFinder(index, clock)
        .find(holder, subject, command, link -> !isRevoked(link) && fits.test(link));
  }

  /// Everything that was delegated to `holder`, and to those it comes from.
  private void collect(Did holder, Did subject, DelegationIndex index) {
    var seen = new HashSet<Did>();
    var open = new ArrayDeque<Did>();
    open.add(holder.principal());
    while (!open.isEmpty()) {
      var audience = open.remove();
      if (!seen.add(audience) || audience.equals(subject.principal())) {
        continue;
      }
      for (var link : held.heldFor(audience)) {
        index.add(link);
        open.add(link.issuer().principal());
      }
    }
  }

  /// Gives somebody a part of what the user has, and remembers it.
  ///
  /// @throws IpvmException `NOT_AUTHORISED` if the user does not have it
  public List<Delegation> delegate(Grant grant) {
    var subject = grant.subject().orElse(node.did());
    if (subject.samePrincipal(node.did())) {
      root();
    }
    requireKey(grant.to());
    var above = requireChain(user.did(), subject, grant.command());
    requireOneBudget(grant, above);
    var builder =
        Ucan.delegate(user)
            .to(grant.to())
            .on(subject)
            .command(grant.command())
            .policy(grant.policy());
    grant.budget().ifPresent(builder::budget);
    grant.notBefore().ifPresent(builder::notBefore);
    grant.expires().ifPresentOrElse(builder::expires, builder::never);
    var made = builder.sign();
    keep(List.of(made));
    var chain = new ArrayList<>(above);
    chain.add(made);
    return List.copyOf(chain);
  }

  /// A did:key says its key itself: one that is none would never be able to use anything.
  private static void requireKey(Did holder) {
    if (holder.method().equals("key")) {
      PublicKey.of(holder);
    }
  }

  /// Every link demands its own budget, and an invocation names one: two could never be satisfied.
  private void requireOneBudget(Grant grant, List<Delegation> above) {
    var demanded = Demands.of(above).budget();
    if (grant.budget().isPresent()
        && demanded.isPresent()
        && !demanded.get().equals(grant.budget().get().cid())) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "what is passed on is counted against a budget already, "
              + findBudget(demanded.get()).map(Budget::text).orElse(demanded.get().toString())
              + ", and an invocation can name one only: leave the budget out, or name the same");
    }
  }

  private List<Delegation> requireChain(Did holder, Did subject, Command command) {
    return switch (findChain(holder, subject, command)) {
      case ProofFinder.Found.Chain(var chain, var _) -> chain;
      case ProofFinder.Found.None(var nearest) ->
          throw new IpvmException(ErrorCode.NOT_AUTHORISED, nearest);
    };
  }

  /// An invocation by the user, with its proofs.
  public record Prepared(Invocation invocation, List<Delegation> chain) {
    public Prepared {
      chain = List.copyOf(chain);
    }
  }

  /// Prepares an invocation of a command of `subject`; limits and budget that `args` leave out are
  /// filled in from the delegations it uses (rule RUN-1). What has the form of a promise in them is
  /// one.
  ///
  /// @param idempotent whether asking again is the same task
  /// @throws IpvmException `NOT_AUTHORISED` if the user was not given that
  public Prepared invoke(
      Did subject, Command command, MapNode args, Instant expires, boolean idempotent) {
    if (subject.samePrincipal(node.did())) {
      root();
    }
    var chain =
        findChain(user.did(), subject, command, link -> isFor(link, args))
                instanceof ProofFinder.Found.Chain(var fitting, var _)
            ? fitting
            : requireChain(user.did(), subject, command);
    var filled = Demands.of(chain).fill(args);
    var builder =
        Ucan.invoke(user)
            .on(subject)
            .command(command)
            .args(filled)
            .awaiting(Promise.in(filled, Options.STRICT).toArray(Promise[]::new))
            .chain(chain)
            .expires(expires);
    return new Prepared(idempotent ? builder.idempotent().sign() : builder.sign(), chain);
  }

  /// Whether a delegation can be meant: who was given two modules wants the one that is named.
  private static boolean isFor(Delegation link, MapNode args) {
    var filled = Demands.of(List.of(link)).fill(args);
    return !(link.policy().match(filled) instanceof PolicyMatch.Failed);
  }

  /// Takes a delegation back, here and at once, and returns what tells others.
  ///
  /// @throws IpvmException `NOT_FOUND` if it is not here, `NOT_AUTHORISED` if the user neither gave
  ///   it, nor got it, nor gave what it was made of
  public Revocation revoke(Cid delegation, Optional<String> comment) {
    var link =
        held.find(delegation)
            .orElseThrow(() ->
                new IpvmException(
                    ErrorCode.NOT_FOUND, "delegation " + delegation + " is not here"));
    if (!mayRevoke(link)) {
      throw new IpvmException(
          ErrorCode.NOT_AUTHORISED,
          "delegation "
              + delegation
              + " is from "
              + link.issuer()
              + " to "
              + link.audience()
              + ": those two may revoke it, and who gave it to the first");
    }
    var builder = Ucan.revoke(user, delegation);
    comment.ifPresent(builder::comment);
    var revocation = builder.sign();
    revocations.add(revocation);
    return revocation;
  }

  private boolean mayRevoke(Delegation link) {
    var subject = link.subject();
    return isUser(link.issuer())
        || isUser(link.audience())
        || (subject != null
            && findChain(link.issuer(), subject, link.command())
                instanceof ProofFinder.Found.Chain(var above, var _)
            && above.stream().anyMatch(it -> isUser(it.issuer())));
  }

  private boolean isUser(Did did) {
    return user.did().samePrincipal(did);
  }

  /// Takes note of a revocation that somebody made. Whether they may revoke that link is asked for
  /// each chain it is part of; here only whether it is theirs.
  ///
  /// @throws NotAuthorisedException if it is not authorised itself
  public Revocation accept(Invocation invocation, ProofStore carried) {
    var revocation = Revocation.of(invocation);
    require(witness.validate(invocation, carried), () -> witness.explain(invocation, carried));
    requireKnown(revocation, carried);
    revocations.add(revocation);
    return revocation;
  }

  /// A revocation may come before what it takes back (rule REV-5), but only from those who were
  /// ever given something here: strangers could fill the disk.
  private void requireKnown(Revocation revocation, ProofStore carried) {
    var revoker = revocation.revoker();
    if (held.or(carried).find(revocation.revoked()).isEmpty()
        && !isUser(revoker)
        && held.heldFor(revoker).isEmpty()) {
      throw new IpvmException(
          ErrorCode.NOT_FOUND,
          "delegation "
              + revocation.revoked()
              + " is not here, and "
              + revoker
              + " was given nothing here: hand in the delegation with it");
    }
  }

  /// What was used on each day, by everybody or by `who`.
  public List<Usage> usage(Optional<Did> who) {
    return ledger.usage(who);
  }

  /// What is left of a budget of this node's delegations now.
  public Remaining remaining(Budget budget) {
    var now = clock.instant();
    return Remaining.of(budget, ledger.spent(budget, node.did(), now), now);
  }

  /// Whether a delegation was taken back by its issuer, its holder, or whose machine it is about.
  /// Who stands between them in a chain is known to the validator alone; a stranger has no say.
  public boolean isRevoked(Delegation link) {
    var revokers = new HashSet<>(List.of(link.issuer().principal(), link.audience().principal()));
    var subject = link.subject();
    if (subject != null) {
      revokers.add(subject.principal());
    }
    return revocations.findRevocation(link.cid(), revokers).isPresent();
  }

  /// As the arguments of an invocation say them; a limit that there is not is not said.
  static MapNode limits(long gas, long memory, long millis) {
    var limits = MapNode.builder();
    if (gas < Long.MAX_VALUE) {
      limits.put("gas", gas);
    }
    return limits.put("memory", memory).put("time", millis).build();
  }
}
