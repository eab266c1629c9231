package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One look at one invocation and its chain, at one moment.
///
/// **Order.** The steps of section 4.1 stand in two tables, [#OF_INVOCATION] and [#OF_LINK], in the
/// order of the text. What fails first there is the reason that is reported (rule CHN-4), so going
/// through them in order and stopping at the first failure is all there is to it, and nothing
/// expensive is done behind a failure.
///
/// **Asking others.** Only issuers of other methods than did:key make anybody ask around. Before
/// the first of them is resolved, the steps that neither compute nor ask are all tried on the whole
/// chain ([#structure]): if one fails, nobody is asked, so that no token makes us fetch documents
/// for a chain that cannot hold. For the same reason that failure wins over [Verdict.Unavailable],
/// which invites to try again.
///
/// One thread uses an instance, once.
final class ChainCheck {
  /// Says what is wrong, or null.
  private interface Step {
    @Nullable Verdict failure(ChainCheck check);
  }

  /// Says what is wrong about a link, or null.
  private interface LinkStep {
    @Nullable Verdict failure(ChainCheck check, int link);
  }

  /// Steps 0 to 4.
  private static final List<Step> OF_INVOCATION =
      List.of(
          ChainCheck::length,
          ChainCheck::executor,
          ChainCheck::owned,
          check -> check.signature(Verdict.Refused.INVOCATION),
          check -> check.time(Verdict.Refused.INVOCATION),
          ChainCheck::replay);

  /// Step 6.
  private static final List<LinkStep> OF_LINK =
      List.of(
          ChainCheck::signature,
          ChainCheck::time,
          ChainCheck::powerlineRoot,
          ChainCheck::subject,
          ChainCheck::issuer,
          ChainCheck::command,
          ChainCheck::widening,
          ChainCheck::revocation);

  /// Time and revocation, all that changes (rule CHN-3).
  private static final List<LinkStep> CHANGING = List.of(ChainCheck::time, ChainCheck::revocation);

  private final Validator.Builder choices;
  private final ChainMemory memory;
  private final Invocation invocation;
  private final MapNode args;

  /// Whether promises in [#args] were replaced, so that what looks like one is data.
  private final boolean resolved;

  private final ProofStore proofs;
  private final long now;
  private final Refusals refusals;
  private final @Nullable Delegation[] chain;
  private final List<String> remarks = new ArrayList<>();

  /// Whether steps that compute or ask are taken.
  private boolean thorough = true;

  private @Nullable Verdict structure;

  /// @param resolved the arguments with results in the places of promises; null if policies look at
  ///   them as they came
  ChainCheck(
      Validator.Builder choices,
      ChainMemory memory,
      Invocation invocation,
      @Nullable MapNode resolved,
      ProofStore carried) {
    this.choices = choices;
    this.memory = memory;
    this.invocation = invocation;
    this.args = resolved == null ? invocation.args() : resolved;
    this.resolved = resolved != null;
    this.proofs = carried.or(choices.proofs);
    this.now = choices.clock.instant().getEpochSecond();
    this.refusals = new Refusals(invocation, now);
    this.chain = new Delegation[Math.min(invocation.proofs().size(), Validator.MAX_CHAIN)];
  }

  Verdict verdict() {
    var question =
        new ChainMemory.Question(
            invocation.proofs(),
            invocation.issuer(),
            invocation.subject(),
            invocation.command(),
            args,
            resolved);
    var generation = generation();
    var known = memory.find(question, generation);
    if (known != null && known.window().contains(now, choices.skew.toSeconds())) {
      var failure = present();
      return failure != null ? failure : authorized(known.window(), known.remarks());
    }
    var verdict = walk();
    if (verdict instanceof Verdict.Unavailable && structure() instanceof Verdict.Refused refused) {
      return refused;
    }
    if (verdict instanceof Verdict.Authorized authorized
        && generation.isPresent()
        && everyIssuerIsAKey()) {
      memory.remember(invocation, question, generation.getAsLong(), windowOfChain(), authorized);
    }
    return verdict;
  }

