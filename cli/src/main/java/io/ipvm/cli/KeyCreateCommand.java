package io.ipvm.cli;

import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import java.security.SecureRandom;

/// `ipvm key create FILE`: a new key in a file of its own.
final class KeyCreateCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Makes a new key and writes it to a file that only you can read. An existing file is"
                + " never overwritten.")
        .operand("FILE", "where it goes")
        .option("--type", KeyPlace.TYPES, "what kind of key; ed25519 by default")
        .flag("--encrypt", "under a passphrase, which you are asked for")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm key create alice.key")
        .example("ipvm key create --type p-256 --encrypt browser.key");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var file = session.console().resolve(arguments.operand(0));
    var pair = KeyPair.generate(KeyPlace.type(arguments), new SecureRandom());
    KeyFile.create(file, KeyPlace.content(pair, arguments, session));
    session
        .printer()
        .fields(KeyPlace.written(pair.publicKey(), file, arguments).build(), pair.did().text());
    return ExitStatus.OK;
  }
}
