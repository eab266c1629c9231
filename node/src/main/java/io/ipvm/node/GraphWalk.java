package io.ipvm.node;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The blocks of a graph that may be deep and may share parts: parents first, each block once.
final class GraphWalk implements Iterator<Block> {
  private final Provenance provenance;
  private final List<Cid> roots;
  private final boolean partial;
  private final Deque<Cid> pending;
  private final Set<Cid> seen = new HashSet<>();
  private @Nullable Block next;

  /// @param partial whether blocks that are not here are left out, instead of an error
  GraphWalk(Provenance provenance, List<Cid> roots, boolean partial) {
    this.provenance = provenance;
    this.roots = List.copyOf(roots);
    this.partial = partial;
    this.pending = new ArrayDeque<>(roots);
  }

  @Override
  public boolean hasNext() {
    while (next == null && !pending.isEmpty()) {
      var cid = pending.pop();
      if (seen.add(cid)) {
        next = find(cid);
      }
    }
    return next != null;
  }

  private @Nullable Block find(Cid cid) {
    var bytes = provenance.blocks().find(cid);
    if (bytes.isEmpty() && !partial) {
      throw new IpvmException(
          ErrorCode.NOT_FOUND,
          "block "
              + cid
              + " is not here"
              + (roots.contains(cid) ? "" : ", but another one leads to it"));
    }
    return bytes.map(found -> new Block(cid, found)).orElse(null);
  }

  @Override
  public Block next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    var block = next;
    next = null;
    provenance.leadsTo(block).reversed().forEach(pending::push);
    return block;
  }
}
