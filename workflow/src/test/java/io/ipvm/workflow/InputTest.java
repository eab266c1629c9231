package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The input of a run: schema, defaults, and what is wrong with it.
final class InputTest {
  private static final String SIZED =
      """
      v: 0.2.0
      input:
        type: object
        required: [ width ]
        properties:
          width: { type: integer, minimum: 1, maximum: 100 }
          frame: { type: object, default: {}, properties: { color: { type: string, default: red } } }
      tasks:
        a: { run: shop#f, args: [ "{{ input.width }}", "{{ input.frame.color }}" ] }
      """;

  private final Documents documents = Documents.usual();

  @Test
  void theSchemaIsChecked() {
    assertThat(bind(SIZED, "{}"))
        .singleElement()
        .asString()
        .contains("0:0 input")
        .contains("required property 'width' not found");
    assertThat(bind(SIZED, "{\"width\":0}"))
        .singleElement()
        .asString()
        .contains("input.width: ")
        .contains("minimum value of 1");
    assertThat(bind(SIZED, "{\"width\":\"x\"}"))
        .singleElement()
        .asString()
        .contains("input.width: ")
        .contains("string found, integer expected");
    assertThat(bind(SIZED, "{\"width\":5,\"frame\":{\"color\":7}}"))
        .singleElement()
        .asString()
        .contains("input.frame.color: ");
  }

  @Test
  void messagesAreInEnglishWhateverTheLocale() {
    var usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);

      assertThat(bind(SIZED, "{\"width\":\"x\"}"))
          .singleElement()
          .asString()
          .contains("string found, integer expected");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void theSchemaHoldsOnBothSidesOfALimit() {
    var template = documents.template(SIZED);

    assertThat(template.bind(sized(1))).isInstanceOf(Reading.Valid.class);
    assertThat(template.bind(sized(100))).isInstanceOf(Reading.Valid.class);
    assertThat(template.bind(sized(101))).isInstanceOf(Reading.Invalid.class);
  }

  @Test
  void defaultsInsideMapsAreFilledIn() {
    var workflow =
        documents.workflow(SIZED, Documents.json("{\"width\":5,\"frame\":{\"other\":1}}"));

    var input = (MapNode) workflow.tasks().getFirst().instruction().input();
    assertThat(input.find("args")).contains(Node.list(Node.of(5), Node.of("red")));
  }

  @Test
  void anInputNobodyDeclaredIsAWarning() {
    assertThat(bind(SIZED, "{\"width\":5,\"widht\":6}"))
        .containsExactly(
            "warning 0:0 input.widht: the document declares no input `widht` | did you mean"
                + " `width`?");
    assertThat(bind("v: 0.2.0\ntasks: { a: { run: shop#f } }", "{\"x\":1}"))
        .containsExactly(
            "warning 0:0 input: the document takes no input; what was given is ignored");
  }

  @Test
  void aPlaceTheInputDoesNotReachIsAnError() {
    var document =
        """
        v: 0.2.0
        input: { properties: { list: {} } }
        tasks: { a: { run: shop#f, args: [ "{{ input.list[2].x }}" ] } }
        """;

    assertThat(bind(document, "{\"list\":[1,2]}"))
        .containsExactly(
            "0:0 input.list[2].x: `input.list[2].x` is not given | pass it as an input, or give it"
                + " a `default` in the document");
    assertThat(bind(document, "{\"list\":[1,2,{\"x\":3}]}")).isEmpty();
  }

  @Test
  void anInputCannotSmuggleInAPromise() {
    var document = "v: 0.2.0\ninput: {}\ntasks: { a: { run: shop#f, args: [ '{{ input.x }}' ] } }";

    assertThat(bind(document, "{\"x\":[{\"await/ok\":\"a\"}]}"))
        .singleElement()
        .asString()
        .contains("input.x[0]: an input cannot hold a promise");
  }

