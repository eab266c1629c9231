package io.ipvm.ipld;

import java.math.BigInteger;
import java.util.Arrays;

/// Reads strict DAG-CBOR item by item, for callers that know its shape and want no tree.
///
/// ```java
/// var reader = new DagCborReader(bytes);
/// reader.beginMap();
/// while (reader.hasNext()) {
///   switch (reader.readKey()) {
///     case "name" -> name = reader.readString();
///     case "size" -> size = reader.readLong();
///     default -> reader.skip();
///   }
/// }
/// reader.endMap();
/// reader.end();
/// ```
///
/// It refuses what [DagCbor#decode] refuses, with the same words, also in what is skipped; and with
/// a [MalformedException] an item of another kind than the one asked for. Calls that no document
/// could satisfy, such as a value in a map before its key, are [IllegalStateException]s. What was
/// returned before a refusal is not yet known to be part of a well-formed document. Not for sharing
/// between threads.
public final class DagCborReader {
  /// What an item is, before it is read.
  public enum Kind {
    NULL,
    BOOLEAN,
    INTEGER,
    FLOAT,
    STRING,
    BYTES,
    LINK,
    LIST,
    MAP
  }

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int LIST = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  /// An open container, or the document itself.
  private static final class Frame {
    private boolean map;

    /// Items, or entries of a map, that are still to come.
    private int left;

    private boolean keyRead;

    /// Where the previous key lies, for the order of keys.
    private int key;

    private int keySize;
  }

  private final CborReader in;
  private final int start;
  private Frame[] frames = {new Frame(), new Frame(), new Frame(), new Frame()};
  private int depth;
  private Frame open = frames[0];

  /// Begins to read the value in `bytes`; byte strings will share memory with it.
  ///
  /// @throws MalformedException above [DagCbor#MAX_SIZE]
  public DagCborReader(Bytes bytes) {
    in = new CborReader(bytes);
    start = in.at();
    open.left = 1;
  }

  /// Where the next item begins, in bytes from the begin of the document.
  public int offset() {
    return in.at() - start;
  }

  /// The kind of the next item.
  ///
  /// @throws MalformedException if there is none, or it begins with a byte that no item does
  public Kind peek() {
    if (open.left == 0 && !open.keyRead) {
      throw in.refused("an item wanted, there are no more here", in.at());
    }
    int initial = in.peek();
    return switch (initial >>> 5) {
      case UNSIGNED, NEGATIVE -> Kind.INTEGER;
      case BYTES -> Kind.BYTES;
      case TEXT -> Kind.STRING;
      case LIST -> Kind.LIST;
      case MAP -> Kind.MAP;
      case TAG -> Kind.LINK;
      default ->
          switch (initial) {
            case 0xf4, 0xf5 -> Kind.BOOLEAN;
            case 0xf6 -> Kind.NULL;
            case 0xfb -> Kind.FLOAT;
            case -1 -> throw in.refused("the value is cut off", in.at());
            default -> throw in.noItem(initial, in.at());
          };
    };
  }

  /// Whether the open list or map has more to read.
  public boolean hasNext() {
    return open.left > 0;
  }

  /// An integer.
  ///
  /// @throws MalformedException if no `long` holds it
  public long readLong() {
    enter();
    int from = in.at();
    int initial = in.next();
    int major = initial >>> 5;
    if (major > NEGATIVE) {
      throw unexpected("integer", initial, from);
    }
    long argument = in.argument(initial & 0x1f, from);
    if (argument < 0) {
      throw in.refused("integer of more than 64 bits", from);
    }
    return major == UNSIGNED ? argument : ~argument;
  }

  /// An integer of any size.
  public BigInteger readInteger() {
    enter();
    int from = in.at();
    int initial = in.peek();
    if (initial >>> 5 > NEGATIVE) {
      throw unexpected("integer", initial, from);
    }
    return switch (in.item()) {
      case Node.IntNode(long value) -> BigInteger.valueOf(value);
      case Node.BigIntNode(var value) -> value;
      default -> throw new IllegalStateException("majors 0 and 1 are integers");
    };
  }

  public double readDouble() {
    enter();
    int from = in.at();
    if (in.peek() != 0xfb) {
      throw unexpected("float", in.peek(), from);
    }
    in.next();
    return in.float64(from);
  }

  public boolean readBoolean() {
    enter();
    int from = in.at();
    int initial = in.next();
    if (initial != 0xf4 && initial != 0xf5) {
      throw unexpected("boolean", initial, from);
    }
    return initial == 0xf5;
  }

  public void readNull() {
    enter();
    int from = in.at();
    int initial = in.next();
    if (initial != 0xf6) {
      throw unexpected("null", initial, from);
    }
  }

