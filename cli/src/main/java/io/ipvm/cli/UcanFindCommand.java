package io.ipvm.cli;

import io.ipvm.node.Ipvm;
import io.ipvm.ucan.ProofFinder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `ipvm ucan find --cmd COMMAND`: by which chain somebody may do something.
final class UcanFindCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows the chain by which a command may be used now, as ucan invoke would; or what"
                + " comes nearest, and exits with 5.")
        .option("--cmd", "COMMAND", "what is to be done; /wasm/run by default")
        .option("--on", "DID", "on whose machine; needed if several can be meant")
        .option("--as", "DID", "who is to do it; you by default")
        .example("ipvm ucan find --cmd /wasm/run")
        .example("ipvm ucan find --cmd /workflow/run --on node --as did:key:z6Mk...");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var command = CommandText.parse(arguments.option("--cmd").orElse("/wasm/run"));
    var node = session.reader();
    var as = arguments.option("--as");
    var holder =
        as.isPresent()
            ? Whom.parse(as.get(), KeptTokens.of(node).people(), session)
            : node.userDid();
    var subject = Lender.of(arguments.option("--on"), holder, command, node, session);
    return switch (node.authority().findChain(holder, subject, command)) {
      case ProofFinder.Found.Chain(var chain, var _) when chain.isEmpty() -> {
        session.messages().tell("nobody has to allow it: " + subject + " owns what it asks for");
        TokenPrinter.print(List.of(), session);
        yield ExitStatus.OK;
      }
      case ProofFinder.Found.Chain(var chain, var _) -> {
        print(HandedOver.kept(chain), node, session);
        yield ExitStatus.OK;
      }
      case ProofFinder.Found.None(var nearest) ->
          throw new Failure(
              ExitStatus.NOT_AUTHORISED,
              "there is no chain for " + command,
              nearest,
              "ipvm ucan ls");
    };
  }

  private static void print(HandedOver chain, Ipvm node, Session session) {
    var reader = session.tokenReader(Optional.of(node));
    TokenPrinter.print(UcanInspectCommand.views(chain, node.authority()::explain, reader), session);
  }
}