  @Test
  void anInputOfAnotherKindIsRefused() {
    assertThat(Documents.shown(documents.template(SIZED).bind(Node.list())))
        .singleElement()
        .asString()
        .contains("object expected");
  }

  @Test
  void linksAndBytesAreSeenAsDagJson() {
    var document =
        """
        v: 0.2.0
        input: { properties: { file: { type: object, required: [ / ] } } }
        tasks: { a: { run: shop#f, args: [ "{{ input.file }}" ] } }
        """;
    var link = "{\"file\":{\"/\":\"" + Documents.cidOf("x") + "\"}}";

    assertThat(bind(document, link)).isEmpty();
    assertThat(bind(document, "{\"file\":{\"/\":{\"bytes\":\"AQI\"}}}")).isEmpty();
    assertThat(bind(document, "{\"file\":{}}")).hasSize(1);
  }

  @Test
  void aSchemaElsewhereIsNotFetched() {
    for (var elsewhere : List.of("http://localhost:1/s.json", "classpath:/draft/x", "s.json")) {
      assertThat(schemaProblems("$ref: '" + elsewhere + "'"))
          .containsExactly(
              "2:16 input.$ref: `"
                  + elsewhere
                  + "` lies outside of the document, and schemas are not fetched | copy it below"
                  + " `$defs` and write `#/$defs/NAME`");
    }
    assertThat(schemaProblems("$schema: 'https://json-schema.org/draft/2019-09/schema'"))
        .singleElement()
        .asString()
        .contains("input.$schema: ")
        .contains("is not known here");
    assertThat(schemaProblems("$schema: 'https://json-schema.org/draft/2020-12/schema'")).isEmpty();
  }

  @Test
  void aSchemaIsCheckedWhereItStands() {
    assertThat(schemaProblems("properties: { x: { type: [ text ], minLength: -1, pattern: '(' } }"))
        .extracting(problem -> problem.substring(0, problem.indexOf(':', 5)))
        .containsExactly(
            "2:37 input.properties.x.type[0]",
            "2:56 input.properties.x.minLength",
            "2:69 input.properties.x.pattern");
    assertThat(schemaProblems("propertis: {}, x-mine: 1, title: 1"))
        .containsExactly(
            "warning 2:10 input.propertis: `propertis` is no keyword of JSON Schema and checks"
                + " nothing | did you mean `properties`?");
    for (var schema :
        List.of(
            "minimum: many",
            "allOf: 7",
            "anyOf: [ 7 ]",
            "items: [ {} ]",
            "properties: []",
            "patternProperties: { '[': {} }",
            "pattern: 7",
            "required: x",
            "required: [ 7 ]",
            "enum: x",
            "uniqueItems: 1",
            "type: 7",
            "$ref: 7")) {
      assertThat(schemaProblems(schema)).as(schema).singleElement().asString().startsWith("2:");
    }
  }

  @Test
  void aSchemaThatRefersToItselfOrNowhereIsAProblem() {
    for (var schema :
        List.of(
            "$ref: '#'", "properties: { x: { $ref: '#/properties/x' } }", "$ref: '#/nowhere'")) {
      var document = "v: 0.2.0\ninput: { " + schema + " }\ntasks: { a: { run: shop#f } }";

      assertThat(bind(document, "{\"x\":\"1\"}"))
          .as(schema)
          .first()
          .asString()
          .contains("the schema of the input cannot be used: ");
    }
  }

