package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Multibase;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says in one sentence what is wrong with which token, what would have been right, and what to do.
///
/// @param now what the clock said, seconds since 1970
record Refusals(Invocation invocation, long now) {
  private static final int OF_INVOCATION = Verdict.Refused.INVOCATION;

  Verdict.Refused tooLong(int size) {
    return refused(
        Reason.MALFORMED,
        "names " + size + " proofs, limit " + Validator.MAX_CHAIN + ": delegate less far");
  }

  Verdict.Refused wrongExecutor(Did addressed, Collection<Did> executors) {
    var here = executors.stream().map(Shown::of).sorted().collect(Collectors.joining(" or "));
    return refused(
        Reason.WRONG_EXECUTOR,
        "is addressed to "
            + Shown.of(addressed)
            + ", and this is "
            + here
            + ": send it there, or name this one as aud");
  }

  Verdict.Refused foreignSubject(Collection<Did> owned) {
    var here = owned.stream().map(Shown::of).sorted().collect(Collectors.joining(" or "));
    return refused(
        Reason.SUBJECT_MISMATCH,
        "is about subject "
            + Shown.of(invocation.subject())
            + ", and here only what is about "
            + here
            + " is carried out: name that as sub, with a chain of delegations from it");
  }

  Verdict.Refused replayed() {
    return refused(Reason.REPLAYED, "was carried out before: make a new one, with another nonce");
  }

  Verdict.Refused unknownKey(int link, Token token, String why) {
    return refused(
        Reason.BAD_SIGNATURE,
        link,
        token.cid(),
        "has an issuer whose key cannot be known: " + why + ": sign by a key that can");
  }

  Verdict.Refused badSignature(int link, Token token, KeyType type, List<PublicKey> keys) {
    var issuer = Shown.of(token.issuer());
    if (keys.isEmpty()) {
      var relationship =
          token instanceof Delegation ? "capabilityDelegation" : "capabilityInvocation";
      return refused(
          Reason.BAD_SIGNATURE,
          link,
          token.cid(),
          "is issued by " + issuer + ", whose document lists no key under " + relationship);
    }
    if (keys.stream().noneMatch(key -> key.type() == type)) {
      return refused(
          Reason.BAD_SIGNATURE,
          link,
          token.cid(),
          "is signed with "
              + type.title()
              + ", and the key of its issuer "
              + issuer
              + " is of type "
              + keys.getFirst().type().title()
              + ": sign it by that key");
    }
    return refused(
        Reason.BAD_SIGNATURE,
        link,
        token.cid(),
        "is not signed by its issuer " + issuer + ": it was changed, or signed by another key");
  }

  Verdict.Refused expired(int link, Token token, long expires) {
    var fresh =
        link == OF_INVOCATION
            ? ": make a new one"
            : ": ask " + Shown.of(token.issuer()) + " for a fresh one";
    return refused(
        Reason.EXPIRED,
        link,
        token.cid(),
        "expired at "
            + Shown.time(expires)
            + ", "
            + Shown.duration(now - expires)
            + " ago"
            + fresh);
  }

  Verdict.Refused notYetValid(int link, Token token, long notBefore) {
    return refused(
        Reason.NOT_YET_VALID,
        link,
        token.cid(),
        "is not valid before "
            + Shown.time(notBefore)
            + ", in "
            + Shown.duration(notBefore - now)
            + ": wait until then");
  }

  Verdict.Refused missing(int link, Cid cid) {
    return refused(
        Reason.PROOF_MISSING,
        link,
        cid,
        "is not there: send it along with the invocation, under the CID " + text(cid));
  }

  Verdict.Refused mismatch(int link, Cid cid, Cid found) {
    return refused(
        Reason.PROOF_MISSING,
        link,
        cid,
        "is not there; the bytes that are there in its place hash to "
            + Shown.of(found)
            + ": send the right ones along");
  }

  Verdict.Refused malformed(int link, Cid cid, String why) {
    return refused(
        Reason.MALFORMED, link, cid, "is no delegation of UCAN 1.0: " + why + ": write it anew");
  }

