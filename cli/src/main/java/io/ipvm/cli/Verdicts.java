package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.ucan.Reason;
import io.ipvm.ucan.Verdict;
import java.time.Instant;
import java.util.Locale;

/// What validators say, for people, for machines and for the caller of the process.
final class Verdicts {
  private Verdicts() {}

  static ExitStatus status(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized _ -> ExitStatus.OK;
      case Verdict.Refused _ -> ExitStatus.NOT_AUTHORISED;
      case Verdict.Pending _, Verdict.Unavailable _ -> ExitStatus.UNAVAILABLE;
    };
  }

  static Tint tint(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized _ -> Tint.GOOD;
      case Verdict.Refused _ -> Tint.BAD;
      case Verdict.Pending _, Verdict.Unavailable _ -> Tint.WARNING;
    };
  }

  /// One word or two.
  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized _ -> "authorised";
      case Verdict.Refused refused -> word(refused.reason());
      case Verdict.Pending _ -> "pending";
      case Verdict.Unavailable _ -> "unavailable";
    };
  }

  static String word(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// A sentence.
  static String sentence(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized(var window, var _, var _) ->
          window.expires() == null
              ? "it holds for ever"
              : "it holds until " + Instant.ofEpochSecond(window.expires());
      case Verdict.Refused refused -> refused.explanation();
      case Verdict.Pending(var awaited) ->
          "its policies look at results that are not here yet, of "
              + String.join(", ", awaited.stream().map(Whom::shortened).sorted().toList());
      case Verdict.Unavailable(var what) -> what;
    };
  }

  /// `{kind, message, link?, statement?, demanded?, found?}`.
  static Answer.Fields answer(Verdict problem) {
    var fields =
        Answer.fields()
            .put("kind", word(problem).replace(' ', '-'))
            .put("message", sentence(problem));
    if (problem instanceof Verdict.Refused refused) {
      if (refused.link() != Verdict.Refused.INVOCATION) {
        fields.put("link", refused.link());
      }
      var failure = refused.failure();
      if (failure != null) {
        fields
            .put("statement", failure.statement())
            .put("demanded", failure.demanded())
            .put("found", failure.found());
      }
    }
    return fields.build();
  }
}