  @Test
  void aPatternThatTriesTooMuchIsStopped() {
    var document =
        """
        v: 0.2.0
        input: { properties: { x: { pattern: '$PATTERN' } } }
        tasks: { a: { run: shop#f, args: [ "{{ input.x }}" ] } }
        """;
    var short50 = "{\"x\":\"" + "a".repeat(50) + "!\"}";
    var long200k = "{\"x\":\"" + "a".repeat(200_000) + "\"}";

    assertThat(bind(document.replace("$PATTERN", "^a*!$"), short50)).isEmpty();
    assertThat(bind(document.replace("$PATTERN", "^a+$"), long200k)).isEmpty();
    assertThat(bind(document.replace("$PATTERN", "^(a|aa)+\\1$"), short50))
        .singleElement()
        .asString()
        .contains("the pattern `^(a|aa)+\\1$` takes more than 50000000 steps on this input");
    assertThat(bind(document.replace("$PATTERN", "^(a|b)*$"), long200k))
        .singleElement()
        .asString()
        .contains("the pattern `^(a|b)*$` takes too many nested steps on this input");
  }

  @Test
  void aSchemaThatMultipliesItselfIsStopped() {
    var twice = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      twice.append(
          "a%d: { allOf: [ { $ref: '#/$defs/a%e' }, { $ref: '#/$defs/a%e' } ] }, "
              .replace("%d", String.valueOf(i))
              .replace("%e", String.valueOf(i + 1)));
    }
    var document =
        "v: 0.2.0\ninput: { $ref: '#/$defs/a0', $defs: { "
            + twice
            + "a40: {} } }\ntasks: { a: { run: shop#f } }";

    assertThat(bind(document, "{}"))
        .containsExactly(
            "0:0 input: the schema of the input cannot be used: it takes more than 5000000 steps"
                + " on this input");
  }

  @Test
  void aSchemaMayReferToItselfOnTheWayDown() {
    var document =
        """
        v: 0.2.0
        input: { properties: { a: { $ref: '#' }, n: { type: integer } } }
        tasks: { a: { run: shop#f, args: [ "{{ input.a }}" ] } }
        """;
    Node fits = MapNode.of("n", Node.of(1));
    Node wrong = MapNode.of("n", Node.of("x"));
    for (int i = 0; i < 100; i++) {
      fits = MapNode.of("a", fits);
      wrong = MapNode.of("a", wrong);
    }

    var template = documents.template(document);

    assertThat(Documents.shown(template.bind(fits)))
        .allMatch(problem -> problem.contains("is not used"));
    assertThat(Documents.shown(template.bind(wrong)))
        .singleElement()
        .asString()
        .contains("string found, integer expected");
  }

  private List<String> schemaProblems(String schema) {
    var document = "v: 0.2.0\ninput: { " + schema + " }\ntasks: { a: { run: shop#f } }";
    return documents.problems(document).stream()
        .filter(problem -> !problem.contains("is not used"))
        .toList();
  }

  @Test
  void anInputCannotBlowUpTheDocument() {
    var uses = ", '{{ input.x }}'".repeat(40);
    var document = "v: 0.2.0\ninput: {}\ntasks: { a: { run: shop#f, args: [1" + uses + "] } }";
    var template = documents.template(document);

    assertThat(template.bind(MapNode.of("x", Node.of("x".repeat(800_000)))))
        .isInstanceOf(Reading.Valid.class);
    assertThat(Documents.shown(template.bind(MapNode.of("x", Node.of("x".repeat(1_000_000))))))
        .containsExactly(
            "0:0 input: the input would add 40000040 bytes to the document, limit 33554432 | pass"
                + " large data as links");
  }

  @Test
  void anInputCanBeTooDeepForTheDocument() {
    var template =
        documents.template(
            "v: 0.2.0\ninput: {}\ntasks: { a: { run: shop#f, args: [ '{{ input.x }}' ] } }");
    Node deep = Node.NULL;
    for (int i = 0; i < 125; i++) {
      deep = Node.list(deep);
    }

    assertThat(Documents.shown(template.bind(MapNode.of("x", deep))))
        .singleElement()
        .asString()
        .contains("the input does not fit into the document: ");
  }

  private List<String> bind(String document, String input) {
    return Documents.shown(documents.template(document).bind(Documents.json(input)));
  }

  private static Node sized(long width) {
    return MapNode.of("width", Node.of(width));
  }
}
