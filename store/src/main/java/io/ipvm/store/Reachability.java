package io.ipvm.store;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Everything that some roots lead to: through links, and through texts that begin with `ipfs://`,
/// as instructions name their modules.
///
/// It errs on the side of keeping. What cannot be read as a value leads nowhere, but a damaged
/// block ends it all: what it led to would be taken for garbage.
final class Reachability {
  private static final String IPFS = "ipfs://";

  private final EmbeddedBlocks blocks;
  private final CidSet reached = new CidSet();
  private final Deque<Cid> pending = new ArrayDeque<>();

  Reachability(EmbeddedBlocks blocks) {
    this.blocks = blocks;
  }

  boolean has(Cid cid) {
    return reached.contains(cid);
  }

  int size() {
    return reached.size();
  }

  /// Keeps `cid` and what it leads to.
  void root(Cid cid) {
    pending.push(cid);
    walk();
  }

  /// Keeps what a record names.
  void root(RunRecord record) {
    linksOf(EntryCodec.recordNode(record));
    if (record instanceof RunRecord.ReceiptIssued issued) {
      pending.push(issued.receipt().cid());
      linksOf(DagCbor.decode(issued.receipt().bytes()));
    }
    walk();
  }

  private void walk() {
    for (var cid = pending.poll(); cid != null; cid = pending.poll()) {
      if (reached.add(cid) && cid.codec() != Codec.RAW) {
        var here = cid;
        blocks.find(cid).flatMap(bytes -> value(here, bytes)).ifPresent(this::linksOf);
      }
    }
  }

  private static Optional<Node> value(Cid cid, Bytes bytes) {
    try {
      return Optional.of(new Block(cid, bytes).value());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private void linksOf(Node value) {
    switch (value) {
      case Node.LinkNode(var link) -> pending.push(link);
      case Node.ListNode(var items) -> items.forEach(this::linksOf);
      case MapNode map -> map.values().forEach(this::linksOf);
      case Node.StringNode(var text) -> find(text).ifPresent(pending::push);
      case Node.NullNode _,
          Node.BoolNode _,
          Node.IntNode _,
          Node.BigIntNode _,
          Node.FloatNode _,
          Node.BytesNode _ -> {}
    }
  }

  /// The CID in `ipfs://CID` or `ipfs://CID/path`.
  private static Optional<Cid> find(String text) {
    if (!text.startsWith(IPFS)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/', IPFS.length());
    try {
      return Optional.of(
          Cid.parse(text.substring(IPFS.length(), slash < 0 ? text.length() : slash)));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
