package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.OldToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What tokens of older formats say, for [TokenView]. They grant nothing here, so nothing is wrong
/// with them either: whether a signature is its issuer's is one of the things that are told.
final class OldTokenView {
  private OldTokenView() {}

  static TokenView of(OldToken token, TokenView.Reader reader) {
    var details = new LinkedHashMap<String, String>();
    var title =
        switch (token) {
          case OldToken.Ucan09 it -> ucan(it, reader, details);
          case OldToken.Receipt09 it -> receipt(it, details);
          case OldToken.Task02 it -> task(it, details);
        };
    details.put("token", token.cid().toString());
    var answer =
        Answer.fields()
            .put("token", Whom.token(token.cid()))
            .put("kind", "older")
            .put("holds", true)
            .put("problems", Answer.items(List.of()))
            .put("format", token.format())
            .put(
                "text",
                Answer.texts(
                    details.entrySet().stream()
                        .map(detail -> detail.getKey() + ": " + detail.getValue())
                        .toList()))
            .build();
    return new TokenView(token.cid(), 0, title, details, List.of(), answer, Optional.empty());
  }

  private static String ucan(
      OldToken.Ucan09 token, TokenView.Reader reader, Map<String, String> details) {
    int number = 1;
    for (var capability : token.capabilities()) {
      var caveats =
          capability.caveats().map(it -> " if " + JsonText.line(Answer.of(it))).orElse("");
      details.put("may " + number++, capability.can() + " with " + capability.with() + caveats);
    }
    token.nonce().ifPresent(nonce -> details.put("nonce", nonce));
    putTime(details, "from", token.notBefore(), reader);
    putTime(details, "until", token.expires(), reader);
    if (!token.facts().isEmpty()) {
      details.put("facts", JsonText.line(Answer.of(Node.list(token.facts()))));
    }
    putProofs(details, token.proofs());
    details.put("signed", signed(token.signature()));
    return token.format() + "  from " + token.issuer() + " to " + token.audience();
  }

  private static String receipt(OldToken.Receipt09 token, Map<String, String> details) {
    details.put("of", token.ran().toString());
    details.put(
        ReceiptShowCommand.outcome(token.out()), JsonText.line(Answer.of(token.out().value())));
    if (!token.fork().isEmpty()) {
      details.put("then", String.join(", ", token.fork().stream().map(Cid::toString).toList()));
    }
    token.join().ifPresent(join -> details.put("at last", join.toString()));
    putProofs(details, token.proofs());
    details.put("signed", signed(token.signature()));
    return token.format() + token.issuer().map(issuer -> "  by " + issuer).orElse("");
  }

  private static String task(OldToken.Task02 token, Map<String, String> details) {
    details.put("instruction", token.instruction().toString());
    token.run().ifPresent(run -> TokenView.putAll(details, run));
    token.cause().ifPresent(cause -> details.put("cause", cause.toString()));
    if (token.meta().size() > 0) {
      details.put("meta", JsonText.line(Answer.of(token.meta())));
    }
    putProofs(details, token.proofs());
    return token.format();
  }

  private static void putTime(
      Map<String, String> details, String name, @Nullable Long seconds, TokenView.Reader reader) {
    if (seconds != null) {
      details.put(name, Moment.shown(seconds, reader.now()));
    }
  }

  private static void putProofs(Map<String, String> details, List<Cid> proofs) {
    if (!proofs.isEmpty()) {
      details.put("by", String.join(", ", proofs.stream().map(Cid::toString).toList()));
    }
  }

  private static String signed(OldToken.Signature signature) {
    return switch (signature.check()) {
          case VERIFIES -> "by its issuer, ";
          case WRONG -> "NOT by its issuer, ";
          case UNKNOWN -> "nobody here can tell by whom, ";
        }
        + signature.algorithm();
  }
}
