package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.UnixFs;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunView;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what an operand names, or says what it might have meant.
final class Lookup {
  /// Runs that are looked through for a name like the one that was typed.
  private static final int RECENT = 200;

  /// CIDs that a start of one is said to mean, before there are too many to read.
  private static final int MOST_CANDIDATES = 8;

  /// CIDs that begin as one that a table shortened in its middle.
  private static final int MOST_LOOKED_AT = 1000;

  /// Characters of the CIDs that this node makes.
  private static final int WHOLE = 59;

  private static final String SCHEME = "ipfs://";

  /// How the operand of commands about one run is explained.
  static final String RUN = "its id, the start of it, or its name; the newest by default";

  private Lookup() {}

  /// The run, or the newest if none is named.
  static RunView run(Ipvm node, Optional<String> named) {
    var newest = named.isPresent() ? named : newest(node);
    var idOrAlias =
        newest.orElseThrow(() ->
            new Failure(
                ExitStatus.NOT_FOUND,
                "there is no run yet",
                "none was started here",
                "ipvm run FILE"));
    return node.findRun(idOrAlias)
        .orElseThrow(() ->
            new Failure(
                ExitStatus.NOT_FOUND,
                "there is no run " + idOrAlias,
                "neither an id, nor a unique start of one (6 letters at least), nor a name"
                    + " given with --id",
                Nearest.to(idOrAlias, aliases(node))
                    .map(near -> "ipvm runs describe " + near)
                    .orElse("ipvm runs ls")));
  }

  /// The CID, or the one here that begins so.
  static Cid cid(Ipvm node, String text) {
    var typed = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    try {
      return Cid.parse(typed);
    } catch (MalformedException e) {
      var prefix = CidPrefix.of(typed);
      var found =
          prefix
              .map(range ->
                  node.findCids(range.from(), range.below(), MOST_LOOKED_AT).stream()
                      .filter(range::matches)
                      .toList())
              .orElse(List.of());
      if (found.size() == 1) {
        return found.getFirst();
      }
      if (found.size() > 1) {
        throw ambiguous(typed, found);
      }
      if (prefix.isPresent() && typed.length() < WHOLE) {
        throw new Failure(
            ExitStatus.NOT_FOUND,
            "nothing here has a CID that begins with " + typed,
            "neither a receipt nor a block of this node",
            "ipvm receipt ls");
      }
      throw Failure.usage(
          Text.visible(text) + " is no CID",
          String.valueOf(e.getMessage()),
          "CIDs look like bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q; "
              + CidPrefix.SHORTEST
              + " characters of one are enough if no other begins so");
    }
  }

  private static Failure ambiguous(String typed, List<Cid> found) {
    var shown = found.stream().limit(MOST_CANDIDATES).map(Cid::toString).toList();
    return Failure.usage(
        typed + " can be several CIDs",
        "it can be "
            + String.join(",\n", shown)
            + (found.size() > shown.size() ? "\nand others" : ""),
        "type more of it");
  }

  static Receipt receipt(Ipvm node, String text) {
    var cid = cid(node, text);
    return node.findReceipt(cid)
        .orElseThrow(() ->
            new Failure(
                ExitStatus.NOT_FOUND,
                "there is no receipt " + cid,
                "this node has none with that CID",
                "ipvm runs describe RUN lists the receipts of a run"));
  }

  /// The bytes of a receipt: of a file, or of this node's own.
  static Bytes receiptBytes(Session session, String operand) throws IOException {
    var file = session.console().resolve(operand);
    if (Files.isRegularFile(file)) {
      try (var in = Files.newInputStream(file)) {
        var bytes = Bytes.owned(in.readNBytes(DocumentFile.LIMIT));
        requireReceipt(bytes, operand);
        return bytes;
      }
    }
    return receipt(session.reader(), operand).bytes();
  }

  private static void requireReceipt(Bytes bytes, String file) {
    try {
      DagCbor.decode(bytes);
    } catch (MalformedException e) {
      throw Failure.usage(
          Text.visible(file) + " is no receipt",
          String.valueOf(e.getMessage()),
          "ipvm receipt export RECEIPT -O FILE writes one");
    }
  }

  /// The module that a registered name or a CID names.
  static Cid module(Ipvm node, String nameOrCid) {
    var named = node.store().findName(nameOrCid);
    if (named.isPresent()) {
      return named.get();
    }
    try {
      return Cid.parse(
          nameOrCid.startsWith(SCHEME) ? nameOrCid.substring(SCHEME.length()) : nameOrCid);
    } catch (MalformedException _) {
      if (CidPrefix.of(nameOrCid).isPresent()) {
        return cid(node, nameOrCid);
      }
      var names = node.store().names().keySet();
      throw new Failure(
          ExitStatus.NOT_FOUND,
          "there is no module " + Text.visible(nameOrCid),
          names.isEmpty()
              ? "none is registered"
              : "registered are " + String.join(", ", List.copyOf(names)),
          moduleAdvice(nameOrCid, names));
    }
  }

  /// The module that a registered name, a CID or a file names; the file is stored.
  static Cid moduleOrFile(Ipvm node, String named, Console console) throws IOException {
    boolean known = node.store().findName(named).isPresent();
    if (known || !Files.isRegularFile(console.resolve(named))) {
      return module(node, named);
    }
    try (var in = console.open(named)) {
      var module = UnixFs.write(in, node.store().blocks()::putAgain);
      node.describe(module);
      return module;
    }
  }

  private static String moduleAdvice(String typed, Set<String> names) {
    int hash = typed.indexOf('#');
    if (hash > 0 && names.contains(typed.substring(0, hash))) {
      return "leave the function out: " + Text.visible(typed.substring(0, hash));
    }
    return typed.endsWith(".wasm")
        ? "ipvm fn add NAME " + Text.visible(typed)
        : Nearest.to(typed, names).orElse("ipvm fn add " + Text.visible(typed) + " FILE.wasm");
  }

  private static Optional<String> newest(Ipvm node) {
    return node.runs(1).stream().findFirst().map(run -> run.id().text());
  }

  private static List<String> aliases(Ipvm node) {
    return node.runs(RECENT).stream().flatMap(run -> run.alias().stream()).toList();
  }
}
