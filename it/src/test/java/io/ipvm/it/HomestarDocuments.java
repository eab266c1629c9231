package io.ipvm.it;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.testkit.Property;
import io.ipvm.workflow.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Documents in Homestar's form, each from its seed: tasks in every shape, and in every field what
/// a parser may take.
///
/// All of them run to their end on both nodes. Literals keep to what the types of the functions
/// allow, and results are only passed to functions that took the value they came from; what goes
/// wrong has tests of its own.
final class HomestarDocuments {
  private static final int MAX_TASKS = 10;

  /// Functions that give back a value of the kind they take, so that they can be chained: module,
  /// name and a choice of arguments.
  private static final List<Kind> KINDS =
      List.of(
          kind("functions add-one|echo echo-s32|echo echo-s64", "1", "-7", "2147480000", "[3,4]"),
          kind("functions-core add_one|echo echo-u32|echo echo-u64", "0", "41", "2147480000"),
          kind("echo echo-u64", "18446744073709551615", "1.9", "0"),
          kind("echo echo-f32", "3883.2", "0.1", "5", "-2.7182817", "16777217", "1e-7", "1e20"),
          kind("echo echo-f64", "0.1", "5", "-0.0", "1e300", "9007199254740993", "0.5e1"),
          kind("echo echo-u8", "300.7", "255", "-1.5"),
          kind("echo echo-bool", "true", "false", "[]"),
          kind("echo echo-char", "\"ß\"", "\"🌍\"", "[\"a\"]"),
          kind(
              "functions append-string|echo echo-string|echo-utf16 echo|echo echo-string",
              "\"\"",
              "\"Grüße 🌍\"",
              "[\"just\",\"x\"]",
              "{\"/\":{\"bytes\":\"aGVsbG8\"}}",
              "{\"/\":\"bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq\"}",
              "\"line\\nand \\\\ \\\"quotes\\\" \\u0000 \\u001f\""),
          kind("echo echo-string", "null", "\"null\""),
          kind("echo echo-list|echo reverse-u8s", "{\"/\":{\"bytes\":\"AAH/\"}}", "[]", "[1,2]"),
          kind("echo reverse-strings", "[\"a\",\"null\",\"\"]", "[]", "[\"a\",\"b\"]"),
          kind("echo reverse-f64s|echo reverse-f32s", "[0.5,2]", "[]", "[1e20]"),
          kind("echo transpose", "[[1,2,3],[4,5,6]]", "[]"),
          kind("echo echo-single", "{\"value\":7,\"unknown\":null}", "[{\"value\":0}]"),
          kind(
              "echo echo-sample",
              "{\"big\":18446744073709551615,\"letter\":\"ß\",\"name\":\"null\",\"place\":{\"x\":-1,"
                  + "\"y\":2},\"precise\":0.1,\"ratio\":0.1,\"small\":9,\"tiny\":255,\"yes\":true}"),
          kind("echo echo-mixed", "{\"nothing\":5}", "{\"text\":\"x\",\"big\":1}"),
          kind("echo echo-narrow", "{\"ratio\":0.1}", "{\"count\":1.9}"),
          kind("echo echo-color", "\"green\"", "[\"red\"]"),
          kind("echo echo-thirty-two", "[\"f0\",\"f31\",\"f0\"]", "[]"),
          kind("echo echo-option-u32", "null", "7", "1.9"),
          kind("echo echo-option-string", "null", "\"null\"", "\"x\""),
          kind("echo echo-result", "[1,null]", "[null,1]"),
          kind("echo echo-result-err", "[null,\"why\"]", "[1,null]"),
          kind("echo echo-result-both", "[\"fine\",null]", "[null,18446744073709551615]"),
          kind("echo echo-tuple", "[255,\"two\",0.1]", "[1.9,\"null\",5,\"surplus\"]"));

