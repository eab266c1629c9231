package io.ipvm.workflow;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Marks.Position;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// What a piece of text in YAML means: the core schema of YAML 1.2, within the IPLD data model.
final class YamlScalar {
  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  /// Longer digits are no number anybody means, and slow to read.
  private static final int MAX_DIGITS = 400;

  private static final List<Tag> KNOWN_TAGS =
      List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private static final String NO_LINK =
      "a map with the key `/` is a link or bytes, and this is neither";

  private YamlScalar() {}

  static Node valueOf(ScalarEvent event, Position at, DocumentPath path, Problems problems) {
    var text = event.getValue();
    if (hasHalfCharacter(text)) {
      problems.errorAt(
          at, path, "the text holds half a character (an unpaired surrogate)", "remove the escape");
      return Node.NULL;
    }
    try {
      return valueOf(text, tagOf(event, at, path, problems));
    } catch (MalformedException | NumberFormatException e) {
      problems.errorAt(
          at,
          path,
          "`" + shortened(text) + "` is no number of the data model",
          "NaN and infinities do not exist in it");
      return Node.NULL;
    }
  }

  /// A map whose only key is `/` is a link or bytes, as in DAG-JSON; any other is itself, unless
  /// DAG-JSON has no form for it: nobody could look at such a value.
  static Node special(MapNode map, Position at, DocumentPath path, Problems problems) {
    var value = map.find("/");
    if (value.isEmpty()) {
      return map;
    }
    try {
      if (map.size() == 1 && value.get() instanceof Node.StringNode(var text)) {
        return Node.of(Cid.parse(text));
      }
      if (map.size() == 1 && value.get() instanceof MapNode inner && inner.size() == 1) {
        return bytes(inner).orElse(map);
      }
    } catch (MalformedException e) {
      problems.errorAt(at, path, NO_LINK + ": " + e.getMessage(), "");
      return Node.NULL;
    }
    if (DagJson.isReserved(map)) {
      problems.errorAt(at, path, NO_LINK, "name the key otherwise");
    }
    return map;
  }

  static void refuseTag(String tag, Position at, DocumentPath path, Problems problems) {
    problems.errorAt(at, path, "the tag `" + tag + "` means nothing here", "remove the tag");
  }

  private static Optional<Node> bytes(MapNode inner) {
    return inner
        .find("bytes")
        .filter(Node.StringNode.class::isInstance)
        .map(Node.StringNode.class::cast)
        .map(base64 -> Node.of(Multibase.BASE64.decodeBare(base64.value())));
  }

  private static Tag tagOf(ScalarEvent event, Position at, DocumentPath path, Problems problems) {
    var explicit = event.getTag();
    if (explicit.isEmpty()) {
      return RESOLVER.resolve(event.getValue(), event.isPlain());
    }
    if (explicit.get().equals("!")) {
      return Tag.STR;
    }
    // By text: a strange one would not even make a Tag.
    var known =
        KNOWN_TAGS.stream().filter(tag -> tag.getValue().equals(explicit.get())).findFirst();
    if (known.isEmpty()) {
      refuseTag(explicit.get(), at, path, problems);
    } else if (!fits(event.getValue(), known.get())) {
      problems.errorAt(
          at,
          path,
          "`" + shortened(event.getValue()) + "` is no `" + shortTag(known.get()) + "`",
          "remove the tag, or write the value as YAML 1.2 does");
      return Tag.STR;
    }
    return known.orElse(Tag.STR);
  }

  /// Whether a text may carry the tag: an integer is a float, too, and everything is text.
  private static boolean fits(String text, Tag tag) {
    var meant = RESOLVER.resolve(text, true);
    return tag.equals(Tag.STR)
        || meant.equals(tag)
        || (tag.equals(Tag.FLOAT) && meant.equals(Tag.INT));
  }

  private static String shortTag(Tag tag) {
    return tag.getValue().replace("tag:yaml.org,2002:", "!!");
  }

  private static Node valueOf(String text, Tag tag) {
    if (tag.equals(Tag.INT)) {
      return integer(text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return Node.of(Double.parseDouble(text.replace(".inf", "Infinity").replace(".nan", "NaN")));
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.of(text.toLowerCase(Locale.ROOT).equals("true"));
    }
    if (tag.equals(Tag.NULL)) {
      return Node.NULL;
    }
    return Node.of(text);
  }

  /// What neither an `i64` nor a `u64` holds is a float, as in the JSON documents of Homestar.
  private static Node integer(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new NumberFormatException();
    }
    var value =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    int bits = value.signum() < 0 ? Long.SIZE - 1 : Long.SIZE;
    return value.bitLength() <= bits ? Node.of(value) : Node.of(value.doubleValue());
  }

  /// Java has such text, UTF-8 has not.
  static boolean hasHalfCharacter(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
