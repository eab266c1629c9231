package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.HomestarSeed;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// `ipvm key import FILE`: takes a key of another program, for this node, for its user, or into a
/// file in our form.
final class KeyImportCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Takes a key that another program wrote: PKCS#8 or SEC 1 (PEM or DER, with a passphrase or"
                + " not), libp2p's (as Kubo keeps it), multibase (as UCAN writes it), or the"
                + " random_seed of Homestar's settings.")
        .operand("FILE", "the key; - reads standard input")
        .option("--as", "node|user", "use it as the key of this node, or as yours")
        .option("-O,--out", "FILE", "or write it there")
        .flag("--replace", "keep the key that is there beside it, under another name")
        .flag("--seed", "FILE holds Homestar's random_seed: 32 bytes in base64")
        .option("--type", KeyPlace.TYPES, "what a seed is the key of; ed25519 by default")
        .flag("--encrypt", "write it under a passphrase, which you are asked for")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm key import ~/.ipfs/peer.key --as node --replace")
        .example("ipvm key import homestar.pem -O homestar.key")
        .example("ipvm key import seed.txt --seed -O homestar.key");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var as = arguments.option("--as").map(name -> KeyPlace.ownOf(name, session));
    var out = arguments.option("--out").map(session.console()::resolve);
    if (as.isPresent() == out.isPresent()) {
      throw Failure.usage(
          "ipvm key import needs to know where the key goes",
          "either --as node, --as user, or --out FILE",
          "ipvm key import " + arguments.operand(0) + " --as node");
    }
    var pair = read(arguments, session);
    var content = KeyPlace.content(pair, arguments, session);
    var kept =
        as.isPresent() ? install(as.get(), content, arguments, session) : Optional.<Path>empty();
    out.ifPresent(file -> KeyFile.create(file, content));
    var file = as.map(KeyPlace::file).or(() -> out).orElseThrow();
    session
        .printer()
        .fields(
            KeyPlace.written(pair.publicKey(), file, arguments).putIfPresent("kept", kept).build(),
            pair.did().text());
    return ExitStatus.OK;
  }

  /// Needs the store to itself: a process that runs would go on with the old key.
  private static Optional<Path> install(
      KeyPlace place, byte[] content, Arguments arguments, Session session) throws IOException {
    boolean existed = place.exists();
    session.openNode();
    if (existed && !arguments.flag("--replace")) {
      throw new Failure(
          ExitStatus.CONFLICT,
          "this data directory has a key of its " + place.name(),
          place.file() + " stays as it is",
          "--replace keeps it beside the new one, under another name");
    }
    var old = KeyFile.loadPublic(place.file(), new Passphrases(session));
    var kept = place.replace(content, old);
    if (!existed) {
      // The node was made just now, with a key that nobody knows of.
      Files.delete(kept);
      return Optional.empty();
    }
    return Optional.of(kept);
  }

  private static KeyPair read(Arguments arguments, Session session) throws IOException {
    var operand = arguments.operand(0);
    byte[] content;
    try (var in = operand.equals("-") ? session.console().in() : session.console().open(operand)) {
      content = in.readNBytes(KeyText.MAX_SIZE + 1);
    }
    try {
      return arguments.flag("--seed")
          ? HomestarSeed.derive(KeyPlace.type(arguments), seed(content))
          : KeyText.decode(content, operand, new Passphrases(session));
    } catch (MalformedException e) {
      throw Failure.usage(
          Text.visible(operand) + " holds no usable private key",
          String.valueOf(e.getMessage()),
          "ipvm key import --help lists the forms that are read");
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Bytes seed(byte[] content) {
    var text = new String(content, StandardCharsets.ISO_8859_1).strip();
    try {
      return Bytes.owned(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      throw new MalformedException("a random_seed is base64, this is not");
    }
  }
}
