package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands around a run, on the examples of this project.
final class RunTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String HELLO = EXAMPLES.resolve("hello/hello.yaml").toString();
  private static final String PHOTO = EXAMPLES.resolve("photo/contact-sheet.yaml").toString();

  @TempDir private Path folder;

  @Test
  void computesOnceAndReplaysThen() {
    var shell = new Shell(folder);

    var first = shell.run("run", HELLO);
    var second = shell.run("run", HELLO);
    var other = shell.run("run", HELLO, "--set", "name=Ada");

    assertThat(first.status()).isEqualTo(ExitStatus.OK);
    assertThat(first.out()).isEqualTo("Hello, world!\n");
    assertThat(first.err()).contains("task greet done", "1 task: 1 executed, 0 replayed, 0 failed");
    assertThat(second.out()).isEqualTo("Hello, world!\n");
    assertThat(second.err()).contains("task greet replayed", "0 executed, 1 replayed");
    assertThat(other.out()).isEqualTo("Hello, Ada!\n");
    assertThat(other.err()).contains("1 executed");
  }

  @Test
  void theJsonAnswerIsAContract() throws IOException {
    var shell = new Shell(folder);
    shell.run("run", HELLO, "--quiet");

    var outcome = shell.run("run", HELLO, "-o", "json", "--quiet");

    assertThat(outcome.err()).isEmpty();
    Golden.check("run.json", steady(outcome.out()));
  }

  @Test
  void aReceiptTravelsInAnArchiveAndIsVerifiedElsewhere() throws IOException {
    var here = new Shell(folder);
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
    Files.writeString(
        folder.resolve("twice.yaml"),
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          first: { run: "hello#greet", args: [Ada] }
          second: { run: "hello#greet", args: ["{{ needs.first.output }}"] }
        output: "{{ needs.second.output }}"
        """);
    here.run("run", "twice.yaml");
    var receipt = receipt(here);
    var there = new Shell(folder).with("IPVM_HOME", folder.resolve("there").toString());

    var exported = here.run("dag", "export", receipt, "-O", "last.car");
    var unknown = there.run("receipt", "verify", receipt);
    var imported = there.run("dag", "import", "last.car");
    var replayed = there.run("receipt", "verify", receipt, "--replay");
    var tree = there.run("receipt", "tree", receipt);

    assertThat(exported.status()).isEqualTo(ExitStatus.OK);
    assertThat(unknown.status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(imported.out()).contains(receipt);
    assertThat(replayed.out()).contains("computed again, with the same result");
    assertThat(replayed.status()).isEqualTo(ExitStatus.OK);
    assertThat(tree.out().lines().filter(line -> line.contains("greet"))).hasSize(2);
  }

  @Test
  void aReceiptWithoutItsModuleIsNotComputedAgain() throws IOException {
    var here = new Shell(folder);
    here.run("run", HELLO);
    var receipt = receipt(here);
    Files.write(folder.resolve("bare.cbor"), here.run("block", "get", receipt).bytes());
    var there = new Shell(folder).with("IPVM_HOME", folder.resolve("there").toString());

    var unable = there.run("receipt", "verify", "bare.cbor", "--replay");

    assertThat(unable.status()).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(unable.err()).contains("could not be run again here");
  }

  @Test
  void aResultThatWasDamagedOnTheDiskComesAgainWhenComputedAfresh() throws IOException {
    var shell = new Shell(folder);
    var name = "x".repeat(100);
    shell.run("run", HELLO, "--set", "name=" + name);
    var pack = folder.resolve("data/packs/00000000.pack");
    var bytes = Files.readAllBytes(pack);
    for (int at = 1000; at < bytes.length; at += 3000) {
      bytes[at] ^= 1;
    }
    Files.write(pack, bytes);
    assertThat(shell.run("doctor").status()).isEqualTo(ExitStatus.STORE_CORRUPT);

    var fresh = shell.run("run", "--fresh", HELLO, "--set", "name=" + name);

    assertThat(fresh.status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("doctor").out()).contains("all as they were written");
  }

  @Test
  void aReceiptInAFileIsVerifiedAndATamperedOneRefused() throws IOException {
    var shell = new Shell(folder);
    shell.run("run", HELLO);
    var bytes = shell.run("block", "get", receipt(shell)).bytes();
    Files.write(folder.resolve("good.cbor"), bytes);
    var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("Hello", "Jello");
    Files.write(folder.resolve("bad.cbor"), text.getBytes(StandardCharsets.ISO_8859_1));

    var good = shell.run("receipt", "verify", "good.cbor");
    var bad = shell.run("receipt", "verify", "bad.cbor");

    assertThat(good.status()).isEqualTo(ExitStatus.OK);
    assertThat(bad.status()).isEqualTo(ExitStatus.MISMATCH);
  }

  private static String receipt(Shell shell) {
    var described = shell.run("runs", "describe", "-o", "json").out();
    return described.replaceAll("(?s).*\"receipt\": \"(\\w+)\".*", "$1");
  }

  @Test
  void freshComputesAgain() {
    var shell = new Shell(folder);
    shell.run("run", HELLO);

    assertThat(shell.run("run", HELLO, "--fresh=greet").err()).contains("1 executed");
    assertThat(shell.run("run", "--fresh", HELLO).err()).contains("1 executed");
    var unknown = shell.run("run", HELLO, "--fresh=great");
    assertThat(unknown.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(unknown.err()).contains("try: --fresh=greet");
  }

  @Test
  void dryRunOnlySays() throws IOException {
    var shell = new Shell(folder);

    var before = shell.run("run", HELLO, "--dry-run");
    shell.run("run", HELLO);
    var after = shell.run("run", HELLO, "--dry-run", "-o", "json");

    assertThat(before.out()).contains("greet", "compute");
    assertThat(before.err()).contains("1 task: 1 to compute, 0 to replay; nothing was run");
    Golden.check("plan.json", steady(after.out()));
    assertThat(shell.run("runs", "ls", "-o", "id").out().lines()).hasSize(1);
  }

  @Test
  void writesTheFilesTheDocumentNames() throws IOException {
    var document = document("greeting.txt");

    var outcome = new Shell(folder).run("run", document);
    var elsewhere = new Shell(folder).run("run", document, "--out", "a/b", "-o", "json");

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("; wrote out/greeting.txt (13 B); run 0");
    assertThat(folder.resolve("out/greeting.txt")).hasContent("Hello, world!");
    assertThat(folder.resolve("a/b/greeting.txt")).hasContent("Hello, world!");
    assertThat(elsewhere.out()).contains("\"path\": \"" + folder.resolve("a/b/greeting.txt"));
  }

  @Test
  void neverWritesOutsideOfTheFolder() throws IOException {
    var outcome = new Shell(folder).run("run", document("../greeting.txt"));

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(folder.resolve("greeting.txt")).doesNotExist();
  }

  @Test
  void readsTheDocumentFromStandardInput() throws IOException {
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
    var shell = new Shell(folder).typing(Files.readString(Path.of(HELLO)));

    assertThat(shell.run("run", "-", "--input", "{\"name\":\"Bo\"}").out())
        .isEqualTo("Hello, Bo!\n");
  }

  @Test
  void showsEveryProblemOfADocument() throws IOException {
    Files.writeString(
        folder.resolve("bad.yaml"),
        """
        v: 0.2.0
        tasks:
          a: { run: "nix#f", args: ["{{ needs.b.output }}"] }
          c: { rn: 3 }
        """);

    var people = new Shell(folder).run("run", "bad.yaml");
    var machines = new Shell(folder).run("run", "bad.yaml", "-o", "json");

    assertThat(people.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(people.err()).contains("bad.yaml:3:", "bad.yaml:4:", "ipvm: bad.yaml cannot run");
    assertThat(machines.err()).contains("\"problems\": [", "\"line\": 3");
    assertThat(new Shell(folder).run("workflow", "validate", "bad.yaml", HELLO).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(new Shell(folder).run("workflow", "validate", HELLO).out()).endsWith(": valid\n");
  }

  @Test
  void showsWhereTheTaskStandsThatAnEngineRefuses() throws IOException {
    Files.copy(Path.of(HELLO).resolveSibling("hello.wasm"), folder.resolve("hello.wasm"));
    Files.writeString(
        folder.resolve("refused.yaml"),
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          fine: { run: "hello#greet", args: [you] }
          few-args: { run: "hello#greet", args: [] }
          typo:
            run: "hello#great"
            args: [you]
        """);

    var run = new Shell(folder).run("run", "refused.yaml");
    var validate = new Shell(folder).run("workflow", "validate", "refused.yaml");

    for (var text : List.of(run.err(), validate.out())) {
      assertThat(text).contains("refused.yaml:5:3", "refused.yaml:6:3");
    }
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(validate.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void ctrlCMarksTheRunAndTheNextOneGoesOn() {
    var shell = new Shell(folder).interruptedBy(RunTest::atOnce);

    var outcome = shell.run("run", PHOTO);

    assertThat(outcome.status()).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(outcome.err()).contains("was interrupted", "interrupted by the user");
    assertThat(shell.run("runs", "ls", "-o", "json").out()).contains("\"status\": \"interrupted\"");
    assertThat(shell.run("runs", "result").status()).isEqualTo(ExitStatus.UNAVAILABLE);
    var again = shell.run("run", PHOTO);
    assertThat(again.err()).contains("goes on where it was interrupted");
  }

  @Test
  void aRunThatTakesTooLongIsUnavailable() {
    var outcome = new Shell(folder).run("run", PHOTO, "--timeout", "1ms");

    assertThat(outcome.status()).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(outcome.err()).contains("timeout");
  }

  @Test
  void aRunIsFoundByItsName() {
    var shell = new Shell(folder);
    shell.run("run", HELLO, "--id", "first");

    assertThat(shell.run("runs", "result", "first").out()).isEqualTo("Hello, world!\n");
    assertThat(shell.run("runs", "describe", "first").out()).contains("greet", "done", "completed");
    assertThat(shell.run("runs", "logs", "first").out())
        .contains("accepted", "started", "finished");
    assertThat(shell.run("runs", "ls").out()).contains("first", "1/1");
    var unknown = shell.run("runs", "describe", "frist");
    assertThat(unknown.status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(unknown.err()).contains("try: ipvm runs describe first");
    assertThat(shell.run("run", HELLO, "--id", "first").out()).isEqualTo("Hello, world!\n");
    assertThat(shell.run("runs", "ls", "-o", "id").out().lines()).hasSize(1);
    var taken = shell.run("run", HELLO, "--id", "first", "--set", "name=Ada");
    assertThat(taken.status()).isEqualTo(ExitStatus.CONFLICT);
  }

  @Test
  void receiptsAreShownAndVerified() throws IOException {
    var shell = new Shell(folder);
    var answer = shell.run("run", HELLO, "-o", "json").out();
    var receipt = find(answer, "receipt");

    assertThat(shell.run("receipt", "show", receipt).out())
        .contains("outcome  ok", "Hello, world!");
    assertThat(shell.run("receipt", "tree", receipt).out()).startsWith("greet  ok  " + receipt);
    assertThat(shell.run("receipt", "verify", receipt).status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("receipt", "verify", receipt, "--replay").out())
        .contains("replay")
        .doesNotContain("FAILED");
    var bytes = shell.run("block", "get", receipt).bytes();
    if (bytes.length > 0) { // receipts may live in the log alone
      Files.write(folder.resolve("r.cbor"), bytes);
      assertThat(shell.run("receipt", "verify", "r.cbor").status()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void aForgedReceiptDoesNotHold() throws IOException {
    var shell = new Shell(folder);
    var receipt = find(shell.run("run", HELLO, "-o", "json").out(), "receipt");
    var raw = DagJson.decode(shell.run("receipt", "show", receipt, "--raw").out());
    var text = DagJson.encode(raw).replace("Hello, world!", "Hello, w0rld!");
    var forged = DagCbor.encode(DagJson.decode(text));
    Files.write(folder.resolve("forged.cbor"), forged.toArray());

    var outcome = shell.run("receipt", "verify", "forged.cbor");

    assertThat(outcome.status()).isEqualTo(ExitStatus.MISMATCH);
  }

  @Test
  void functionsAreAddedDescribedAndCalled() throws IOException {
    var shell = new Shell(folder);
    var module = EXAMPLES.resolve("hello/hello.wasm").toString();

    assertThat(shell.run("fn", "add", "hi", module).out()).contains("functions  greet");
    assertThat(shell.run("fn", "ls", "-o", "id").out()).isEqualTo("hi\n");
    assertThat(shell.run("fn", "describe", "hi").out())
        .isEqualTo("greet: func(name: string) -> string\n");
    assertThat(shell.run("fn", "call", "hi#greet", "Ada").out()).isEqualTo("Hello, Ada!\n");
    var wrong = shell.run("fn", "call", "hi#greet", "7");
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(wrong.err()).contains("greet: func(name: string) -> string");
    Files.writeString(folder.resolve("junk.wasm"), "junk");
    assertThat(shell.run("fn", "add", "junk", "junk.wasm").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aFunctionThatFailsFailsTheRun() throws IOException {
    var shell = new Shell(folder);
    Files.writeString(folder.resolve("junk.jpg"), "junk");
    shell.run("fn", "add", "photo", EXAMPLES.resolve("photo/photo.wasm").toString());

    var outcome = shell.run("fn", "call", "photo#grayscale", "@junk.jpg");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains("task call failed", "1 failed", "why: ");
    assertThat(shell.run("runs", "result").status()).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void graphsAreDrawnForReadersAndPrograms() throws IOException {
    var shell = new Shell(folder);

    Golden.check("graph.txt", shell.run("workflow", "graph", PHOTO).out());
    Golden.check("graph.dot", shell.run("workflow", "graph", PHOTO, "--format", "dot").out());
    Golden.check("graph.mmd", shell.run("workflow", "graph", PHOTO, "--format", "mermaid").out());
  }

  @Test
  void compiledDocumentsHaveTheSameCidAsTheRun() {
    var shell = new Shell(folder);
    var compiled = shell.run("workflow", "compile", HELLO, "--set", "name=Ada", "-o", "id");

    var ran = shell.run("run", HELLO, "--set", "name=Ada", "-o", "json");

    assertThat(find(ran.out(), "workflow")).isEqualTo(compiled.out().strip());
  }

  /// Ctrl-C as soon as somebody listens.
  private static Interrupts.Watch atOnce(Runnable action) {
    action.run();
    return Interrupts.NONE.onInterrupt(action);
  }

  private String document(String output) throws IOException {
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
    var document =
        Files.readString(Path.of(HELLO))
            .replaceFirst(
                "(?m)^output:.*$", "output: { \"" + output + "\": \"{{ needs.greet.output }}\" }");
    return Files.writeString(folder.resolve("files.yaml"), document).toString();
  }

  /// Ids and times differ from run to run, and receipts with the keys of each node.
  private static String steady(String json) {
    return json.replaceAll("\"run\": \"[0-9A-Z]{26}\"", "\"run\": \"RUN\"")
        .replaceAll("\"receipt\": \"bafy[a-z2-7]+\"", "\"receipt\": \"RECEIPT\"")
        .replaceAll("\"millis\": \\d+", "\"millis\": 1");
  }

  /// The first text under that key, at any depth.
  private static String find(String json, String key) {
    return find(DagJson.decode(json), key);
  }

  private static String find(Node value, String key) {
    return switch (value) {
      case MapNode map when map.find(key).orElse(Node.NULL) instanceof Node.StringNode(var text) ->
          text;
      case MapNode map ->
          map.values().stream()
              .map(v -> find(v, key))
              .filter(t -> !t.isEmpty())
              .findFirst()
              .orElse("");
      case Node.ListNode(var items) ->
          items.stream().map(v -> find(v, key)).filter(t -> !t.isEmpty()).findFirst().orElse("");
      default -> "";
    };
  }
}
