package io.ipvm.workflow;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.NodePath;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.References.InputReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The JSON Schema (2020-12) of a document's input. Schemas elsewhere are never fetched.
///
/// Links and bytes are seen by the schema in their DAG-JSON form.
final class InputSchema {
  /// Keywords that may allow names `properties` does not list.
  private static final Set<String> OPEN =
      Set.of(
          "$ref",
          "$dynamicRef",
          "additionalProperties",
          "patternProperties",
          "propertyNames",
          "unevaluatedProperties",
          "allOf",
          "anyOf",
          "oneOf",
          "if",
          "then",
          "else",
          "dependentSchemas");

  /// Keywords that are looked at for one input.
  static final long MAX_STEPS = 5_000_000;

  /// Schemas that are open at once; an input nests 128 deep, and each level may take a few.
  static final int MAX_DEPTH = 1000;

  private final MapNode source;

  private InputSchema(MapNode source) {
    this.source = source;
  }

  /// Takes `source`, which stands at `path`, as it is; what is wrong with it goes to `problems`.
  static InputSchema of(MapNode source, DocumentPath path, Problems problems) {
    SchemaReader.check(source, path, problems);
    return new InputSchema(source);
  }

  MapNode source() {
    return source;
  }

  /// The names of inputs the document declares, sorted.
  Set<String> names() {
    return source.find("properties").orElse(MapNode.EMPTY) instanceof MapNode properties
        ? new TreeSet<>(properties.keys())
        : Set.of();
  }

  /// Whether an input `name` can exist; true where only the schema as a whole could tell.
  boolean allows(String name) {
    return !source.has("properties")
        || names().contains(name)
        || required().contains(Node.of(name))
        || source.keys().stream().anyMatch(OPEN::contains);
  }

  /// Whether the place of the input a document uses can exist.
  void checkReference(InputReference reference, Problems problems) {
    reference
        .place()
        .firstKey()
        .filter(name -> !allows(name))
        .ifPresent(name ->
            problems.error(
                reference.at(),
                "the document declares no input `" + name + "`",
                () ->
                    Nearest.to(name, names())
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("declare it below `input.properties`")));
  }

  /// `input` with the `default` of every property it leaves out, also in maps inside it.
  Node withDefaults(Node input) {
    var start = input instanceof Node.NullNode && takesMap() ? MapNode.EMPTY : input;
    return fill(start, source);
  }

  /// Whether `input` fits, with every reason why not.
  ///
  /// A schema of a kilobyte can ask for more work than anybody lives to see: two references to what
  /// has two references. So steps and depth are bounded, and patterns by [BoundedPattern].
  void check(Node input, Problems problems) {
    try {
      for (var error : compiled().validate(toJson(input), InputSchema::bound)) {
        problems.error(pathOf(error.getInstanceLocation()), messageOf(error));
      }
    } catch (ValidationLimitExceededException e) {
      unusable(
          switch (e.getLimitKind()) {
            case EVALUATION_STEPS -> "it takes more than " + MAX_STEPS + " steps on this input";
            case EVALUATION_DEPTH -> "it nests deeper than " + MAX_DEPTH + ", or refers to itself";
          },
          problems);
    } catch (SchemaException | IpvmException e) {
      unusable(String.valueOf(e.getMessage()), problems);
    }
  }

  private static void bound(ExecutionContext context) {
    context.executionConfig(
        config -> config.maxEvaluationSteps(MAX_STEPS).maxEvaluationDepth(MAX_DEPTH));
  }

  private static void unusable(String because, Problems problems) {
    problems.error(DocumentPath.of("input"), "the schema of the input cannot be used: " + because);
  }

  private Schema compiled() {
    var config =
        SchemaRegistryConfig.builder()
            .regularExpressionFactory(BoundedPattern.factory())
            .locale(Locale.ENGLISH)
            .build();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(config))
        .getSchema(toJson(source));
  }

  private List<Node> required() {
    return source.find("required").orElse(Node.NULL) instanceof Node.ListNode(var names)
        ? names
        : List.of();
  }

  private boolean takesMap() {
    return source.find("type").map(type -> type.equals(Node.of("object"))).orElse(true);
  }

  private static Node fill(Node input, MapNode schema) {
    if (!(input instanceof MapNode map)
        || !(schema.find("properties").orElse(Node.NULL) instanceof MapNode properties)) {
      return input;
    }
    var filled = MapNode.builder();
    map.forEach(filled::put);
    properties.forEach((name, declared) -> {
      if (declared instanceof MapNode property) {
        map.find(name)
            .map(value -> fill(value, property))
            .or(() -> property.find("default").map(value -> fill(value, property)))
            .ifPresent(value -> filled.put(name, value));
      }
    });
    return filled.build();
  }

  private static DocumentPath pathOf(NodePath location) {
    var path = DocumentPath.of("input");
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          switch (location.getElement(i)) {
            case Integer index -> path.index(index);
            case Object name -> path.key(name.toString());
          };
    }
    return path;
  }

  private static String messageOf(Error error) {
    var message = error.getMessage();
    int colon = message.indexOf(": ");
    return colon >= 0 && message.startsWith("/") ? message.substring(colon + 2) : message;
  }

  private static JsonNode toJson(Node node) {
    var json = JsonNodeFactory.instance;
    return switch (node) {
      case Node.NullNode _ -> json.nullNode();
      case Node.BoolNode(var value) -> json.booleanNode(value);
      case Node.IntNode(var value) -> json.numberNode(value);
      case Node.BigIntNode(var value) -> json.numberNode(value);
      case Node.FloatNode(var value) -> json.numberNode(value);
      case Node.StringNode(var value) -> json.stringNode(value);
      case Node.BytesNode(var value) ->
          json.objectNode()
              .set("/", json.objectNode().set("bytes", json.binaryNode(value.toArray())));
      case Node.LinkNode(var value) -> json.objectNode().put("/", value.toString());
      case Node.ListNode(var items) -> {
        var list = new ArrayList<JsonNode>();
        items.forEach(item -> list.add(toJson(item)));
        yield json.arrayNode().addAll(list);
      }
      case MapNode map -> {
        var object = json.objectNode();
        map.forEach((key, value) -> object.set(key, toJson(value)));
        yield object;
      }
    };
  }
}
