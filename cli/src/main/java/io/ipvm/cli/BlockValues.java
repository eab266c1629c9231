package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.DagPb;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.List;

/// Blocks as values, by the codec in their CID.
final class BlockValues {
  private BlockValues() {}

  /// The value; of a codec that is not known here, the bytes.
  static Node of(Cid cid, Bytes bytes) {
    if (cid.codec() == Codec.DAG_CBOR) {
      return DagCbor.decode(bytes);
    }
    if (cid.codec() == Codec.DAG_JSON) {
      return DagJson.decode(bytes);
    }
    if (cid.codec() == Codec.DAG_PB) {
      return DagPb.decode(bytes);
    }
    return Node.of(bytes);
  }

  /// The links in a value, at any depth, in its order.
  static List<Cid> links(Node value) {
    var links = new ArrayList<Cid>();
    collect(value, links);
    return links;
  }

  private static void collect(Node value, List<Cid> links) {
    switch (value) {
      case Node.LinkNode(var cid) -> links.add(cid);
      case Node.ListNode(var items) -> items.forEach(item -> collect(item, links));
      case MapNode map -> map.values().forEach(item -> collect(item, links));
      default -> {}
    }
  }
}
