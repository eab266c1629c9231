package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A value of the IPLD data model. Immutable; equal by content; made for `switch`.
///
/// Source: ipld/ipld specs/data-model-layer. Integers reach from -2^64 to 2^64-1, as DAG-CBOR does.
public sealed interface Node
    permits Node.NullNode,
        Node.BoolNode,
        Node.IntNode,
        Node.BigIntNode,
        Node.FloatNode,
        Node.StringNode,
        Node.BytesNode,
        Node.LinkNode,
        Node.ListNode,
        MapNode {
  NullNode NULL = new NullNode();
  BoolNode TRUE = new BoolNode(true);
  BoolNode FALSE = new BoolNode(false);

  record NullNode() implements Node {}

  record BoolNode(boolean value) implements Node {}

  record IntNode(long value) implements Node {}

  /// An integer that no `long` holds; a smaller one is always an [IntNode].
  record BigIntNode(BigInteger value) implements Node {
    public BigIntNode {
      if (value.bitLength() < Long.SIZE) {
        throw new IllegalArgumentException(value + " fits a long: use IntNode");
      }
      if (value.bitLength() > Long.SIZE) {
        throw new MalformedException("integer " + value + " is outside -2^64 to 2^64-1");
      }
    }
  }

  /// A finite double; NaN and the infinities are outside the data model.
  record FloatNode(double value) implements Node {
    public FloatNode {
      if (!Double.isFinite(value)) {
        throw new MalformedException("float " + value + " is outside the IPLD data model");
      }
    }
  }

  record StringNode(String value) implements Node {
    public StringNode {
      requireNonNull(value);
    }
  }

  record BytesNode(Bytes value) implements Node {
    public BytesNode {
      requireNonNull(value);
    }
  }

  record LinkNode(Cid value) implements Node {
    public LinkNode {
      requireNonNull(value);
    }
  }

  record ListNode(List<Node> items) implements Node {
    public ListNode {
      items = List.copyOf(items);
    }
  }

  /// What messages call `value`: a kind of the data model, integers told apart by size.
  static String kind(Node value) {
    return switch (value) {
      case NullNode _ -> "null";
      case BoolNode _ -> "boolean";
      case IntNode _ -> "integer";
      case BigIntNode _ -> "big integer";
      case FloatNode _ -> "float";
      case StringNode _ -> "string";
      case BytesNode _ -> "byte string";
      case LinkNode _ -> "link";
      case ListNode _ -> "list";
      case MapNode _ -> "map";
    };
  }

  static Node of(long value) {
    return new IntNode(value);
  }

  /// An [IntNode] where a `long` is enough, else a [BigIntNode].
  static Node of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new IntNode(value.longValue()) : new BigIntNode(value);
  }

  static Node of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Node of(double value) {
    return new FloatNode(value);
  }

  static Node of(String value) {
    return new StringNode(value);
  }

  static Node of(Bytes value) {
    return new BytesNode(value);
  }

  static Node of(Cid value) {
    return new LinkNode(value);
  }

  static ListNode list(Node... items) {
    return new ListNode(List.of(items));
  }

  static ListNode list(List<? extends Node> items) {
    return new ListNode(List.copyOf(items));
  }

  /// Every link within `value`, in order, with repetitions.
  static List<Cid> links(Node value) {
    var links = new ArrayList<Cid>();
    collectLinks(value, links);
    return List.copyOf(links);
  }

  private static void collectLinks(Node value, List<Cid> links) {
    switch (value) {
      case LinkNode(var link) -> links.add(link);
      case ListNode(var items) -> items.forEach(item -> collectLinks(item, links));
      case MapNode map -> map.values().forEach(item -> collectLinks(item, links));
      case NullNode _,
          BoolNode _,
          IntNode _,
          BigIntNode _,
          FloatNode _,
          StringNode _,
          BytesNode _ -> {}
    }
  }

  /// `node` with every part replaced for which `rule` has a replacement, from the outside in; a
  /// replacement is not looked into again.
  static Node rewrite(Node node, Function<Node, Optional<Node>> rule) {
    var replacement = rule.apply(node);
    if (replacement.isPresent()) {
      return replacement.get();
    }
    return switch (node) {
      case ListNode(var items) -> {
        var rewritten = new ArrayList<Node>(items.size());
        items.forEach(item -> rewritten.add(rewrite(item, rule)));
        yield list(rewritten);
      }
      case MapNode map -> {
        var rewritten = MapNode.builder();
        map.forEach((key, value) -> rewritten.put(key, rewrite(value, rule)));
        yield rewritten.build();
      }
      case NullNode _,
          BoolNode _,
          IntNode _,
          BigIntNode _,
          FloatNode _,
          StringNode _,
          BytesNode _,
          LinkNode _ ->
          node;
    };
  }
}