  /// What time and revocation say of a chain that was authorised before.
  Verdict again(Verdict.Authorized earlier) {
    for (int link = 0; link < chain.length; link++) {
      chain[link] = earlier.chain().get(link);
    }
    var failure = time(Verdict.Refused.INVOCATION);
    for (int link = 0; link < chain.length && failure == null; link++) {
      failure = first(CHANGING, link);
    }
    return failure != null ? failure : earlier;
  }

  /// Everything that is wrong, not just what comes first.
  Explanation explain() {
    var lines = new ArrayList<Explanation.Line>();
    var ofInvocation = new ArrayList<Verdict>();
    for (var step : OF_INVOCATION) {
      add(ofInvocation, step.failure(this));
    }
    var loading = new ArrayList<@Nullable Verdict>();
    for (int link = 0; link < chain.length && length() == null; link++) {
      loading.add(load(link));
    }
    for (int link = 0; link < loading.size(); link++) {
      var problems = new ArrayList<Verdict>();
      add(problems, loading.get(link));
      if (chain[link] != null) {
        for (var step : OF_LINK) {
          add(problems, step.failure(this, link));
        }
        add(problems, policy(link));
      }
      lines.add(new Explanation.Line(invocation.proofs().get(link), chain[link], problems));
    }
    if (loading.stream().allMatch(failure -> failure == null)) {
      add(ofInvocation, end());
    }
    lines.add(new Explanation.Line(invocation.cid(), invocation, ofInvocation));
    return new Explanation(verdict(), now, lines);
  }

  private static void add(List<Verdict> problems, @Nullable Verdict failure) {
    if (failure != null) {
      problems.add(failure);
    }
  }

  private Verdict walk() {
    remarks.clear();
    var failure = present();
    for (int link = 0; link < chain.length && failure == null; link++) {
      failure = first(OF_LINK, link);
    }
    if (failure == null) {
      failure = end();
    }
    return failure != null ? failure : policies();
  }

  /// Steps 0 to 5.
  private @Nullable Verdict present() {
    for (var step : OF_INVOCATION) {
      var failure = step.failure(this);
      if (failure != null) {
        return failure;
      }
    }
    Verdict failure = null;
    for (int link = 0; link < chain.length && failure == null; link++) {
      failure = load(link);
    }
    return failure;
  }

