package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyFile;
import io.ipvm.node.Ipvm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// How principals and tokens are named: what people read, and what they may type.
///
/// Tokens are named in base58btc, as their specification has it (rule C4); any form is understood.
///
/// @param node whom to call "this node"; empty if nobody knows
/// @param user whom to call "you"
record Whom(Optional<Did> node, Optional<Did> user) {
  /// Where there is no data directory.
  static final Whom STRANGER = new Whom(Optional.empty(), Optional.empty());

  private static final String DID = "did:";
  private static final int LONGEST = 40;
  private static final int TAIL = 4;
  private static final int HEAD_OF_DID = "did:key:".length() + 8;
  private static final int HEAD_OF_CID = 10;

  static Whom of(Ipvm node) {
    return new Whom(Optional.of(node.nodeDid()), Optional.of(node.userDid()));
  }

  /// The role somebody has here, else head and tail of the DID.
  String name(Did did) {
    return role(did).orElseGet(() -> shortened(did));
  }

  /// The role somebody has here, else all of the DID: for tables, which shorten it if they have to.
  String cell(Did did) {
    return role(did).orElseGet(did::text);
  }

  /// All of it, with the role.
  String full(Did did) {
    return did.text() + role(did).map(role -> " (" + role + ")").orElse("");
  }

  private Optional<String> role(Did did) {
    if (user.filter(did::samePrincipal).isPresent()) {
      return Optional.of("you");
    }
    return node.filter(did::samePrincipal).map(_ -> "this node");
  }

  static String shortened(Did did) {
    var text = did.text();
    return text.length() <= LONGEST ? text : cut(text, HEAD_OF_DID);
  }

  /// The whole name of a token.
  static String token(Cid cid) {
    return cid.toString(Multibase.BASE58_BTC);
  }

  /// Enough of it to tell tokens apart, and to be typed.
  static String shortened(Cid cid) {
    return cut(token(cid), HEAD_OF_CID);
  }

  private static String cut(String text, int head) {
    return text.substring(0, head) + Text.ELLIPSIS + text.substring(text.length() - TAIL);
  }

  /// Whom an operand or option means: a DID, also as a screen shortened it, `node`, `user` or `me`,
  /// or the file of a key.
  ///
  /// @param known those that may be named by a shortened DID
  static Did parse(String text, List<Did> known, Session session) throws IOException {
    if (text.startsWith(DID)) {
      return text.contains(Text.ELLIPSIS) ? among(text, known) : did(text);
    }
    var place = KeyPlace.of(text.equals("me") ? KeyPlace.USER : text, session);
    if (place.own()) {
      var node = session.reader();
      return place.name().equals(KeyPlace.NODE) ? node.nodeDid() : node.userDid();
    }
    if (!Files.isRegularFile(place.file())) {
      throw Failure.usage(
          Text.visible(text) + " is nobody",
          "it is neither a DID, nor node or user, nor the file of a key",
          "on the other machine `ipvm key show` prints both DIDs");
    }
    return KeyFile.loadPublic(place.file(), new Passphrases(session)).did();
  }

  private static Did did(String text) {
    try {
      return Did.parse(text);
    } catch (MalformedException e) {
      throw Failure.usage(
          Text.visible(text) + " is no DID",
          String.valueOf(e.getMessage()),
          "on the other machine `ipvm key show` prints both DIDs");
    }
  }

  private static Did among(String typed, List<Did> known) {
    int cut = typed.indexOf(Text.ELLIPSIS);
    var head = typed.substring(0, cut);
    var tail = typed.substring(cut + Text.ELLIPSIS.length());
    var found =
        known.stream()
            .distinct()
            .filter(did -> did.text().startsWith(head) && did.text().endsWith(tail))
            .toList();
    if (found.size() != 1) {
      throw Failure.usage(
          Text.visible(typed) + " means " + (found.isEmpty() ? "nobody known here" : "several"),
          "a shortened DID has to be that of one token here",
          "type all of it: -o wide shows it");
    }
    return found.getFirst();
  }
}
