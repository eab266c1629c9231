package io.ipvm.cli;

import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Explanation;
import io.ipvm.ucan.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/// `ipvm ucan verify TOKEN`: whether this node would carry it out now, and why not.
final class UcanVerifyCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Says whether this node would carry out an invocation now, and if not, what of which"
                + " link forbids it; of delegations alone, whether each holds. Exits with 0, 5 if it"
                + " is refused, 7 if nobody can tell now.")
        .operand("TOKEN", HandedOver.OPERAND)
        .example("ipvm ucan verify hello.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var tokens = HandedOver.load(arguments.operand(0), session.console());
    if (tokens.invocations().isEmpty() && tokens.delegations().isEmpty()) {
      throw tokens.unfit(
          "has nothing to verify",
          "delegations and invocations are verified",
          "ipvm ucan inspect " + arguments.operand(0));
    }
    var node = session.reader();
    return tokens.invocations().isEmpty()
        ? delegations(tokens, node, session)
        : invocations(tokens, node, session);
  }

  private static ExitStatus delegations(HandedOver tokens, Ipvm node, Session session) {
    var reader = session.tokenReader(Optional.of(node));
    var probe = new ChainProbe(node.authority()::explain);
    var views = TokenTree.of(tokens.delegations(), probe, reader);
    TokenPrinter.print(views, session);
    return views.stream()
        .flatMap(view -> view.problems().stream())
        .map(Verdicts::status)
        .reduce(ExitStatus.OK, UcanVerifyCommand::worse);
  }

  /// What is refused stays refused, whatever else may be found out later.
  private static ExitStatus worse(ExitStatus one, ExitStatus other) {
    return one == ExitStatus.OK || other == ExitStatus.NOT_AUTHORISED ? other : one;
  }

  private static ExitStatus invocations(HandedOver tokens, Ipvm node, Session session) {
    var status = ExitStatus.OK;
    var reader = session.tokenReader(Optional.of(node));
    var explanations = new ArrayList<Explanation>();
    for (var invocation : tokens.invocations()) {
      var explanation = node.authority().explain(invocation, tokens);
      explanations.add(explanation);
      status = worse(status, Verdicts.status(explanation.verdict()));
    }
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> explanations.forEach(it -> draw(it, reader, session));
      case ID, JSON, JSONL, YAML, DAG_JSON ->
          printer.list(
              new Listing<Explanation>(
                  it -> answer(it, reader),
                  it -> Whom.token(it.lines().getLast().cid()) + " " + word(it.verdict())),
              explanations);
    }
    return status;
  }

  private static void draw(Explanation explanation, TokenView.Reader reader, Session session) {
    TokenPrinter.print(TokenTree.of(explanation, reader), session);
    var verdict = explanation.verdict();
    var printer = session.printer();
    var sentence =
        switch (verdict) {
          case Verdict.Refused refused -> "refused: " + Verdicts.word(refused.reason());
          case Verdict.Authorized _, Verdict.Pending _, Verdict.Unavailable _ ->
              word(verdict) + ": " + Verdicts.sentence(verdict);
        };
    Text.wrap(Text.visible(sentence), printer.width())
        .forEach(line -> printer.text(printer.paint().apply(Verdicts.tint(verdict), line)));
  }

  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Authorized _ -> "authorised";
      case Verdict.Refused _ -> "refused";
      case Verdict.Pending _ -> "pending";
      case Verdict.Unavailable _ -> "unavailable";
    };
  }

  /// The verdict with the whole chain.
  static Answer.Fields answer(Explanation explanation, TokenView.Reader reader) {
    var verdict = explanation.verdict();
    var fields =
        Answer.fields()
            .put("token", Whom.token(explanation.lines().getLast().cid()))
            .put("verdict", word(verdict))
            .put("message", Verdicts.sentence(verdict));
    if (verdict instanceof Verdict.Refused refused) {
      fields.put("reason", Verdicts.word(refused.reason()).replace(' ', '-'));
    }
    return fields
        .put(
            "chain",
            Answer.items(
                TokenTree.of(explanation, reader).stream().map(TokenView::answer).toList()))
        .build();
  }
}
