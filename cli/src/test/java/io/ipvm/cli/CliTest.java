package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
  private static final String HELLO =
      Path.of("..", "examples", "hello", "hello.wasm").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {40, 100})
  void helpFitsTheTerminal(int columns) throws IOException {
    var shell = new Shell(folder).onTerminal(columns).with("NO_COLOR", "1");

    var overview = shell.run();
    var run = shell.run("run", "--help");

    assertThat(overview.status()).isEqualTo(ExitStatus.OK);
    Golden.check("help-" + columns + ".txt", overview.out());
    Golden.check("help-run-" + columns + ".txt", run.out());
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (var entry : Commands.all()) {
      var words = (entry.name() + " --help").split(" ", -1);

      var outcome = new Shell(folder).run(words);

      assertThat(outcome.status()).as(entry.name()).isEqualTo(ExitStatus.OK);
      assertThat(outcome.out())
          .as(entry.name())
          .contains("Usage: ipvm " + entry.name(), "Examples:");
    }
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    var shell = new Shell(folder).onTerminal(80);

    assertThat(shell.run("runz").err()).contains("\u001b[31m");
    assertThat(shell.run("runz", "--no-color").err()).doesNotContain("\u001b");
    assertThat(shell.with("NO_COLOR", "1").run("runz").err()).doesNotContain("\u001b");
    assertThat(new Shell(folder).run("runz").err()).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run                        | 2 | ipvm run needs FILE",
        "run a.yaml b.yaml          | 2 | ipvm run does not take b.yaml",
        "run --frish a.yaml         | 2 | ipvm run has no option --frish",
        "run --set                  | 2 | option --set needs a value",
        "run nowhere.yaml           | 4 | there is no file nowhere.yaml",
        "run .                      | 2 | . is a directory",
        "run a.yaml -o xml          | 2 | unknown output format xml",
        "run a.yaml --concurrency 0    | 2 | --concurrency has a value that is no count",
        "run a.yaml --id a/b           | 2 | --id cannot be the name of a run",
        "run a.yaml --id=-x            | 2 | --id cannot be the name of a run",
        "dag import .               | 2 | . is a directory",
        "block put .                | 2 | . is a directory",
        "runs ls --limit 0          | 2 | --limit has a value that is no count",
        "runs describe 01ABCDEF     | 4 | there is no run 01ABCDEF",
        "receipt show nonsense      | 2 | nonsense is no CID",
        "dag get bafyn0nsense       | 2 | bafyn0nsense is no CID",
        "fn describe nothing        | 4 | there is no module nothing",
        "fn call nothing            | 2 | nothing names no function",
        "fn add a/b x.wasm          | 2 | a/b cannot be the name of a module",
        "fn add a x.wasm            | 4 | not found",
        "completion tcsh            | 2 | no completion for tcsh",
      })
  void saysWhatWhyAndWhatNext(String line, int number, String what) {
    var outcome = new Shell(folder).run(line.split(" ", -1));

    assertThat(outcome.status().number()).isEqualTo(number);
    assertThat(outcome.out()).isEmpty();
    var lines = outcome.err().lines().filter(l -> !l.startsWith("made the data")).toList();
    assertThat(lines.getFirst()).isEqualTo("ipvm: " + what);
    assertThat(lines).hasSizeBetween(2, 3);
    assertThat(lines.get(1)).startsWith("  why: ");
  }

  @Test
  void saysWhyAPathCannotBeUsed() {
    var zero = new Shell(folder).run("run", "a\0b.yaml");
    var foreign = Explanations.of(new InvalidPathException("d\ufffdc.yaml", "Malformed input"));

    assertThat(zero.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(zero.err()).contains("no file can have the name", "Nul character");
    assertThat(foreign.why()).contains("locale");
    assertThat(foreign.next()).startsWith("LC_ALL=C.UTF-8");
  }

  @Test
  void errorsAreProblemJsonForMachines() throws IOException {
    var outcome = new Shell(folder).run("run", "nowhere.yaml", "-o", "json");

    assertThat(outcome.out()).isEmpty();
    Golden.check("problem.json", outcome.err().replace(folder.toString(), "DIR"));
  }

  @Test
  void readsTheFormatOfErrorsInAllItsSpellings() {
    for (var spelling : List.of("-ojson", "-o=json", "--output=json", "-o jsonl")) {
      var words = ("run nowhere.yaml " + spelling).split(" ", -1);

      assertThat(new Shell(folder).run(words).err()).as(spelling).startsWith("{");
    }
  }

  @Test
  void initMakesKeysOnce() {
    var shell = new Shell(folder);

    var first = shell.run("init", "-o", "json");
    var second = shell.run("init", "-o", "json");

    var made = (MapNode) DagJson.decode(first.out());
    assertThat(made.find("made")).contains(Node.of(true));
    assertThat(folder.resolve("data/node.key")).exists();
    assertThat(folder.resolve("data/user.key")).exists();
    assertThat(DagJson.decode(second.out())).isEqualTo(made.with("made", Node.of(false)));
    assertThat(shell.run("key", "show", "-o", "id").out().strip()).isEqualTo(text(made, "node"));
  }

  @Test
  void otherCommandsMakeTheDataDirectoryInOneLine() {
    var shell = new Shell(folder);

    assertThat(shell.run("runs", "ls").err().lines())
        .containsExactly(
            "made the data directory " + folder.resolve("data") + " with new keys",
            "no runs yet; start one with: ipvm run FILE");
    assertThat(shell.run("runs", "ls", "--quiet").err()).isEmpty();
  }

  @Test
  void blocksComeBackAsTheyWent() {
    var shell = new Shell(folder).piping(new byte[] {0, 1, (byte) 0xff});

    var cid = shell.run("block", "put", "-", "-o", "id").out().strip();

    assertThat(cid).startsWith("bafkrei");
    assertThat(shell.run("block", "get", cid).bytes()).containsExactly(0, 1, 0xff);
    assertThat(shell.onTerminal(80).run("block", "get", cid).status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void valuesAreReadByPath() {
    var shell = new Shell(folder);
    var leaf = shell.typing("{\"x\":[1,{\"y\":2}]}").run(put("dag-json")).out().strip();
    var root =
        shell.typing("{\"link\":{\"/\":\"" + leaf + "\"}}").run(put("dag-json")).out().strip();

    assertThat(shell.run("dag", "get", root + "/link/x/1/y").out()).isEqualTo("2\n");
    assertThat(shell.run("dag", "get", root + "/link/x/1", "-o", "jsonl").out())
        .isEqualTo("{\"y\":2}\n");
    var nowhere = shell.run("dag", "get", root + "/link/z");
    assertThat(nowhere.status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(nowhere.err()).contains("the map has x");
  }

  @Test
  void archivesTravelBetweenNodes() {
    var here = new Shell(folder);
    var leaf = here.typing("[1]").run(put("dag-json")).out().strip();
    var root =
        here.typing("{\"a\":{\"/\":\"" + leaf + "\"},\"b\":{\"/\":\"" + leaf + "\"}}")
            .run(put("dag-json"))
            .out()
            .strip();

    var car = here.run("dag", "export", root);
    var there = new Shell(folder.resolve("elsewhere")).piping(car.bytes());
    var imported = there.run("dag", "import", "-", "-o", "json");

    assertThat(imported.out()).contains("\"blocks\": 2", root);
    assertThat(there.run("dag", "get", root + "/b/0").out()).isEqualTo("1\n");
    assertThat(here.run("dag", "export", root, "-O", "x.car").status()).isEqualTo(ExitStatus.OK);
    assertThat(folder.resolve("x.car")).hasBinaryContent(car.bytes());
    assertThat(folder.resolve("x.car.part")).doesNotExist();
  }

  @Test
  void aMissingBlockLeavesNoHalfArchive() {
    var shell = new Shell(folder);
    var root =
        shell
            .typing("{\"/\":\"bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q\"}")
            .run(put("dag-json"))
            .out()
            .strip();

    var outcome = shell.run("dag", "export", root, "-O", "x.car");

    assertThat(outcome.status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(folder.resolve("x.car")).doesNotExist();
    assertThat(shell.run("dag", "export", root, "-O", "x.car", "--partial").status())
        .isEqualTo(ExitStatus.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "Broken pipe, false, OK",
    "Rohr gebrochen, true, OK",
    "No space left on device, false, STORE_UNWRITABLE",
    "Bad file descriptor, false, STORE_UNWRITABLE",
  })
  void onlyAReaderThatGoesAwayIsNoError(String message, boolean pipe, ExitStatus status) {
    var err = new ByteArrayOutputStream();
    var closed =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException(message);
          }
        };
    var console = new Shell(folder).console(new ByteArrayOutputStream(), err);
    var piped =
        new Console(
            console.in(),
            new DataStream(closed, pipe),
            console.err(),
            console.env(),
            console.folder(),
            console.terminal(),
            console.interrupts(),
            console.clock());

    assertThat(Cli.run(List.of("config", "list", "-o", "jsonl"), piped)).isEqualTo(status);
    assertThat(Cli.run(List.of("--help"), piped)).isEqualTo(status);
    assertThat(err.size() == 0).isEqualTo(status == ExitStatus.OK);
  }

  @Test
  void doctorFindsAHealthyNode() {
    var outcome = new Shell(folder).run("doctor", "-o", "json");

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.out()).doesNotContain("\"fail\"").contains("signatures", "disk", "store");
  }

  @Test
  void doctorFindsADamagedBlockAndPuttingItAgainCuresIt() throws IOException {
    var shell = new Shell(folder);
    shell.typing("some bytes").run("block", "put", "-");
    var pack = folder.resolve("data/packs/00000000.pack");
    flip(pack, (int) Files.size(pack) - 1);

    var damaged = shell.run("doctor");
    var narrow = new Shell(folder).onTerminal(40).run("doctor");
    var again = shell.typing("some bytes").run("block", "put", "-");
    var cured = shell.run("doctor");

    assertThat(narrow.out()).contains("contents: " + pack + " at byte ");
    assertThat(damaged.status()).isEqualTo(ExitStatus.STORE_CORRUPT);
    assertThat(damaged.out())
        .contains("FAIL  contents", pack + " at byte ", "contents: dag import, block put");
    assertThat(again.status()).isEqualTo(ExitStatus.OK);
    assertThat(cured.status()).isEqualTo(ExitStatus.OK);
    assertThat(cured.out()).contains("all as they were written");
  }

  @Test
  void doctorFindsADamagedRecordOfTheLog() throws IOException {
    var shell = new Shell(folder);
    shell.run("init");
    shell.run("fn", "add", "hello", HELLO);
    var segment = folder.resolve("data/log/0000000000000000.log");
    flip(segment, 70);

    var damaged = shell.run("doctor", "-o", "json");

    assertThat(damaged.status()).isEqualTo(ExitStatus.STORE_CORRUPT);
    assertThat(damaged.out()).contains(segment + " at byte 32", "restore the file from a copy");
  }

  private static void flip(Path file, int at) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void doctorFindsAKeyThatOthersCanRead() throws IOException {
    var shell = new Shell(folder);
    shell.run("init");
    Files.setPosixFilePermissions(
        folder.resolve("data/node.key"), PosixFilePermissions.fromString("rw-r--r--"));

    var outcome = shell.run("doctor");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).contains("FAIL  node key").contains("chmod 600");
  }

  @Test
  void versionSaysWhatItRunsOn() {
    var outcome = new Shell(folder).run("--version");

    assertThat(outcome.out()).contains("ipvm", "java");
  }

  private static String[] put(String codec) {
    return new String[] {"block", "put", "-", "--codec", codec, "-o", "id"};
  }

  private static String text(MapNode map, String key) {
    return map.find(key).orElseThrow() instanceof Node.StringNode(var value) ? value : "";
  }

  @Test
  void anArgumentThatTheLocaleCannotWriteIsNotGuessed() {
    var outcome = new Shell(folder).run("fn", "call", HELLO, "greet", "Zo\uFFFD\uFFFD");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("the locale of this shell", "LC_ALL=C.UTF-8");
  }
}