  /// What may stand where anything may stand.
  private static final List<String> ANYTHING =
      List.of(
          "null",
          "true",
          "-1",
          "18446744073709551615",
          "18446744073709552000",
          "0.1",
          "5.0",
          "\"text\"",
          "\"\"",
          "{\"/\":{\"bytes\":\"AAH/\"}}",
          "{\"/\":\"bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq\"}",
          "{\"/\":\"QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG\"}",
          "[]",
          "[1,[2,{\"deep\":[null,{}]}]]",
          "{}",
          "{\"aa\":1,\"b\":2,\"\":3,\"ä\":4}");

  private static final List<String> METAS =
      List.of(
          "{}",
          "{\"fuel\":18446744073709551615,\"memory\":4294967296,\"time\":100000}",
          "{\"fuel\":18446744073709552000,\"memory\":4294967296,\"time\":100000}",
          "{\"memory\":4294967296,\"anything\":{\"z\":1,\"aa\":[2]}}");

  private final RandomGenerator random;
  private final HomestarWorkflow workflow;
  private final Function<String, Cid> modules;

  /// @param text the document as it is sent, with white space and keys in any order
  /// @param value the same, for other encodings
  record Document(String text, MapNode value, int tasks) {}

  private record Kind(List<String> functions, List<Node> literals) {}

  private static Kind kind(String functions, String... literals) {
    return new Kind(
        List.of(functions.split("\\|", -1)),
        Arrays.stream(literals).map(HomestarDocuments::parse).toList());
  }

  private HomestarDocuments(long seed, Function<String, Cid> modules) {
    random = Property.random(seed);
    workflow = new HomestarWorkflow(seed + 1_000_000);
    this.modules = modules;
  }

  /// @param modules the CIDs of the modules by name
  static Document generate(long seed, Function<String, Cid> modules) {
    var documents = new HomestarDocuments(seed, modules);
    documents.addTasks();
    var root =
        MapNode.builder().put("tasks", documents.workflow.toNode().find("tasks").orElseThrow());
    if (documents.chance(8)) {
      root.put("unknown", documents.anything());
    }
    var value = root.build();
    return new Document(documents.write(value), value, documents.workflow.size());
  }

  /// Chains, diamonds, fans and tasks that stand alone, until there are enough.
  private void addTasks() {
    int wanted = 1 + random.nextInt(MAX_TASKS);
    while (workflow.size() < wanted) {
      var kind = any(KINDS);
      var first = call(any(kind.functions()), any(kind.literals()));
      switch (random.nextInt(4)) {
        case 0 -> addChain(kind, first);
        case 1 -> addDiamond();
        case 2 -> addFan();
        default -> {}
      }
    }
  }

  private void addChain(Kind kind, Cid first) {
    var last = first;
    for (int i = random.nextInt(4); i >= 0; i--) {
      last = call(any(kind.functions()), await(last));
    }
  }

  private void addDiamond() {
    var top = call("echo echo-string", Node.of("top"));
    var left = call("functions append-string", await(top));
    var right = call("echo-utf16 echo", await(top));
    call("functions-core join-strings", await(left), await(right));
  }

  /// Ten values, one of them for two parameters.
  private void addFan() {
    var number = await(call("echo echo-u8", Node.of(7)));
    var text = call("echo-latin1 echo", Node.of("Grüße"));
    var args = new ArrayList<Node>(List.of(number, Node.of(8), Node.of(9)));
    while (args.size() < 10) {
      args.add(random.nextBoolean() ? await(text) : Node.of("text"));
    }
    call("echo reverse-many", args.toArray(Node[]::new));
  }

  private Node await(Cid instruction) {
    return HomestarWorkflow.await(random.nextBoolean() ? "await/ok" : "await/*", instruction);
  }

