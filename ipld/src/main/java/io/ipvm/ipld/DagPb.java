package io.ipvm.ipld;

import java.util.Optional;

/// DAG-PB blocks as data model values: `{Links: [{Hash, Name?, Tsize?}], Data?}`.
///
/// Source: ipld/ipld specs/codecs/dag-pb. What the bytes of `Data` mean is UnixFS: see [UnixFs].
final class DagPb {
  private DagPb() {}

  /// The form with links sorted by name, as the format wants it.
  ///
  /// @throws MalformedException if `value` has another shape
  static Bytes encode(Node value) {
    var fields = Fields.of(value, "dag-pb node");
    var links = fields.requireList("Links").stream().map(DagPb::link).toList();
    var data = fields.findBytes("Data");
    fields.end();
    return new PbNode(links, data.orElse(null)).encode();
  }

  private static PbNode.Link link(Node value) {
    var fields = Fields.of(value, "dag-pb link");
    var cid = fields.requireLink("Hash");
    var name = fields.findString("Name");
    var size = fields.findLong("Tsize");
    fields.end();
    if (size.orElse(0L) < 0) {
      throw new MalformedException("dag-pb link has the negative size " + size.get());
    }
    return new PbNode.Link(cid, name.orElse(null), size.orElse(null));
  }

  /// Reads a whole block; links keep their order.
  ///
  /// @throws MalformedException if `block` is not DAG-PB
  static Node decode(Bytes block) {
    var node = PbNode.decode(block);
    var map =
        MapNode.builder().put("Links", Node.list(node.links().stream().map(DagPb::link).toList()));
    Optional.ofNullable(node.data()).ifPresent(data -> map.put("Data", data));
    return map.build();
  }

  private static Node link(PbNode.Link link) {
    var map = MapNode.builder().put("Hash", link.cid());
    Optional.ofNullable(link.name()).ifPresent(name -> map.put("Name", name));
    Optional.ofNullable(link.size()).ifPresent(size -> map.put("Tsize", size));
    return map.build();
  }
}
