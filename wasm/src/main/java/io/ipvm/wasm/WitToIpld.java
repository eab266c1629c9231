package io.ipvm.wasm;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.component.Value;
import io.ipvm.wasm.component.WitPrinter;
import io.ipvm.workflow.Mapping;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Results: values of a declared type become IPLD (`homestar.md` section 5).
///
/// What the two mappings write differently sets [#quirk]: such a value serves its own mapping only.
final class WitToIpld {
  /// The shortest texts of CIDs have about this many characters, the longest are far below that.
  private static final int MIN_CID = 8;

  private static final int MAX_CID = 512;
  private static final String IPFS_PATH = "/ipfs/";

  private final boolean compatible;
  private boolean quirk;

  WitToIpld(Mapping mapping) {
    this.compatible = mapping == Mapping.COMPATIBILITY;
  }

  boolean quirk() {
    return quirk;
  }

  Node convert(Value value, ValType type) {
    return switch (type) {
      case Prim prim -> scalar(value, prim);
      case ValType.ListOf(var element) -> list(value, element);
      case ValType.Tuple(var items) -> Node.list(items((Value.Fields) value, items));
      case ValType.RecordOf(var fields) -> {
        var map = MapNode.builder();
        var values = ((Value.Fields) value).values();
        for (int i = 0; i < fields.size(); i++) {
          map.put(fields.get(i).name(), convert(values.get(i), fields.get(i).type()));
        }
        yield map.build();
      }
      case ValType.Variant(var cases) -> {
        var choice = (Value.Choice) value;
        var chosen = cases.get(choice.index());
        yield MapNode.of(chosen.name(), payload(choice.payload(), chosen.payload(), Node.NULL));
      }
      case ValType.EnumOf(var cases) -> Node.of(cases.get(((Value.Choice) value).index()));
      case ValType.Flags(var names) -> {
        int bits = ((Value.FlagSet) value).bits();
        var set = new ArrayList<Node>();
        for (int i = 0; i < names.size(); i++) {
          if ((bits >>> i & 1) != 0) {
            set.add(Node.of(names.get(i)));
          }
        }
        yield Node.list(set);
      }
      case ValType.OptionOf(var some) ->
          payload(((Value.Choice) value).payload(), Optional.of(some), Node.NULL);
      case ValType.ResultOf result -> result((Value.Choice) value, result);
      case ValType.Own _, ValType.Borrow _ -> throw new Mismatch("resources cannot be results");
    };
  }

  /// The value in one arm of a native function result.
  Node payload(@Nullable Value payload, Optional<ValType> type, Node otherwise) {
    return payload == null || type.isEmpty() ? otherwise : convert(payload, type.get());
  }

  private List<Node> items(Value.Fields value, List<ValType> types) {
    var items = new ArrayList<Node>(types.size());
    for (int i = 0; i < types.size(); i++) {
      items.add(convert(value.values().get(i), types.get(i)));
    }
    return items;
  }

  private Node scalar(Value value, Prim type) {
    return switch (value) {
      case Value.Bool(var bool) -> Node.of(bool);
      case Value.Whole(var bits) ->
          type == Prim.U64 && bits < 0
              ? Node.of(new BigInteger(Long.toUnsignedString(bits)))
              : Node.of(bits);
      case Value.Single(var single) -> single(single);
      case Value.Real(var real) -> Node.of(finite(real));
      case Value.Char(var codePoint) -> Node.of(Character.toString(codePoint));
      case Value.Text(var text, _) -> text(text);
      case Value.Octets _,
          Value.Sequence _,
          Value.Fields _,
          Value.Choice _,
          Value.FlagSet _,
          Value.Handle _ ->
          throw new IllegalArgumentException(value + " is no " + WitPrinter.print(type));
    };
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new Mismatch("the function returned the float " + value + ", which IPLD cannot hold");
    }
    return value;
  }

  private Node single(float value) {
    double exact = finite(value);
    if (!compatible) {
      return Node.of(exact);
    }
    double decimal = ShortDecimal.of(value);
    quirk |= decimal != exact;
    return Node.of(decimal);
  }

  private Node text(String text) {
    if (compatible) {
      if (text.equals("null")) {
        quirk = true;
        return Node.NULL;
      }
      var cid = cid(text);
      if (cid != null) {
        quirk = true;
        return Node.of(cid);
      }
    }
    return Node.of(text);
  }

  /// What Rust's parser takes for a CID: it skips everything up to `/ipfs/`.
  private static @Nullable Cid cid(String text) {
    int path = text.indexOf(IPFS_PATH);
    return path < 0 ? bareCid(text) : bareCid(text.substring(path + IPFS_PATH.length()));
  }

  private static @Nullable Cid bareCid(String text) {
    if (text.length() < MIN_CID || text.length() > MAX_CID || text.indexOf(' ') >= 0) {
      return null;
    }
    try {
      return Cid.parse(text);
    } catch (MalformedException e) {
      return null;
    }
  }

  private Node list(Value value, ValType element) {
    if (value instanceof Value.Octets(var bytes)) {
      if (compatible && bytes.isEmpty()) {
        quirk = true;
        return Node.list();
      }
      return Node.of(bytes);
    }
    var items = ((Value.Sequence) value).items();
    if (compatible && element instanceof ValType.Tuple(var pair)) {
      return map(items, pair);
    }
    return Node.list(items.stream().map(item -> convert(item, element)).toList());
  }

  /// Homestar takes every list of pairs for a map.
  private Node map(List<Value> pairs, List<ValType> types) {
    quirk = true;
    var map = MapNode.builder();
    for (var pair : pairs) {
      var parts = ((Value.Fields) pair).values();
      if (types.size() != 2 || !(parts.getFirst() instanceof Value.Text(var key, _))) {
        throw new Mismatch(
            "a list of "
                + WitPrinter.print(new ValType.Tuple(types))
                + " becomes a map in this mapping and has to hold pairs of a string and a value");
      }
      map.put(key, convert(parts.getLast(), types.getLast()));
    }
    return map.build();
  }

  private Node result(Value.Choice choice, ValType.ResultOf type) {
    boolean ok = choice.index() == 0;
    var arm = ok ? type.ok() : type.err();
    if (!compatible) {
      return MapNode.of(ok ? "ok" : "error", payload(choice.payload(), arm, Node.NULL));
    }
    quirk = true;
    var value = payload(choice.payload(), arm, Node.of(1));
    return ok ? Node.list(value, Node.NULL) : Node.list(Node.NULL, value);
  }
}
