package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a validator found out before, bounded (rule MEM-1).
///
/// That the key of a did:key made a signature is true for ever, and kept by the CID of the token.
/// What a chain says about a question is kept with the generation of the revocations that it was
/// found under, read before the first of them was asked for: one that comes in meanwhile makes the
/// answer stale at once, and one that comes in later makes every answer stale. So no list of
/// derivatives is needed to find what a revocation ends.
///
/// Neither is kept where a resolver said which key counts, for such keys change. Refusals are not
/// kept: whoever sends rubbish shall not push out what others paid for. Any thread may call.
final class ChainMemory {
  private final Bounded<Cid, Boolean> signatures = new Bounded<>(Validator.SIGNATURES_KEPT, _ -> 1);

  private final Bounded<Question, Answer> answers =
      new Bounded<>(Validator.VERDICTS_KEPT, Answer::weight);

  /// What a chain is asked for: all that the steps behind the invocation's own look at.
  ///
  /// The proofs themselves are looked up each time: what is not there any more authorises nothing
  /// (rule RES-1), whatever is remembered.
  ///
  /// @param resolved whether what looks like a promise in `args` is data
  record Question(
      List<Cid> proofs, Did issuer, Did subject, Command command, MapNode args, boolean resolved) {}

  /// That it authorises that, if nothing was revoked since `generation`.
  ///
  /// @param window of the chain alone
  /// @param weight bytes of what is kept for this
  record Answer(long generation, Window window, List<String> remarks, long weight) {}

  /// What was answered before, if no revocation came in since.
  @Nullable Answer find(Question question, OptionalLong generation) {
    var known = answers.find(question);
    return known != null && generation.isPresent() && known.generation == generation.getAsLong()
        ? known
        : null;
  }

  /// Keeps an answer; not if promises of the invocation were resolved, for results may be large.
  void remember(
      Invocation invocation,
      Question question,
      long generation,
      Window ofChain,
      Verdict.Authorized authorized) {
    if (!question.args.equals(invocation.args())) {
      return;
    }
    long weight = invocation.bytes().size();
    answers.put(question, new Answer(generation, ofChain, authorized.remarks(), weight));
  }

  boolean isSigned(Cid token) {
    return signatures.find(token) != null;
  }

  void signed(Cid token) {
    signatures.put(token, true);
  }
}
