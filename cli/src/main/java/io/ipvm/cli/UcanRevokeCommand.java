package io.ipvm.cli;

import io.ipvm.node.Ipvm;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import java.io.IOException;
import java.util.List;

/// `ipvm ucan revoke DELEGATION`: takes a delegation back, here and at once.
final class UcanRevokeCommand implements Command {
  @Override
  public Syntax syntax() {
    return ContainerOut.options(
            Syntax.of(
                    "Takes a delegation back, and with it all that comes from it. Here that is so at"
                        + " once and for good; what is printed tells other nodes.")
                .operand("DELEGATION", "its name, or the start of it")
                .option("--reason", "TEXT", "why, for whoever reads it"))
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm ucan revoke zdpuAyQ... --reason 'the project is over' > over.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var out = ContainerOut.of(arguments, session);
    var node = session.signingNode();
    var kept = KeptTokens.of(node);
    var revoked = kept.require(arguments.operand(0));
    var chain = kept.withChain(revoked);
    var worked = kept.below(revoked).stream().filter(kept::works).toList();
    var revocation = node.authority().revoke(revoked.cid(), arguments.option("--reason"));
    var cut = worked.stream().filter(delegation -> !kept.works(delegation)).toList();
    tell(revoked, cut, node, out, session);
    out.write(
        new ContainerWriter().add(revocation.invocation()).addAll(chain),
        revocation.invocation(),
        Answer.fields()
            .put("token", Whom.token(revocation.cid()))
            .put("revoked", Whom.token(revoked.cid()))
            .put("cut", ContainerOut.names(cut)),
        session);
    return ExitStatus.OK;
  }

  private static void tell(
      Delegation revoked, List<Delegation> cut, Ipvm node, ContainerOut out, Session session) {
    var whom = Whom.of(node);
    var messages = session.messages();
    messages.tell(
        "took back "
            + revoked.command()
            + " from "
            + whom.full(revoked.audience())
            + ", token "
            + Whom.token(revoked.cid())
            + out.place());
    for (var other : cut) {
      messages.tell(
          "with it goes "
              + other.command()
              + " of "
              + whom.full(other.audience())
              + ", token "
              + Whom.token(other.cid()));
    }
  }
}