  Verdict.Refused powerlineRoot(Delegation delegation) {
    return refused(
        Reason.POWERLINE_ROOT,
        0,
        delegation.cid(),
        "names no subject, which the first link has to: sub has to be "
            + Shown.of(invocation.subject()));
  }

  Verdict.Refused subjectMismatch(int link, Delegation delegation, Did subject) {
    return refused(
        Reason.SUBJECT_MISMATCH,
        link,
        delegation.cid(),
        "is about subject "
            + Shown.of(subject)
            + ", and the invocation about "
            + Shown.of(invocation.subject())
            + ": use a delegation about that one");
  }

  Verdict.Refused brokenAt(int link, Delegation delegation, Did expected) {
    var before =
        link == 0
            ? "the subject is " + Shown.of(expected)
            : "link " + link + " is to " + Shown.of(expected);
    return refused(
        Reason.CHAIN_BROKEN,
        link,
        delegation.cid(),
        "is issued by "
            + Shown.of(delegation.issuer())
            + ", and "
            + before
            + ": that one has to issue it");
  }

  /// The chain leads to somebody else than the invoker.
  Verdict.Refused openEnd(int links, Did last) {
    var invoker = Shown.of(invocation.issuer());
    if (links == 0) {
      return refused(
          Reason.NO_AUTHORITY,
          "is by "
              + invoker
              + " about subject "
              + Shown.of(last)
              + " and names no proofs: prf has to be a chain of delegations from that subject to the"
              + " invoker");
    }
    return refused(
        Reason.CHAIN_BROKEN,
        "is by "
            + invoker
            + ", and the last delegation is to "
            + Shown.of(last)
            + ": that one has to invoke, or to delegate once more");
  }

  Verdict.Refused notCovered(int link, Delegation delegation) {
    return refused(
        Reason.COMMAND_NOT_COVERED,
        link,
        delegation.cid(),
        "allows command "
            + delegation.command()
            + " and what is below, not "
            + invocation.command()
            + ": ask "
            + Shown.of(delegation.issuer())
            + " for that");
  }

  Verdict.Refused widened(int link, Delegation delegation, Command before) {
    return refused(
        Reason.COMMAND_WIDENED,
        link,
        delegation.cid(),
        "passes on "
            + delegation.command()
            + ", which is more than the "
            + before
            + " of the link before it: it may restate or narrow that");
  }

  Verdict.Refused revoked(int link, Delegation delegation, Cid revocation) {
    return refused(
        Reason.REVOKED,
        link,
        delegation.cid(),
        "was revoked by " + Shown.of(revocation) + ": stop using it, and ask for another one");
  }

  Verdict.Refused policyFailed(int link, Delegation delegation, PolicyMatch.Failed failed) {
    return refused(
        Reason.POLICY_FAILED,
        link,
        delegation.cid(),
        "demands "
            + failed.demanded()
            + " (statement "
            + (failed.statement() + 1)
            + " of its policy), but "
            + failed.found()
            + ": change the arguments, or ask "
            + Shown.of(delegation.issuer())
            + " for more",
        failed);
  }

  private Verdict.Refused refused(Reason reason, String what) {
    return refused(reason, OF_INVOCATION, invocation.cid(), what);
  }

  private Verdict.Refused refused(Reason reason, int link, Cid token, String what) {
    return refused(reason, link, token, what, null);
  }

  private Verdict.Refused refused(
      Reason reason, int link, Cid token, String what, PolicyMatch.@Nullable Failed failure) {
    return new Verdict.Refused(reason, link, token, name(link, token) + " " + what, failure);
  }

  private String name(int link, Cid token) {
    return link == OF_INVOCATION
        ? "the invocation " + Shown.of(token)
        : "link " + (link + 1) + " of " + invocation.proofs().size() + ", " + Shown.of(token) + ",";
  }

  private static String text(Cid cid) {
    return cid.toString(Multibase.BASE58_BTC);
  }
}
