package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads a map strictly, key by key: what is missing, of another kind or left over is refused by
/// name.
///
/// ```java
/// var fields = Fields.of(node, "receipt");
/// var ran = fields.requireLink("ran");
/// var issuer = fields.findString("iss");
/// fields.end();
/// ```
///
/// `find...` is empty where the key is absent, `require...` refuses that; both refuse a value of
/// another kind, null included, with a [MalformedException]. Not for sharing between threads: it
/// remembers which keys were asked for.
public final class Fields {
  private final String what;
  private final MapNode map;
  private final TreeSet<String> asked = new TreeSet<>();

  private Fields(String what, MapNode map) {
    this.what = what;
    this.map = map;
  }

  /// The fields of `node`; `what` names it in messages.
  ///
  /// @throws MalformedException if `node` is no map
  public static Fields of(Node node, String what) {
    if (node instanceof MapNode map) {
      return new Fields(requireNonNull(what), map);
    }
    throw new MalformedException(what + " is of kind " + Node.kind(node) + ", not map");
  }

  public MapNode map() {
    return map;
  }

  public Optional<Node> find(String key) {
    asked.add(key);
    return map.find(key);
  }

  public Node require(String key) {
    return find(key).orElseThrow(() -> missing(key));
  }

  /// Whether `key` is there and null.
  public boolean hasNull(String key) {
    return find(key).filter(Node.NullNode.class::isInstance).isPresent();
  }

  public Optional<String> findString(String key) {
    return find(key, Node.StringNode.class, "string").map(Node.StringNode::value);
  }

  public String requireString(String key) {
    return require(key, this::findString);
  }

  public Optional<Long> findLong(String key) {
    return find(key, Node.IntNode.class, "64-bit integer").map(Node.IntNode::value);
  }

  public long requireLong(String key) {
    return require(key, this::findLong);
  }

  /// An integer of any size.
  public Optional<BigInteger> findInteger(String key) {
    return find(key)
        .map(value ->
            switch (value) {
              case Node.IntNode(long number) -> BigInteger.valueOf(number);
              case Node.BigIntNode(var number) -> number;
              default -> throw mistyped(key, value, "integer");
            });
  }

  public BigInteger requireInteger(String key) {
    return require(key, this::findInteger);
  }

  public Optional<Boolean> findBoolean(String key) {
    return find(key, Node.BoolNode.class, "boolean").map(Node.BoolNode::value);
  }

  public boolean requireBoolean(String key) {
    return require(key, this::findBoolean);
  }

  public Optional<Bytes> findBytes(String key) {
    return find(key, Node.BytesNode.class, "byte string").map(Node.BytesNode::value);
  }

  public Bytes requireBytes(String key) {
    return require(key, this::findBytes);
  }

  public Optional<Cid> findLink(String key) {
    return find(key, Node.LinkNode.class, "link").map(Node.LinkNode::value);
  }

  public Cid requireLink(String key) {
    return require(key, this::findLink);
  }

  public Optional<List<Node>> findList(String key) {
    return find(key, Node.ListNode.class, "list").map(Node.ListNode::items);
  }

  public List<Node> requireList(String key) {
    return require(key, this::findList);
  }

  /// A list of links and nothing else.
  public List<Cid> requireLinks(String key) {
    var links = new ArrayList<Cid>();
    for (var item : requireList(key)) {
      if (!(item instanceof Node.LinkNode(var link))) {
        throw mistyped(key + "/" + links.size(), item, "link");
      }
      links.add(link);
    }
    return List.copyOf(links);
  }

  public Optional<MapNode> findMap(String key) {
    return find(key, MapNode.class, "map");
  }

  public MapNode requireMap(String key) {
    return require(key, this::findMap);
  }

  /// The fields of the map under `key`, for messages named after both.
  public Fields requireFields(String key) {
    return new Fields(what + "." + key, requireMap(key));
  }

  /// Says that every key has been asked for.
  ///
  /// @throws MalformedException if the map has a key nobody asked for
  public void end() {
    for (var key : map.keys()) {
      if (!asked.contains(key)) {
        throw new MalformedException(
            what
                + " has the unknown key "
                + Quoted.of(key)
                + " (known: "
                + String.join(", ", asked)
                + ")");
      }
    }
  }

  private <N extends Node> Optional<N> find(String key, Class<N> type, String kind) {
    return find(key)
        .map(value -> {
          if (!type.isInstance(value)) {
            throw mistyped(key, value, kind);
          }
          return type.cast(value);
        });
  }

  private <T> T require(String key, Function<String, Optional<T>> find) {
    return find.apply(key).orElseThrow(() -> missing(key));
  }

  private MalformedException missing(String key) {
    return new MalformedException(what + " lacks the key \"" + key + "\"");
  }

  private MalformedException mistyped(String key, Node value, String wanted) {
    return new MalformedException(
        what + ": \"" + key + "\" is of kind " + Node.kind(value) + ", not " + wanted);
  }
}
