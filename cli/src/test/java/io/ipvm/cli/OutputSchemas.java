package io.ipvm.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The published schemas of `docs/output`.
///
/// They leave room for fields to come; here they do not, so that no field is printed that they do
/// not tell of.
final class OutputSchemas {
  static final Path FOLDER = Path.of("..", "docs", "output").toAbsolutePath().normalize();

  private static final String BASE = "https://ipvm.test/";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, JsonNode> sources = new HashMap<>();
  private final SchemaRegistry registry;

  OutputSchemas() {
    var texts = new HashMap<String, String>();
    try (var files = Files.newDirectoryStream(FOLDER, "*.schema.json")) {
      for (var file : files) {
        var source = JSON.readTree(Files.readString(file));
        sources.put(String.valueOf(file.getFileName()), source);
        texts.put(BASE + file.getFileName(), closed(source.deepCopy()).toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
  }

  boolean has(String name) {
    return sources.containsKey(file(name));
  }

  /// The names of all schemas, without their ending.
  List<String> names() {
    return sources.keySet().stream()
        .map(file -> file.replace(".schema.json", ""))
        .sorted()
        .toList();
  }

  JsonNode source(String name) {
    var source = sources.get(file(name));
    if (source == null) {
      throw new AssertionError("there is no docs/output/" + file(name));
    }
    return source;
  }

  /// What is wrong with the answer, if anything.
  List<Error> check(String name, String answer) {
    return schema(name, "").validate(answer, InputFormat.JSON);
  }

  /// What is wrong with a line of `-o jsonl`.
  List<Error> checkLine(String name, String line) {
    return schema(name, source(name).at("/$defs/line").isMissingNode() ? "" : "#/$defs/line")
        .validate(line, InputFormat.JSON);
  }

  /// What is wrong with the schema itself.
  List<Error> checkSchema(String name) {
    return registry
        .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
        .validate(source(name));
  }

  private Schema schema(String name, String part) {
    source(name);
    return registry.getSchema(SchemaLocation.of(BASE + file(name) + part));
  }

  private static String file(String name) {
    return name + ".schema.json";
  }

  private static JsonNode closed(JsonNode schema) {
    schema.forEach(OutputSchemas::closed);
    if (schema instanceof ObjectNode object && object.path("type").asString("").equals("object")) {
      object.put("additionalProperties", false);
    }
    return schema;
  }
}
