package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Policies and arguments out of few names and values, so that they meet often.
final class RandomPolicies {
  static final Cid LINK = Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.utf8("link"));

  private static final String[] KEYS = {"a", "b", "c", "and", "all", "", "ü", "a b", "not-x", "/"};
  private static final String[] TEXTS = {"", "a", "ab", "a*b", "b\\", "\u202e\n\"", "🎄", "x"};
  private static final String[] PATTERNS = {"*", "a*", "*b", "a\\*b", "b\\", "*\\**", "", "🎄"};
  private static final String[] INDEXES = {
    "[0]", "[1]", "[-1]", "[7]", "[]", "[1:]", "[:1]", "[0:-1]", "[-2:9]"
  };
  private static final String[] COMPARISONS = {"<", "<=", ">", ">="};

  private final RandomGenerator random;

  RandomPolicies(RandomGenerator random) {
    this.random = random;
  }

  List<Node> policy() {
    var statements = new ArrayList<Node>();
    for (int i = random.nextInt(4); i > 0; i--) {
      statements.add(statement(3));
    }
    return statements;
  }

  Node statement(int depth) {
    int kind = random.nextInt(depth > 0 ? 11 : 6);
    return switch (kind) {
      case 0, 1 -> triple("==", value(2));
      case 2 -> triple("!=", value(2));
      case 3, 4 -> triple(pick(COMPARISONS), number());
      case 5 -> triple("like", Node.of(pick(PATTERNS)));
      case 6 -> Node.list(Node.of("and"), statements(depth - 1));
      case 7 -> Node.list(Node.of("or"), statements(depth - 1));
      case 8 -> Node.list(Node.of("not"), statement(depth - 1));
      case 9 -> triple("all", statement(depth - 1));
      default -> triple("any", statement(depth - 1));
    };
  }

  private Node statements(int depth) {
    var list = new ArrayList<Node>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(statement(depth));
    }
    return Node.list(list);
  }

  private Node triple(String operator, Node argument) {
    return Node.list(Node.of(operator), Node.of(selector()), argument);
  }

  String selector() {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      if (random.nextInt(4) == 0) {
        text.append(text.isEmpty() ? "." : "").append(pick(INDEXES));
      } else {
        var key = pick(KEYS);
        if (SelectorReader.isName(key) && random.nextInt(4) > 0) {
          text.append('.').append(key);
        } else {
          text.append(text.isEmpty() ? "." : "").append("[\"").append(key).append("\"]");
        }
      }
      text.append("?".repeat(random.nextInt(5) == 0 ? 1 + random.nextInt(2) : 0));
    }
    return text.isEmpty() ? "." : text.toString();
  }

  MapNode args() {
    return (MapNode) map(3);
  }

  private Node map(int depth) {
    var map = MapNode.builder();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put(pick(KEYS), value(depth - 1));
    }
    return map.build();
  }

  Node value(int depth) {
    int kind = random.nextInt(depth > 0 ? 12 : 8);
    return switch (kind) {
      case 0, 1, 2 -> number();
      case 3, 4 -> Node.of(pick(TEXTS));
      case 5 -> random.nextBoolean() ? Node.NULL : Node.of(random.nextBoolean());
      case 6 -> Node.of(Bytes.of((byte) 1, (byte) random.nextInt(3)));
      case 7 -> Node.of(LINK);
      case 8, 9 -> map(depth);
      default -> {
        var items = new ArrayList<Node>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(depth - 1));
        }
        yield Node.list(items);
      }
    };
  }

  /// Not larger than a policy may have.
  private Node number() {
    return switch (random.nextInt(8)) {
      case 0 -> Node.of((1L << 53) - 1);
      case 1 -> Node.of(0x1p53);
      case 2 -> Node.of(random.nextInt(3) - 0.5);
      case 3 -> Node.of((double) (random.nextInt(3) - 1));
      case 4 -> Node.of(random.nextBoolean() ? -0.0 : 1e300);
      default -> Node.of(random.nextInt(4) - 1);
    };
  }

  /// As arguments may have them.
  Node largeNumber() {
    return switch (random.nextInt(4)) {
      case 0 -> Node.of((1L << 53) + random.nextInt(3));
      case 1 -> Node.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
      case 2 -> Node.of(Long.MIN_VALUE + random.nextInt(2));
      default -> Node.of(0x1p53 * (random.nextInt(5) - 2));
    };
  }

  String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
