package io.ipvm.cli;

import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import java.security.SecureRandom;

/// `ipvm key rotate node|user`: a new key in the place of one, which is kept.
final class KeyRotateCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Makes a new key for this node or for you. The old one is kept beside it. Receipts that it"
                + " signed stay valid, and their results are still found; but to others the new key is"
                + " somebody else, until you tell them.")
        .operand("KEY", "node or user")
        .option("--type", KeyPlace.TYPES, "what kind of key; ed25519 by default")
        .flag("--encrypt", "under a passphrase, which you are asked for")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm key rotate user")
        .example("ipvm key rotate node --encrypt");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var place = KeyPlace.ownOf(arguments.operand(0), session);
    // The lock of the store: a process that runs would go on with the old key.
    session.node();
    var old = KeyFile.loadPublic(place.file(), new Passphrases(session));
    var pair = KeyPair.generate(KeyPlace.type(arguments), new SecureRandom());
    var kept = place.replace(KeyPlace.content(pair, arguments, session), old);
    session
        .printer()
        .fields(
            KeyPlace.written(pair.publicKey(), place.file(), arguments)
                .put("old", old.did().text())
                .put("kept", kept.toString())
                .build(),
            pair.did().text());
    session.messages().tell("whoever trusted " + old.did() + " has to be told of the new key");
    return ExitStatus.OK;
  }
}
