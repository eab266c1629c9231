package io.ipvm.node;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.BytesNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.UnixFs;
import io.ipvm.ucan.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Keeps byte strings above 64 KiB out of receipts: they become files in the block store, and the
/// receipt links to them. Consumers cannot tell, because a link where bytes are wanted is fetched.
///
/// The rule is a function of the value alone, so two executors link to the same CIDs.
final class LargeBytes {
  /// Bytes that still stand in a receipt itself.
  static final int INLINE = 64 * 1024;

  /// Bytes of a file that is put back inline.
  static final long MAX_FILE = 1L << 30;

  private LargeBytes() {}

  static Outcome out(Outcome outcome, BlockSink sink) {
    return switch (outcome) {
      case Outcome.Ok(var value) -> new Outcome.Ok(out(value, sink));
      case Outcome.Failed(var value) -> new Outcome.Failed(out(value, sink));
    };
  }

  static Node out(Node value, BlockSink sink) {
    return switch (value) {
      case BytesNode(var bytes) when bytes.size() > INLINE -> Node.of(file(bytes, sink));
      case ListNode(var items) -> Node.list(items.stream().map(item -> out(item, sink)).toList());
      case MapNode map -> {
        var copy = MapNode.builder();
        map.forEach((key, item) -> copy.put(key, out(item, sink)));
        yield copy.build();
      }
      default -> value;
    };
  }

  /// The reverse, for Homestar's mapping, in which everything stands inline.
  static Node in(Node value, BlockSource source) {
    return switch (value) {
      case LinkNode(var file) -> Node.of(UnixFs.read(file, source, MAX_FILE));
      case ListNode(var items) -> Node.list(items.stream().map(item -> in(item, source)).toList());
      case MapNode map -> {
        var copy = MapNode.builder();
        map.forEach((key, item) -> copy.put(key, in(item, source)));
        yield copy.build();
      }
      default -> value;
    };
  }

  private static Cid file(Bytes bytes, BlockSink sink) {
    try {
      return UnixFs.write(new ByteArrayInputStream(bytes.toArray()), sink);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
  }
}
