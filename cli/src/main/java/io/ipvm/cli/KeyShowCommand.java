package io.ipvm.cli;

import io.ipvm.keys.PublicKey;

/// `ipvm key show`: who this node and its user are. Never the secrets.
final class KeyShowCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows the public keys of this node and of its user, and where they are kept.")
        .example("ipvm key show -o id");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.reader();
    var directory = session.dataDirectory();
    session
        .printer()
        .fields(
            Answer.fields()
                .put("node", node.nodeDid().text())
                .put("peerId", PublicKey.of(node.nodeDid()).peerId())
                .put("nodeKey", directory.nodeKey().toString())
                .put("user", node.userDid().text())
                .put("userKey", directory.userKey().toString())
                .build(),
            node.nodeDid().text());
    return ExitStatus.OK;
  }
}
