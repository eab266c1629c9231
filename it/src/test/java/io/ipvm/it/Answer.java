package io.ipvm.it;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.LinkNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/// What a node made of a document, in words every node has to agree on.
///
/// The CID of a task stands nowhere in what Homestar says. It needs no comparison of its own: an
/// invocation is a map of the task alone, so equal CIDs of invocations are equal bytes of tasks.
///
/// @param workflow the CID of the document
/// @param instructions those of all tasks, whatever they came to
/// @param receipts by the instruction they answer
record Answer(Cid workflow, Set<Cid> instructions, Map<Cid, Issued> receipts) {
  Answer {
    instructions = Set.copyOf(instructions);
    receipts = Map.copyOf(receipts);
  }

  /// A receipt without a signature, and its CID.
  ///
  /// @param content exactly `{iss, meta, out, prf, ran}`
  record Issued(Cid cid, MapNode content) {
    Cid invocation() {
      return link(content, "ran");
    }

    Node out() {
      return content.find("out").orElseThrow();
    }
  }

  static Cid link(MapNode map, String key) {
    return ((LinkNode) map.find(key).orElseThrow()).value();
  }

  /// For people, in an order that can be compared line by line.
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    instructions.forEach(cid -> lines.add("instruction " + cid));
    receipts.forEach((instruction, issued) ->
        lines.add(
            "receipt of "
                + instruction
                + ": "
                + issued.cid()
                + " "
                + DagJson.encode(issued.content())));
    Collections.sort(lines);
    return "workflow " + workflow + "\n" + String.join("\n", lines) + "\n";
  }
}
