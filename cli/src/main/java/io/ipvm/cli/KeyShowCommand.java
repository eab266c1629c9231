package io.ipvm.cli;

import io.ipvm.keys.Did;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.PublicKey;

/// `ipvm key show`: who this node and its user are, or whose a key is. Never the secrets.
final class KeyShowCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows the public keys of this node and of its user, and where they are kept; or the"
                + " public key of one key file or did:key.")
        .optionalOperand("KEY", "node, user, a key file, or a did:key")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm key show -o id")
        .example("ipvm key show other.key");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var named = arguments.findOperand(0);
    if (named.isEmpty()) {
      return both(session);
    }
    if (named.get().startsWith("did:")) {
      var key = PublicKey.of(Did.parse(named.get()));
      session.printer().fields(KeyPlace.fields(key).build(), key.did().text());
      return ExitStatus.OK;
    }
    var place = KeyPlace.of(named.get(), session);
    if (place.own()) {
      session.reader();
    }
    // A file that does not say whose it is has to be opened, and that may take its passphrase.
    var key = KeyFile.loadPublic(place.file(), new Passphrases(session));
    session
        .printer()
        .fields(
            KeyPlace.fields(key)
                .put("file", place.file().toString())
                .put("encrypted", KeyFile.isEncrypted(place.file()))
                .build(),
            key.did().text());
    return ExitStatus.OK;
  }

  private static ExitStatus both(Session session) {
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
