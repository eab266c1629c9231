package io.ipvm.cli;

import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyText;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import java.nio.file.Files;
import java.nio.file.Path;

/// A key that a person names on the command line: `node`, `user`, or a file.
///
/// @param name what it was called
/// @param own whether it is one of the two keys in the data directory
record KeyPlace(String name, Path file, boolean own) {
  static final String NODE = "node";
  static final String USER = "user";
  static final String TYPES = "ed25519|p-256|secp256k1";

  private static final int SHORT = 8;

  static KeyPlace of(String name, Session session) {
    var directory = session.dataDirectory();
    return switch (name) {
      case NODE -> new KeyPlace(name, directory.nodeKey(), true);
      case USER -> new KeyPlace(name, directory.userKey(), true);
      default -> new KeyPlace(name, session.console().resolve(name), false);
    };
  }

  /// The key in the data directory that is named.
  ///
  /// @throws Failure if another is
  static KeyPlace ownOf(String name, Session session) {
    var place = of(name, session);
    if (!place.own) {
      throw Failure.usage(
          "there is no key " + Text.visible(name),
          "the data directory has a key of the node, which signs receipts, and one of yours",
          "node or user");
    }
    return place;
  }

  /// The type of keys that is asked for; Ed25519 unless something is.
  static KeyType type(Arguments arguments) {
    return switch (arguments.option("--type").orElse("ed25519")) {
      case "ed25519" -> KeyType.ED25519;
      case "p-256" -> KeyType.P_256;
      case "secp256k1" -> KeyType.SECP256K1;
      default ->
          throw Failure.usage(
              "unknown key type " + Text.visible(arguments.option("--type").orElse("")),
              "keys of ed25519, p-256 and secp256k1 can be made",
              "--type ed25519");
    };
  }

  /// What a new file of `pair` holds.
  static byte[] content(KeyPair pair, Arguments arguments, Session session) {
    if (!arguments.flag("--encrypt")) {
      return KeyText.encode(pair, KeyText.Format.PKCS8);
    }
    try (var passphrase = new Passphrases(session).choose()) {
      return KeyText.encode(pair, passphrase);
    }
  }

  /// Puts `content`, a new key, here. The key that was here is kept beside it, under a name that
  /// says whose it is.
  ///
  /// @return where the old key is now
  Path replace(byte[] content, PublicKey old) {
    var did = old.did().text();
    var kept = file.resolveSibling(name + "-" + did.substring(did.length() - SHORT) + ".key");
    KeyFile.replace(file, kept, content);
    return kept;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /// What is told of a key that was written to `file`.
  static Answer.Builder written(PublicKey key, Path file, Arguments arguments) {
    return fields(key).put("file", file.toString()).put("encrypted", arguments.flag("--encrypt"));
  }

  /// What is told of a key. Never the secret.
  static Answer.Builder fields(PublicKey key) {
    var fields = Answer.fields().put("did", key.did().text()).put("type", key.type().title());
    if (key.type() != KeyType.P_384 && key.type() != KeyType.P_521) {
      fields.put("peerId", key.peerId());
    }
    return fields;
  }
}
