package io.ipvm.ipld;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes DAG-CBOR item by item, for callers that have no tree and want none.
///
/// ```java
/// var bytes =
///     new DagCborWriter()
///         .beginMap(2)
///         .key("name").write("ada")
///         .key("size").write(3)
///         .end()
///         .finish();
/// ```
///
/// The result is the one form of the value: keys have to come in the order of DAG-CBOR (shorter
/// first, then bytewise), and as many as were announced. A caller that breaks this has a mistake in
/// it, hence an [IllegalStateException]; a value that DAG-CBOR cannot hold is a
/// [MalformedException], as in [DagCbor#encode]. Not for sharing between threads.
public final class DagCborWriter {
  private final CborWriter out = new CborWriter();

  /// An open container, or the document itself.
  private static final class Frame {
    private boolean map;

    /// Items, or entries of a map, that are still to come.
    private int left;

    private @Nullable String key;
  }

  private Frame[] frames = {new Frame(), new Frame(), new Frame(), new Frame()};
  private int depth;
  private Frame open = frames[0];
  private boolean keyWritten;

  /// Begins to write a value.
  public DagCborWriter() {
    open.left = 1;
  }

  public DagCborWriter beginList(int count) {
    return begin(false, count);
  }

  public DagCborWriter beginMap(int count) {
    return begin(true, count);
  }

  private DagCborWriter begin(boolean map, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " items");
    }
    enter();
    out.begin(map, count, depth);
    if (++depth == frames.length) {
      frames = Arrays.copyOf(frames, 2 * depth);
      for (int i = depth; i < frames.length; i++) {
        frames[i] = new Frame();
      }
    }
    open = frames[depth];
    open.map = map;
    open.left = count;
    open.key = null;
    return this;
  }

  /// Ends the open list or map.
  public DagCborWriter end() {
    if (depth == 0 || keyWritten || open.left > 0) {
      throw new IllegalStateException(
          depth == 0 ? "nothing is open" : "more was announced than has been written");
    }
    open = frames[--depth];
    return this;
  }

  /// A key of the open map; its value has to be written next.
  public DagCborWriter key(String key) {
    if (!open.map || keyWritten || open.left == 0) {
      throw new IllegalStateException("no key can come here: " + Quoted.of(key));
    }
    var previous = open.key;
    if (previous != null && MapNode.compareKeys(previous, key) >= 0) {
      throw new IllegalStateException(
          "key " + Quoted.of(key) + " after " + Quoted.of(previous) + " is out of order");
    }
    out.text(key);
    open.key = key;
    open.left--;
    keyWritten = true;
    return this;
  }

  public DagCborWriter write(long value) {
    enter();
    out.integer(value);
    return this;
  }

  public DagCborWriter write(boolean value) {
    enter();
    out.bool(value);
    return this;
  }

  /// A finite number.
  ///
  /// @throws MalformedException if `value` is NaN or infinite
  public DagCborWriter write(double value) {
    return write(new Node.FloatNode(value));
  }

  public DagCborWriter write(String value) {
    enter();
    out.text(value);
    return this;
  }

  public DagCborWriter write(Bytes value) {
    enter();
    out.bytes(value);
    return this;
  }

  public DagCborWriter write(Cid value) {
    enter();
    out.link(value);
    return this;
  }

  public DagCborWriter writeNull() {
    return write(Node.NULL);
  }

  /// Any value, with all that is in it.
  public DagCborWriter write(Node value) {
    enter();
    out.item(value, depth);
    return this;
  }

  /// The bytes of the value; nothing may be written afterwards.
  public Bytes finish() {
    if (depth > 0 || open.left > 0) {
      throw new IllegalStateException("the value has not been written to its end");
    }
    return out.finish();
  }

  /// Counts an item that is about to be written.
  private void enter() {
    if (open.map) {
      if (!keyWritten) {
        throw new IllegalStateException("in a map, a key comes first");
      }
      keyWritten = false;
    } else {
      if (open.left == 0) {
        throw new IllegalStateException("no more items were announced");
      }
      open.left--;
    }
  }
}
