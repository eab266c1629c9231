package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyText;
import io.ipvm.keys.Libp2pKey;
import io.ipvm.keys.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `ipvm key export [KEY]`: the public key for others to know, or the private one to move it.
final class KeyExportCommand implements Command {
  private static final List<String> PUBLIC = List.of("pem", "did", "peer-id", "libp2p");
  private static final List<String> PRIVATE = List.of("pem", "sec1", "libp2p", "multibase");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Writes a public key, or with --private the private one, in a form that other programs"
                + " read: PEM (PKCS#8), SEC 1, libp2p's in base64 (Kubo), multibase (UCAN).")
        .optionalOperand("KEY", "node, user or a key file; node by default")
        .option("--format", "pem|did|peer-id|libp2p|sec1|multibase", "which form; pem by default")
        .flag("--private", "the private key; whoever gets it signs as you")
        .flag("--encrypt", "the private key under a passphrase; pem only")
        .option("-O,--out", "FILE", "write there; - is standard output")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm key export user")
        .example("ipvm key export node --private --format libp2p -O peer.key");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var place = KeyPlace.of(arguments.findOperand(0).orElse(KeyPlace.NODE), session);
    if (place.own()) {
      session.reader();
    }
    var format = arguments.option("--format").orElse("pem");
    var out = arguments.option("--out");
    boolean secret = arguments.flag("--private") || arguments.flag("--encrypt");
    requireFormat(format, secret);
    if (arguments.flag("--encrypt") && !format.equals("pem")) {
      throw Failure.usage(
          "only pem can be encrypted",
          "the form " + format + " has no place for a passphrase",
          "--encrypt --format pem");
    }
    if (!secret) {
      var key = KeyFile.loadPublic(place.file(), new Passphrases(session));
      writePublic(publicText(key, format), out, session);
    } else {
      writePrivate(place, format, arguments, session);
    }
    return ExitStatus.OK;
  }

  private static void requireFormat(String format, boolean secret) {
    var known = secret ? PRIVATE : PUBLIC;
    if (!known.contains(format)) {
      throw Failure.usage(
          "a " + (secret ? "private" : "public") + " key has no form " + Text.visible(format),
          "--format takes " + String.join(", ", known) + (secret ? " of it" : ""),
          secret ? "--format pem" : "--private, if it is the private key you want");
    }
  }

  private static String publicText(PublicKey key, String format) {
    return switch (format) {
      case "did" -> key.did().text() + "\n";
      case "peer-id" -> key.peerId() + "\n";
      case "libp2p" ->
          Base64.getEncoder().encodeToString(Libp2pKey.encodePublic(key).toArray()) + "\n";
      default -> KeyText.encode(key);
    };
  }

  private static void writePublic(String text, Optional<String> out, Session session)
      throws IOException {
    var file = out.filter(name -> !name.equals("-"));
    if (file.isPresent()) {
      Files.writeString(session.console().resolve(file.get()), text);
      session.messages().tell("wrote " + file.get());
    } else {
      session.printer().bytes(Bytes.utf8(text));
    }
  }

  private static void writePrivate(
      KeyPlace place, String format, Arguments arguments, Session session) {
    var out =
        arguments
            .option("--out")
            .orElseThrow(() ->
                Failure.usage(
                    "a private key is not shown by accident",
                    "--out names the file it goes to, which only you will be able to read",
                    "-O FILE, or -O - for standard output"));
    var pair = KeyFile.load(place.file(), new Passphrases(session));
    var content =
        arguments.flag("--encrypt")
            ? KeyPlace.content(pair, arguments, session)
            : KeyText.encode(pair, form(format));
    if (out.equals("-")) {
      session.printer().bytes(Bytes.owned(content));
    } else {
      KeyFile.create(session.console().resolve(out), content);
      session.messages().tell("wrote " + out + ", the private key of " + pair.did());
    }
  }

  private static KeyText.Format form(String format) {
    return switch (format) {
      case "sec1" -> KeyText.Format.SEC1;
      case "libp2p" -> KeyText.Format.LIBP2P;
      case "multibase" -> KeyText.Format.MULTIBASE;
      default -> KeyText.Format.PKCS8;
    };
  }
}
