package io.ipvm.cli;

import io.ipvm.ipld.Codec;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;

/// What a run came to, on standard output.
///
/// Long byte strings are links to files in the block store; where a person or a pipe asked for the
/// result itself, that link is followed.
final class ResultValue {
  private ResultValue() {}

  static void print(Node value, Ipvm node, Printer printer) {
    switch (printer.format()) {
      case TABLE, WIDE, ID -> printer.value(followed(value, node));
      case JSON, JSONL, YAML, DAG_JSON -> printer.value(value);
    }
  }

  private static Node followed(Node value, Ipvm node) {
    boolean file =
        value instanceof Node.LinkNode(var cid)
            && (cid.codec() == Codec.RAW || cid.codec() == Codec.DAG_PB)
            && node.store().blocks().has(cid);
    return file && value instanceof Node.LinkNode(var cid) ? Node.of(node.readFile(cid)) : value;
  }
}
