package io.ipvm.cli;

import io.ipvm.node.Ipvm;
import io.ipvm.ucan.ProofStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ipvm ucan inspect TOKEN`: what tokens say, whatever this node makes of them.
final class UcanInspectCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows what tokens say: each chain as a tree with its policies, budgets and times, and"
                + " whether every link is signed and fits. Changes nothing.")
        .operand("TOKEN", HandedOver.OPERAND + ", or the name of one that is kept here")
        .example("ipvm ucan inspect partner.ucan")
        .example("ipvm ucan inspect zdpuAyQ... -o dag-json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var node = session.findReader();
    var tokens = tokens(arguments.operand(0), node, session);
    var reader = session.tokenReader(node);
    var known = node.map(it -> it.authority().proofs()).orElse(ProofStore.NONE);
    var judge = ChainProbe.lookingOnly(known, session.clock());
    TokenPrinter.print(views(tokens, judge, reader), session);
    return ExitStatus.OK;
  }

  private static HandedOver tokens(String operand, Optional<Ipvm> node, Session session)
      throws IOException {
    boolean name = KeptTokens.isName(operand) && !HandedOver.isFile(operand, session.console());
    if (!name || node.isEmpty()) {
      return HandedOver.load(operand, session.console());
    }
    var kept = KeptTokens.of(node.get());
    return HandedOver.kept(kept.withChain(kept.require(operand)));
  }

  /// Invocations with their chains, delegations that none of them needs, receipts.
  static List<TokenView> views(HandedOver tokens, ChainProbe.Judge judge, TokenView.Reader reader) {
    var views = new ArrayList<TokenView>();
    for (var invocation : tokens.invocations()) {
      views.addAll(TokenTree.of(judge.explain(invocation, tokens), reader));
    }
    var drawn = views.stream().map(TokenView::cid).toList();
    var rest = tokens.delegations().stream().filter(it -> !drawn.contains(it.cid())).toList();
    views.addAll(TokenTree.of(rest, new ChainProbe(judge), reader));
    tokens.receipts().forEach(receipt -> views.add(reader.view(receipt)));
    tokens.older().forEach(older -> views.add(OldTokenView.of(older, reader)));
    return views;
  }
}
