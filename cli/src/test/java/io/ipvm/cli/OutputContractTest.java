package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// The machine-readable answers are a contract: each command has a schema in `docs/output` and an
/// example beside it, which is what it really prints. `-Dipvm.golden=write` writes the examples and
/// the index anew.
final class OutputContractTest {
  /// Commands that do not answer in JSON, with what they print.
  static final Map<String, String> OTHER_ANSWERS =
      Map.of(
          "block get", "the bytes of the block",
          "dag export", "an archive (CAR)",
          "receipt export", "the receipt, in the form `--format` names",
          "key export", "the key, in the form `--format` names",
          "completion", "a script for the shell");

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final Pattern TOKEN = Pattern.compile("\\bzdpu[1-9A-HJ-NP-Za-km-z]{45}\\b");
  private static final Pattern RUN = Pattern.compile("\\b01[0-9A-HJKMNP-TV-Z]{24}\\b");

  /// Everything an example can need, made once; each works on a copy.
  @TempDir private static Path model;

  private static String receipt = "";
  private static String value = "";
  private static String delegation = "";

  @TempDir private Path folder;
  private final OutputSchemas schemas = new OutputSchemas();

  @BeforeAll
  static void makeModel() throws IOException {
    Files.createDirectories(model.resolve("data"));
    Files.createDirectories(model.resolve("partner"));
    createKey("node.key", 1);
    createKey("user.key", 2);
    createKey("../partner/node.key", 3);
    createKey("../partner/user.key", 4);
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), model.resolve("hello.wasm"));
    Files.copy(EXAMPLES.resolve("photo/photo.wasm"), model.resolve("photo.wasm"));
    Files.copy(EXAMPLES.resolve("hello/hello.yaml"), model.resolve("hello.yaml"));
    Files.writeString(model.resolve("no-picture.txt"), "no picture");
    Files.writeString(
        model.resolve("homestar.toml"), "[node]\ngc_interval = 1800\nnetwork.rpc.port = 3030\n");
    Files.writeString(model.resolve("value.json"), "{\"answer\":42,\"of\":[true,null]}");
    writeDocuments();
    var shell = new Shell(model);
    shell.run("run", "hello.yaml", "--id", "first", "--set", "name=Ada");
    shell.run("run", "hello.yaml", "--id", "again", "--set", "name=Ada");
    shell.run("run", "broken.yaml", "--id", "broken");
    shell.run("fn", "add", "hello", "hello.wasm");
    receipt = shell.run("receipt", "ls", "--run", "first", "-o", "id").out().strip();
    value = shell.run("dag", "put", "value.json", "-o", "id").out().strip();
    shell.run("cache", "pin", receipt);
    lend(shell, new Shell(model).with("IPVM_HOME", model.resolve("partner").toString()));
    shell.run("dag", "export", value, "-O", "value.car");
    shell.run("store", "backup", "backup");
    shell.run("store", "backup", "broken-copy");
    var segment = model.resolve("broken-copy/log/0000000000000000.log");
    var bytes = Files.readAllBytes(segment);
    bytes[100] ^= 1;
    Files.write(segment, bytes);
  }

  private static void lend(Shell shell, Shell partner) {
    shell.run(
        "ucan",
        "delegate",
        "--to",
        "partner/user.key",
        "--mod",
        "hello",
        "--policy",
        "limits.gas <= 1e9",
        "--budget",
        "10/day",
        "-O",
        "partner.ucan");
    partner.run("ucan", "import", "partner.ucan");
    partner.run("ucan", "invoke", "hello.wasm#greet", "Bob", "-O", "bob.ucan");
    partner.run(
        "ucan",
        "invoke",
        "--anyway",
        "--limits",
        "gas=2e9",
        "hello.wasm#greet",
        "Eve",
        "-O",
        "eve.ucan");
    shell.run("run", "bob.ucan");
    shell.run("run", "eve.ucan");
    delegation = partner.run("ucan", "ls", "--mine", "-o", "id").out().lines().toList().getLast();
  }

  private static void writeDocuments() throws IOException {
    Files.writeString(model.resolve("seed.txt"), "A".repeat(43) + "=\n");
    Files.writeString(
        model.resolve("twice.yaml"),
        """
        v: 0.2.0
        name: twice
        use: { hello: ./hello.wasm }
        tasks:
          first: { run: "hello#greet", args: [Ada] }
          second: { run: "hello#greet", args: ["{{ needs.first.output }}"] }
        output: "{{ needs.second.output }}"
        """);
    Files.writeString(
        model.resolve("card.yaml"),
        """
        v: 0.2.0
        name: card
        use: { hello: ./hello.wasm }
        tasks:
          greet: { run: "hello#greet", args: [Ada] }
        output: { card.txt: "{{ needs.greet.output }}" }
        """);
    Files.writeString(
        model.resolve("broken.yaml"),
        """
        v: 0.2.0
        name: broken
        use: { photo: ./photo.wasm }
        tasks:
          gray: { run: "photo#grayscale", args: ["{{ file:./no-picture.txt }}"] }
          turned: { run: "photo#rotate90", args: ["{{ needs.gray.output }}"] }
        output: "{{ needs.turned.output }}"
        """);
    Files.writeString(
        model.resolve("wrong.yaml"),
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          greet: { run: "hello#greet", arg: [Ada] }
        """);
  }

  private static void createKey(String name, int seed) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    KeyFile.create(model.resolve("data").resolve(name), KeyPair.ofSeed(Bytes.owned(bytes)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anAnswerIsAsItsSchemaSays(OutputExample example) throws IOException {
    var answer = run(example, "json");

    assertThat(answer.status()).as(answer.err()).isEqualTo(example.status());
    assertThat(schemas.check(example.schema(), answer.out())).as(answer.out()).isEmpty();
    var published = steady(answer.out(), example);
    assertThat(schemas.check(example.schema(), published)).as(published).isEmpty();
    Golden.check(OutputSchemas.FOLDER, example.file(), published);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyLineIsAsTheSchemaSays(OutputExample example) throws IOException {
    var answer = run(example, "jsonl");

    assertThat(answer.status()).as(answer.err()).isEqualTo(example.status());
    assertThat(answer.out().lines())
        .allSatisfy(
            line -> assertThat(schemas.checkLine(example.schema(), line)).as(line).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void yamlSaysTheSame(OutputExample example) throws IOException {
    var answer = run(example, "yaml");

    var read = new Load(LoadSettings.builder().build()).loadFromString(answer.out());
    var json = JsonMapper.shared().writeValueAsString(read);
    assertThat(schemas.check(example.schema(), json)).as(answer.out()).isEmpty();
  }

  static List<OutputExample> examples() {
    return OutputExample.all();
  }

  @Test
  void everyCommandHasASchemaAndAnExample() {
    for (var entry : Commands.all()) {
      boolean structured =
          schemas.has(entry.name().replace(' ', '-'))
              && examples().stream().anyMatch(e -> e.command().equals(entry.name()));

      assertThat(structured ^ OTHER_ANSWERS.containsKey(entry.name()))
          .as(
              "%s needs docs/output/%s.schema.json and a line in OutputExample, or a line in"
                  + " OTHER_ANSWERS",
              entry.name(), entry.name().replace(' ', '-'))
          .isTrue();
    }
  }

  @Test
  void everySchemaIsOneAndBelongsToACommand() {
    var known = new TreeSet<>(List.of("common", "problem"));
    examples().forEach(example -> known.add(example.schema()));

    assertThat(schemas.names()).containsExactlyElementsOf(known);
    assertThat(schemas.names())
        .allSatisfy(name -> assertThat(schemas.checkSchema(name)).as(name).isEmpty());
  }

  @Test
  void aFieldThatNoSchemaTellsOfIsFound() {
    assertThat(schemas.check("block-put", "{\"cid\":\"" + receipt + "\",\"bytes\":1}")).isEmpty();
    assertThat(schemas.check("block-put", "{\"cid\":\"" + receipt + "\",\"bytes\":1,\"x\":1}"))
        .isNotEmpty();
    assertThat(schemas.check("block-put", "{\"cid\":\"" + receipt + "\"}")).isNotEmpty();
  }

  @Test
  void everyErrorIsAProblem() {
    for (var entry : Commands.all()) {
      var words = new ArrayList<>(entry.words());
      words.addAll(List.of("--no-such-option", "-o", "json"));

      var outcome = new Shell(folder).run(words.toArray(String[]::new));

      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.out()).isEmpty();
      assertThat(schemas.check("problem", outcome.err())).as(outcome.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsPublishedToo(OutputExample example) throws IOException {
    var answer = run(example, "json");

    assertThat(answer.status()).as(answer.err()).isEqualTo(example.status());
    assertThat(answer.out()).isEmpty();
    assertThat(schemas.check("problem", answer.err())).as(answer.err()).isEmpty();
    Golden.check(
        OutputSchemas.FOLDER,
        "problem." + example.variant() + ".json",
        steady(answer.err(), example));
  }

  static List<OutputExample> errors() {
    return List.of(
        new OutputExample("run", "document", List.of("wrong.yaml"), ExitStatus.USAGE),
        new OutputExample("run", "not-found", List.of("nowhere.yaml"), ExitStatus.NOT_FOUND),
        new OutputExample("run", "not-authorised", List.of("eve.ucan"), ExitStatus.NOT_AUTHORISED),
        new OutputExample("store restore", "conflict", List.of("backup"), ExitStatus.CONFLICT));
  }

  @Test
  void theIndexListsWhatThereIs() throws IOException {
    var table = new ArrayList<>(List.of("| command | answer | |", "|---|---|---|"));
    for (var entry : Commands.all()) {
      var name = entry.name().replace(' ', '-');
      var other = OTHER_ANSWERS.get(entry.name());
      var examples =
          examples().stream()
              .filter(example -> example.command().equals(entry.name()))
              .map(example ->
                  "["
                      + (example.variant().isEmpty() ? "example" : example.variant())
                      + "]("
                      + example.file()
                      + ")")
              .toList();
      var answer =
          other == null
              ? "[" + about(name) + "](" + name + ".schema.json)"
              : other + ", whatever `-o` says";
      table.add(
          "| `" + entry.name() + "` | " + answer + " | " + String.join(", ", examples) + " |");
    }

    Golden.checkPart(
        OutputSchemas.FOLDER.resolve("README.md"), "commands", String.join("\n", table));
  }

  private String about(String schema) {
    return schemas.source(schema).path("description").asString("").replaceFirst("\\.$", "");
  }

  private Shell.Outcome run(OutputExample example, String format) throws IOException {
    copy(model, folder);
    var words = new ArrayList<String>(Arrays.asList(example.command().split(" ", -1)));
    for (var word : example.rest()) {
      words.add(
          switch (word) {
            case "RECEIPT" -> receipt;
            case "VALUE" -> value;
            case "DELEGATION" -> delegation;
            default -> word;
          });
    }
    words.addAll(List.of("-o", format, "--quiet"));
    // Later than what is in the model.
    return new Shell(folder).at("2026-01-02T03:05:00Z").run(words.toArray(String[]::new));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /// The answer as it would be on every machine and every day.
  private String steady(String answer, OutputExample example) {
    var steady =
        answer
            .replace(folder.toString(), "/home/ada")
            .replaceAll("\"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\"", "\"2026-01-02T03:04:05Z\"")
            .replaceAll("\"millis\": \\d+", "\"millis\": 12")
            .replaceAll("after [\\d.]+ m?s", "after 12 ms")
            .replaceAll("\\d+ bytes behind", "337 bytes behind");
    return numbered(
        switch (example.command()) {
          case "doctor" ->
              steady
                  .replaceAll("\"(found|advice)\": \".*\"", "\"$1\": \"\"")
                  .replaceAll("\"verdict\": \"warn\"", "\"verdict\": \"ok\"");
          case "version" -> steady.replaceAll("\"(ipvm|java|vm|system)\": \".*\"", "\"$1\": \"\"");
          case "key create", "key rotate" ->
              // A new key has another name each time.
              steady
                  .replaceAll("\"did\": \".*\"", "\"did\": \"did:key:z6MkNew\"")
                  .replaceAll("\"peerId\": \".*\"", "\"peerId\": \"12D3KooWNew\"");
          case "bench" ->
              steady
                  .replaceAll("\"(system|java|signatures|ipvm)\": \".*\"", "\"$1\": \"\"")
                  .replaceAll("\"(cores|times|\\w+Nanos|perSecond)\": \\d+", "\"$1\": 8");
          default -> steady;
        });
  }

  /// Runs and tokens by the order in which they are named.
  private static String numbered(String text) {
    var runs = numbered(text, RUN, "01M88EAXZZWZS8T4ENG4D355G");
    var tokens = numbered(runs, TOKEN, "zdpuAxnWoyjAkXfGnPfKhzVdDXH7sKSVPzoWnzNxxEjvMAt3");
    return tokens
        .replaceAll(
            "ucan-bafy[a-z2-7]+",
            "ucan-bafyreig6tsfvkjjmt7hkqh4ejw2s6ypvjdtpqvxvfw5dtn3ewl2ywzpcle")
        .replaceAll("zdpu\\w{6}…\\w{4}", "zdpuAxnWoy…MAt3")
        .replaceAll("\"container\": \".*\"", "\"container\": \"OH4sIAAAAAAAA...\"");
  }

  private static String numbered(String text, Pattern names, String stem) {
    var seen = new ArrayList<String>();
    return names
        .matcher(text)
        .replaceAll(match -> {
          if (!seen.contains(match.group())) {
            seen.add(match.group());
          }
          return stem + (seen.indexOf(match.group()) + 1);
        });
  }
}