  private @Nullable Verdict first(List<LinkStep> steps, int link) {
    for (var step : steps) {
      var failure = step.failure(this, link);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  /// What the steps say that neither compute nor ask anybody but the store of proofs.
  private Verdict structure() {
    if (structure == null) {
      thorough = false;
      structure = walk();
      thorough = true;
    }
    return structure;
  }

  private @Nullable Verdict length() {
    int size = invocation.proofs().size();
    return size > Validator.MAX_CHAIN ? refusals.tooLong(size) : null;
  }

  private @Nullable Verdict executor() {
    var executors = choices.executors;
    var audience = invocation.audience();
    var executor = audience == null ? invocation.subject() : audience;
    for (var ours : executors) {
      if (same(ours, executor)) {
        return null;
      }
    }
    return executors.isEmpty() ? null : refusals.wrongExecutor(executor, executors);
  }

  private @Nullable Verdict owned() {
    var subjects = choices.subjects;
    for (var ours : subjects) {
      if (same(ours, invocation.subject())) {
        return null;
      }
    }
    return subjects.isEmpty() ? null : refusals.foreignSubject(subjects);
  }

  private @Nullable Verdict signature(int link) {
    var token = token(link);
    if (!thorough || memory.isSigned(token.cid())) {
      return null;
    }
    List<PublicKey> keys;
    try {
      keys = keys(token);
    } catch (MalformedException e) {
      return refusals.unknownKey(link, token, e.getMessage());
    } catch (IpvmException e) {
      return new Verdict.Unavailable("the key of " + token.issuer() + ": " + e.getMessage());
    }
    if (keys == null) {
      return null;
    }
    var envelope = token instanceof Delegation d ? d.envelope() : ((Invocation) token).envelope();
    for (var key : keys) {
      // A key of another type than the header says is passed over before any crypto (rule VSG-3).
      if (key.type() == envelope.keyType() && envelope.isSignedBy(key)) {
        if (isKey(token.issuer())) {
          memory.signed(token.cid());
        }
        return null;
      }
    }
    return refusals.badSignature(link, token, envelope.keyType(), keys);
  }

  /// The keys that may have signed; null if nobody is to be asked, since the chain cannot hold.
  private @Nullable List<PublicKey> keys(Token token) {
    if (isKey(token.issuer())) {
      return DidResolver.KEY.resolve(token.issuer(), purpose(token));
    }
    return switch (structure()) {
      case Verdict.Refused _, Verdict.Unavailable _ -> null;
      case Verdict.Authorized _, Verdict.Pending _ ->
          choices.resolver.resolve(token.issuer(), purpose(token));
    };
  }

  private static DidResolver.Purpose purpose(Token token) {
    return token instanceof Delegation ? DidResolver.Purpose.DELEGATE : DidResolver.Purpose.INVOKE;
  }

  private @Nullable Verdict time(int link) {
    var token = token(link);
    long skew = choices.skew.toSeconds();
    var expires = token.expires();
    if (expires != null && now - skew > expires) {
      return refusals.expired(link, token, expires);
    }
    var notBefore = token.notBefore();
    if (notBefore != null && now + skew < notBefore) {
      return refusals.notYetValid(link, token, notBefore);
    }
    return null;
  }

  private @Nullable Verdict replay() {
    if (!thorough || choices.seen.isEmpty() || choices.repeatable.test(invocation)) {
      return null;
    }
    try {
      return choices.seen.get().contains(invocation.cid()) ? refusals.replayed() : null;
    } catch (IpvmException e) {
      return new Verdict.Unavailable("what was carried out before: " + e.getMessage());
    }
  }

  private @Nullable Verdict load(int link) {
    if (chain[link] != null) {
      return null;
    }
    var cid = invocation.proofs().get(link);
    try {
      var found = proofs.find(cid).orElse(null);
      if (found == null) {
        return refusals.missing(link, cid);
      }
      if (!found.cid().equals(cid)) {
        return refusals.mismatch(link, cid, found.cid());
      }
      chain[link] = found;
      return null;
    } catch (MalformedException e) {
      return refusals.malformed(link, cid, e.getMessage());
    } catch (IpvmException e) {
      return new Verdict.Unavailable("proof " + Shown.of(cid) + ": " + e.getMessage());
    }
  }

  private @Nullable Verdict powerlineRoot(int link) {
    var delegation = delegation(link);
    return link == 0 && delegation.subject() == null ? refusals.powerlineRoot(delegation) : null;
  }

  private @Nullable Verdict subject(int link) {
    var delegation = delegation(link);
    var subject = delegation.subject();
    return subject == null || same(subject, invocation.subject())
        ? null
        : refusals.subjectMismatch(link, delegation, subject);
  }

  private @Nullable Verdict issuer(int link) {
    var delegation = delegation(link);
    var before = link == 0 ? null : chain[link - 1];
    if (link > 0 && before == null) {
      return null;
    }
    var expected = before == null ? invocation.subject() : before.audience();
    return same(delegation.issuer(), expected)
        ? null
        : refusals.brokenAt(link, delegation, expected);
  }

  private @Nullable Verdict command(int link) {
    var delegation = delegation(link);
    return delegation.command().covers(invocation.command())
        ? null
        : refusals.notCovered(link, delegation);
  }

  private @Nullable Verdict widening(int link) {
    var delegation = delegation(link);
    var before = link == 0 ? null : chain[link - 1];
    if (before == null || before.command().covers(delegation.command())) {
      return null;
    }
    var refused = refusals.widened(link, delegation, before.command());
    if (!choices.options.accepts(Option.WIDENED_COMMAND)) {
      return refused;
    }
    remarks.add(refused.explanation());
    return null;
  }

  private @Nullable Verdict revocation(int link) {
    if (!thorough) {
      return null;
    }
    var delegation = delegation(link);
    try {
      return choices
          .revocations
          .findRevocation(delegation.cid(), Revocation.revokers(chain, link))
          .map(by -> refusals.revoked(link, delegation, by))
          .orElse(null);
    } catch (IpvmException e) {
      return choices.options.accepts(Option.UNAVAILABLE_REVOCATIONS)
          ? null
          : new Verdict.Unavailable(
              "whether " + Shown.of(delegation.cid()) + " was revoked: " + e.getMessage());
    }
  }

  /// Step 7.
  private @Nullable Verdict end() {
    var last = chain.length == 0 ? invocation.subject() : delegation(chain.length - 1).audience();
    return same(last, invocation.issuer()) ? null : refusals.openEnd(chain.length, last);
  }

  private @Nullable Verdict policy(int link) {
    var delegation = delegation(link);
    var policy = delegation.policy();
    var match = resolved ? policy.matchResolved(args) : policy.match(args, choices.options);
    return switch (match) {
      case PolicyMatch.Satisfied() -> null;
      case PolicyMatch.Failed failed -> refusals.policyFailed(link, delegation, failed);
      case PolicyMatch.Pending(var awaited) -> new Verdict.Pending(awaited);
    };
  }

  /// Step 8. A statement that does not hold never will, whatever others still wait for.
  private Verdict policies() {
    var awaited = new HashSet<Cid>();
    for (int link = 0; link < chain.length; link++) {
      var outcome = policy(link);
      if (outcome instanceof Verdict.Pending pending) {
        awaited.addAll(pending.awaited());
      } else if (outcome != null) {
        return outcome;
      }
    }
    if (!awaited.isEmpty()) {
      return new Verdict.Pending(awaited);
    }
    return authorized(windowOfChain(), remarks);
  }

  private Verdict.Authorized authorized(Window ofChain, List<String> said) {
    var delegations = new ArrayList<Delegation>(chain.length);
    for (int link = 0; link < chain.length; link++) {
      delegations.add(delegation(link));
    }
    var own = new Window(invocation.notBefore(), invocation.expires());
    return new Verdict.Authorized(ofChain.and(own), delegations, said);
  }

  private Window windowOfChain() {
    var window = Window.ALWAYS;
    for (int link = 0; link < chain.length; link++) {
      window = window.and(new Window(delegation(link).notBefore(), delegation(link).expires()));
    }
    return window;
  }

  /// What the revocations are at, if anybody can tell.
  private OptionalLong generation() {
    try {
      return OptionalLong.of(choices.revocations.generation());
    } catch (IpvmException _) {
      return OptionalLong.empty();
    }
  }

  private boolean everyIssuerIsAKey() {
    boolean keys = isKey(invocation.issuer());
    for (int link = 0; link < chain.length && keys; link++) {
      keys = isKey(delegation(link).issuer());
    }
    return keys;
  }

  private static boolean isKey(Did did) {
    return did.text().startsWith("did:key:");
  }

  /// Whether both name the same principal; most often they are equal as they stand (rule DID-1).
  private static boolean same(Did a, Did b) {
    return a.equals(b) || a.samePrincipal(b);
  }

  private Token token(int link) {
    return link == Verdict.Refused.INVOCATION ? invocation : delegation(link);
  }

  private Delegation delegation(int link) {
    var delegation = chain[link];
    if (delegation == null) {
      throw new IllegalStateException("link " + link + " was not loaded");
    }
    return delegation;
  }
}