  public String readString() {
    enter();
    int from = in.at();
    return in.text(info("string", TEXT), from);
  }

  /// A byte string, which shares memory with the document.
  public Bytes readBytes() {
    enter();
    int from = in.at();
    return in.bytes(info("byte string", BYTES), from);
  }

  public Cid readLink() {
    enter();
    int from = in.at();
    return in.cid(info("link", TAG), from);
  }

  /// Any value, with all that is in it.
  public Node readNode() {
    enter();
    return in.item();
  }

  /// Checks a value, with all that is in it, and returns its bytes, which share memory with the
  /// document.
  public Bytes skip() {
    enter();
    int from = in.at();
    int outer = depth;
    one();
    while (depth > outer) {
      if (open.left == 0) {
        in.leave();
        open = frames[--depth];
      } else {
        if (open.map) {
          key();
        }
        enter();
        one();
      }
    }
    return in.since(from);
  }

  /// Checks an item; of a list or map, only its begin.
  private void one() {
    int from = in.at();
    int initial = in.peek();
    switch (initial >>> 5) {
      case LIST -> begin(false, from);
      case MAP -> begin(true, from);
      case BYTES -> in.bytes(in.next() & 0x1f, from);
      default -> in.item();
    }
  }

  /// Begins a list, and returns how many items it has.
  public int beginList() {
    enter();
    int from = in.at();
    if (in.peek() >>> 5 != LIST) {
      throw unexpected("list", in.peek(), from);
    }
    return begin(false, from);
  }

  /// Begins a map, and returns how many entries it has.
  public int beginMap() {
    enter();
    int from = in.at();
    if (in.peek() >>> 5 != MAP) {
      throw unexpected("map", in.peek(), from);
    }
    return begin(true, from);
  }

  private int begin(boolean map, int from) {
    int count = in.count(in.next() & 0x1f, map ? 2 : 1, from);
    if (++depth == frames.length) {
      frames = Arrays.copyOf(frames, 2 * depth);
      for (int i = depth; i < frames.length; i++) {
        frames[i] = new Frame();
      }
    }
    open = frames[depth];
    open.map = map;
    open.left = count;
    open.keyRead = false;
    open.keySize = -1;
    return count;
  }

  /// The next key of the open map; its value has to be read next.
  public String readKey() {
    if (!open.map || open.keyRead) {
      throw new IllegalStateException(
          open.map ? "the value of a key comes next" : "no map is open");
    }
    if (open.left == 0) {
      throw in.refused("a key wanted, there are no more here", in.at());
    }
    return key();
  }

  private String key() {
    in.pay(2);
    open.left--;
    open.keyRead = true;
    int from = in.at();
    int size = in.keySize(from, open.key, open.keySize);
    open.key = in.at();
    open.keySize = size;
    return in.key(size, from);
  }

  /// Ends the open list.
  ///
  /// @throws MalformedException if it has more items
  public void endList() {
    end(false);
  }

  /// Ends the open map.
  ///
  /// @throws MalformedException if it has more entries
  public void endMap() {
    end(true);
  }

  private void end(boolean map) {
    if (depth == 0 || open.map != map || open.keyRead) {
      throw new IllegalStateException("no " + (map ? "map" : "list") + " can end here");
    }
    if (open.left > 0) {
      throw in.refused(open.left + " more than expected in a " + (map ? "map" : "list"), in.at());
    }
    in.leave();
    open = frames[--depth];
  }

  /// Says that the whole document has been read.
  ///
  /// @throws MalformedException if bytes are left
  public void end() {
    if (depth > 0 || open.left > 0) {
      throw new IllegalStateException("the value has not been read to its end");
    }
    in.end();
  }

  /// Counts an item that is about to be read.
  private void enter() {
    if (open.map) {
      if (!open.keyRead) {
        throw new IllegalStateException("in a map, a key comes first");
      }
      open.keyRead = false;
      return;
    }
    if (open.left == 0) {
      throw in.refused("an item wanted, there are no more here", in.at());
    }
    open.left--;
    if (depth > 0) {
      in.pay(1);
    }
  }

  private int info(String kind, int major) {
    int from = in.at();
    int initial = in.next();
    if (initial >>> 5 != major) {
      throw unexpected(kind, initial, from);
    }
    return initial & 0x1f;
  }

  private MalformedException unexpected(String wanted, int initial, int from) {
    var found =
        switch (initial >>> 5) {
          case UNSIGNED, NEGATIVE -> "an integer";
          case BYTES -> "a byte string";
          case TEXT -> "a string";
          case LIST -> "a list";
          case MAP -> "a map";
          case TAG -> "a tag";
          default -> initial < 0 ? "nothing" : "the byte " + Integer.toHexString(initial);
        };
    return in.refused(wanted + " wanted, found " + found, from);
  }
}
