package io.ipvm.ipld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DAG-PB block: links, and bytes that belong to whoever uses the format.
record PbNode(List<Link> links, @Nullable Bytes data) {
  private static final int DATA = 1;
  private static final int LINKS = 2;
  private static final int HASH = 1;
  private static final int NAME = 2;
  private static final int TSIZE = 3;

  /// Missing and empty names are the same when sorting.
  private static final Comparator<Link> BY_NAME = (a, b) -> Utf8.compare(a.text(), b.text());

  PbNode {
    links = List.copyOf(links);
  }

  /// @param size bytes of the block behind `cid` and of all that it links to; absent in old data
  record Link(Cid cid, @Nullable String name, @Nullable Long size) {
    /// The name, empty if there is none.
    String text() {
      return name == null ? "" : name;
    }
  }

  /// Links sorted by name, then the data.
  Bytes encode() {
    var message = new Protobuf.Message();
    for (var link : links.stream().sorted(BY_NAME).toList()) {
      var fields = new Protobuf.Message().sized(HASH, link.cid.bytes());
      if (link.name != null) {
        fields.sized(NAME, Bytes.utf8(link.name));
      }
      if (link.size != null) {
        fields.varint(TSIZE, link.size);
      }
      message.sized(LINKS, fields.bytes());
    }
    if (data != null) {
      message.sized(DATA, data);
    }
    return message.bytes();
  }

  /// Reads a block.
  ///
  /// @throws MalformedException if there is an unknown or repeated field, fields of a link are out
  ///   of order, or links and data alternate
  static PbNode decode(Bytes block) {
    try {
      var reader = new NodeReader();
      Protobuf.read(block, reader);
      return new PbNode(reader.links, reader.data);
    } catch (MalformedException e) {
      throw new MalformedException("DAG-PB: " + e.getMessage(), e);
    }
  }

  private static final class NodeReader implements Protobuf.Fields {
    private final List<Link> links = new ArrayList<>();
    private @Nullable Bytes data;
    private boolean linksEnded;

    @Override
    public void varint(int field, long value) {
      throw new MalformedException("node has the unknown integer field " + field);
    }

    @Override
    public void sized(int field, Bytes value) {
      if (field == LINKS && !linksEnded) {
        var link = new LinkReader();
        Protobuf.read(value, link);
        links.add(link.link());
      } else if (field == DATA && data == null) {
        data = value;
        // Old data has its links last; what nobody has is links on both sides.
        linksEnded = !links.isEmpty();
      } else {
        throw new MalformedException("node has an unknown or repeated field " + field);
      }
    }
  }

  private static final class LinkReader implements Protobuf.Fields {
    private @Nullable Cid cid;
    private @Nullable String name;
    private @Nullable Long size;
    private int last;

    @Override
    public void varint(int field, long value) {
      if (field != TSIZE) {
        throw new MalformedException("link has the unknown integer field " + field);
      }
      inOrder(field);
      size = value;
    }

    @Override
    public void sized(int field, Bytes value) {
      inOrder(field);
      switch (field) {
        case HASH -> cid = Cid.of(value);
        case NAME -> {
          name = Utf8.decode(value.array(), value.offset(), value.size());
          if (name == null) {
            throw new MalformedException("link has a name that is not UTF-8");
          }
        }
        default -> throw new MalformedException("link has the unknown field " + field);
      }
    }

    private void inOrder(int field) {
      if (field <= last) {
        throw new MalformedException("link has field " + field + " after field " + last);
      }
      last = field;
    }

    private Link link() {
      if (cid == null) {
        throw new MalformedException("link without a hash");
      }
      return new Link(cid, name, size);
    }
  }
}