  /// Adds a task, and returns the CID of its instruction in normal form.
  private Cid call(String function, Node... args) {
    int blank = function.indexOf(' ');
    var module = modules.apply(function.substring(0, blank));
    var given = new ArrayList<>(List.of(args));
    if (chance(10)) {
      given.add(anything(HomestarDocuments::isNoLink));
    }
    var input =
        MapNode.builder()
            .put("func", spelled(function.substring(blank + 1)))
            .put("args", new ListNode(given))
            .build();
    var nonce = nonce();
    var run = MapNode.builder().put("op", "wasm/run").put("input", input).put("nnc", nonce);
    if (chance(3)) {
      run.put("rsc", module);
    } else {
      run.put("rsc", (chance(8) ? "IPFS://" : "ipfs://") + module);
    }
    if (chance(6)) {
      run.put(random.nextBoolean() ? "name" : "unknown", anything());
    }
    workflow.addTask(task(run.build()));
    return new Instruction("ipfs://" + module, "wasm/run", input, nonce).cid();
  }

  /// There always is one: Homestar tells nothing of a task whose result it knows.
  private Node nonce() {
    int size = random.nextBoolean() ? 12 : 16;
    var bytes = workflow.nonce(size);
    return random.nextBoolean() ? Node.of(bytes) : Node.of(Multibase.BASE32_HEX.encodeBare(bytes));
  }

  private MapNode task(MapNode run) {
    var task = MapNode.builder().put("run", run).put("meta", meta()).put("prf", prf());
    if (chance(2)) {
      task.put("cause", anything());
    }
    if (chance(8)) {
      task.put("unknown", anything());
    }
    return task.build();
  }

  private Node meta() {
    return chance(3) ? anything() : parse(any(METAS));
  }

  /// A list of links; anything that is no list counts as an empty one.
  private Node prf() {
    if (chance(4)) {
      return anything(value -> !(value instanceof ListNode));
    }
    var links = new ArrayList<Node>();
    for (int i = random.nextInt(3); i > 0; i--) {
      links.add(Node.of(modules.apply(i == 1 ? "echo" : "names")));
    }
    return new ListNode(links);
  }

  private Node anything() {
    return anything(_ -> true);
  }

  private Node anything(Function<Node, Boolean> fits) {
    while (true) {
      var value = parse(any(ANYTHING));
      if (fits.apply(value)) {
        return value;
      }
    }
  }

  /// A link among the arguments would be fetched.
  private static boolean isNoLink(Node value) {
    return !(value instanceof Node.LinkNode);
  }

  /// As people write names: the receipt repeats it, and it is part of the instruction.
  private String spelled(String name) {
    var words = List.of(name.split("[-_]", -1));
    var pascal = words.stream().map(HomestarDocuments::capital).collect(Collectors.joining());
    return switch (random.nextInt(8)) {
      case 0 -> String.join("_", words);
      case 1 -> String.join("_", words).toUpperCase(Locale.ROOT);
      case 2 -> pascal;
      case 3 -> words.getFirst() + pascal.substring(words.getFirst().length());
      case 4 -> "%" + String.join("-", words);
      default -> String.join("-", words);
    };
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// JSON as somebody else writes it: keys in any order, white space anywhere.
  private String write(Node value) {
    return switch (value) {
      case MapNode map when !DagJson.isReserved(map) -> {
        var entries = new ArrayList<String>();
        map.forEach((key, item) ->
            entries.add(DagJson.encode(Node.of(key)) + space() + ":" + space() + write(item)));
        Collections.shuffle(entries, random);
        yield "{" + space() + String.join("," + space(), entries) + "}";
      }
      case ListNode(var items) ->
          items.stream().map(this::write).collect(Collectors.joining("," + space(), "[", "]"));
      default -> DagJson.encode(value);
    };
  }

  private String space() {
    return chance(6) ? any(List.of(" ", "\n", "\t", "  ")) : "";
  }

  private boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Node parse(String json) {
    return DagJson.decode(json, DagJson.Options.HOMESTAR);
  }
}
