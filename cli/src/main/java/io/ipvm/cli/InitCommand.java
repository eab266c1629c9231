package io.ipvm.cli;

import java.nio.file.Files;

/// `ipvm init`: the data directory and its keys, made where nothing is yet.
final class InitCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Makes the data directory with a key for this node and a key for you, to whom the node"
                + " delegates everything. Other commands do the same when they need to.")
        .example("ipvm init")
        .example("ipvm init --data-dir /srv/ipvm");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var directory = session.dataDirectory();
    boolean first = !Files.exists(directory.nodeKey());
    var node = session.openNode();
    if (first) {
      // Later the node's key may be under a passphrase; new keys are not.
      node.authority().root();
    }
    session
        .printer()
        .fields(
            Answer.fields()
                .put("made", first)
                .put("dataDir", directory.root().toString())
                .put("node", node.nodeDid().text())
                .put("nodeKey", directory.nodeKey().toString())
                .put("user", node.userDid().text())
                .put("userKey", directory.userKey().toString())
                .build(),
            node.nodeDid().text());
    session
        .messages()
        .tell(
            first
                ? "made the data directory and two keys; keep the keys, they are who you are"
                : "nothing to do: the data directory was there already");
    return ExitStatus.OK;
  }
}
