package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks over the JSON Schema in a document, so that what is wrong with it has a place there and
/// does not wait for the first run.
///
/// Nothing here needs the validator, which takes longer to load than everything else in a small
/// run. What only the validator sees (a reference that leads nowhere, or back to itself) comes up
/// when an input is checked. Source: json-schema.org draft 2020-12, core and validation.
final class SchemaReader {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final Set<String> TYPES =
      Set.of("null", "boolean", "object", "array", "number", "string", "integer");

  /// Keywords with one schema.
  private static final Set<String> ONE =
      Set.of(
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> MAPS =
      Set.of("$defs", "definitions", "dependentSchemas", "patternProperties", "properties");
  private static final Set<String> NUMBERS =
      Set.of("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf");
  private static final Set<String> COUNTS =
      Set.of(
          "maxContains",
          "maxItems",
          "maxLength",
          "maxProperties",
          "minContains",
          "minItems",
          "minLength",
          "minProperties");

  /// Keywords that are known and not looked into.
  private static final Set<String> OTHERS =
      Set.of(
          "$anchor",
          "$comment",
          "$dynamicAnchor",
          "$id",
          "const",
          "contentEncoding",
          "contentMediaType",
          "default",
          "dependentRequired",
          "deprecated",
          "description",
          "examples",
          "format",
          "readOnly",
          "title",
          "writeOnly");

  private static final Set<String> CHECKED =
      Set.of(
          "$dynamicRef", "$ref", "$schema", "enum", "pattern", "required", "type", "uniqueItems");

  /// What a misspelt keyword may have meant.
  private static final Set<String> ALL =
      Stream.of(ONE, LISTS, MAPS, NUMBERS, COUNTS, OTHERS, CHECKED)
          .flatMap(Set::stream)
          .collect(Collectors.toCollection(TreeSet::new));

  private final Problems problems;

  private SchemaReader(Problems problems) {
    this.problems = problems;
  }

  /// Names what is wrong with the schema at `path`.
  static void check(Node schema, DocumentPath path, Problems problems) {
    new SchemaReader(problems).schema(schema, path);
  }

  private void schema(Node schema, DocumentPath path) {
    if (schema instanceof MapNode map) {
      map.forEach((keyword, value) -> keyword(keyword, value, path.key(keyword)));
    } else if (!(schema instanceof Node.BoolNode)) {
      problems.error(path, "a schema is a map or a boolean, not " + Kind.of(schema));
    }
  }

  private void keyword(String keyword, Node value, DocumentPath at) {
    if (ONE.contains(keyword)) {
      schema(value, at);
    } else if (LISTS.contains(keyword)) {
      schemas(keyword, value, at);
    } else if (MAPS.contains(keyword)) {
      namedSchemas(keyword, value, at);
    } else if (NUMBERS.contains(keyword)) {
      require(keyword, value, SchemaReader::isNumber, "a number", at);
    } else if (COUNTS.contains(keyword)) {
      require(keyword, value, SchemaReader::isCount, "an integer from 0 on", at);
    } else {
      switch (keyword) {
        case "$schema" -> dialect(value, at);
        case "$ref", "$dynamicRef" -> reference(keyword, value, at);
        case "type" -> types(value, at);
        case "required" -> require(keyword, value, SchemaReader::isNames, "a list of names", at);
        case "enum" -> require(keyword, value, Node.ListNode.class::isInstance, "a list", at);
        case "uniqueItems" ->
            require(keyword, value, Node.BoolNode.class::isInstance, "a boolean", at);
        case "pattern" -> pattern(value, at);
        default -> unknown(keyword, at);
      }
    }
  }

  /// JSON Schema passes unknown keywords over, so that a misspelt one checks nothing.
  private void unknown(String keyword, DocumentPath at) {
    if (!OTHERS.contains(keyword) && !keyword.startsWith("x-")) {
      problems.keyWarning(
          at,
          "`" + keyword + "` is no keyword of JSON Schema and checks nothing",
          Nearest.to(keyword, ALL).map(near -> "did you mean `" + near + "`?").orElse(""));
    }
  }

  private void schemas(String keyword, Node value, DocumentPath at) {
    if (!(value instanceof Node.ListNode(var items))) {
      problems.error(at, "`" + keyword + "` is a list of schemas, not " + Kind.of(value));
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      schema(items.get(i), at.index(i));
    }
  }

  private void namedSchemas(String keyword, Node value, DocumentPath at) {
    if (!(value instanceof MapNode map)) {
      problems.error(at, "`" + keyword + "` is a map of schemas, not " + Kind.of(value));
      return;
    }
    map.forEach((name, schema) -> {
      if (keyword.equals("patternProperties")) {
        pattern(Node.of(name), at.key(name));
      }
      schema(schema, at.key(name));
    });
  }

  private void require(
      String keyword, Node value, Predicate<Node> fits, String wanted, DocumentPath at) {
    if (!fits.test(value)) {
      problems.error(at, "`" + keyword + "` is " + wanted + ", not " + Kind.shown(value));
    }
  }

  private void dialect(Node value, DocumentPath at) {
    if (!value.equals(Node.of(DIALECT)) && !value.equals(Node.of(DIALECT + "#"))) {
      problems.error(
          at, Kind.shown(value) + " is not known here", "leave it out, or write " + DIALECT);
    }
  }

  private void reference(String keyword, Node value, DocumentPath at) {
    if (!(value instanceof Node.StringNode(var text))) {
      problems.error(at, "`" + keyword + "` is text, not " + Kind.of(value));
    } else if (!text.startsWith("#")) {
      problems.error(
          at,
          "`" + text + "` lies outside of the document, and schemas are not fetched",
          "copy it below `$defs` and write `#/$defs/NAME`");
    }
  }

  private void types(Node value, DocumentPath at) {
    if (value instanceof Node.ListNode(var items)) {
      for (int i = 0; i < items.size(); i++) {
        type(items.get(i), at.index(i));
      }
    } else {
      type(value, at);
    }
  }

  private void type(Node value, DocumentPath at) {
    if (value instanceof Node.StringNode(var name) && TYPES.contains(name)) {
      return;
    }
    problems.error(
        at,
        Kind.shown(value) + " is no type of JSON Schema",
        "the types are " + String.join(", ", new TreeSet<>(TYPES)));
  }

  private void pattern(Node value, DocumentPath at) {
    if (!(value instanceof Node.StringNode(var text))) {
      problems.error(at, "`pattern` is text, not " + Kind.of(value));
      return;
    }
    try {
      BoundedPattern.compile(text);
    } catch (PatternSyntaxException e) {
      problems.error(at, "`" + text + "` is no regular expression: " + e.getDescription());
    }
  }

  private static boolean isNumber(Node value) {
    return value instanceof Node.IntNode
        || value instanceof Node.BigIntNode
        || value instanceof Node.FloatNode;
  }

  private static boolean isCount(Node value) {
    return value instanceof Node.IntNode(var number) && number >= 0;
  }

  private static boolean isNames(Node value) {
    return value instanceof Node.ListNode(List<Node> items)
        && items.stream().allMatch(Node.StringNode.class::isInstance);
  }
}
