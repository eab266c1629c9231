package io.ipvm.workflow;

import static io.ipvm.workflow.Documents.R;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// L0: documents as Homestar takes them (`homestar.md` section 2).
final class HomestarDocumentTest {
  private static final String ADD_ONE =
      task("\"nnc\":\"\",\"input\":{\"func\":\"add_one\",\"args\":[1]}");

  @Test
  void twoBrokenTasksAreNotCalledEqual() {
    var broken =
        "{\"meta\":{},\"prf\":[],\"run\":{\"op\":\"wasm/run\",\"input\":{\"func\":\"f\"}}}";

    assertThat(Documents.empty().problems("{\"tasks\":[" + broken + "," + broken + "]}"))
        .hasSize(4)
        .noneMatch(problem -> problem.contains("duplicate"));
  }

  @Test
  void theNinePublishedWorkflowsReadAndComeOutAsTheyWent() throws IOException {
    var folder = TestData.find("homestar/workflows");
    assumeTrue(folder.isPresent(), TestData.ABSENT);

    List<Path> files;
    try (var listing = Files.list(folder.get())) {
      files = listing.sorted().toList();
    }
    assertThat(files).hasSize(9);
    for (var file : files) {
      var source = Bytes.owned(Files.readAllBytes(file));
      var reading = new DocumentReader(Documents.empty()).read(source, file.toString());
      var template = Documents.valid(reading);

      assertThat(reading.problems()).as(file.toString()).isEmpty();
      assertThat(template.mapping()).isEqualTo(Mapping.COMPATIBILITY);
      if (file.toString().endsWith(".json")) {
        assertThat(DagCbor.decode(template.bytes()))
            .as(file.toString())
            .isEqualTo(DagJson.decode(source, DagJson.Options.HOMESTAR));
      }
    }
    Conformance.of("homestar/workflows").passed(files.size()).record();
  }

  @Test
  void theImagePipelineIsOneWorkflowInBothCodecs() throws IOException {
    var folder = TestData.find("homestar/workflows");
    assumeTrue(folder.isPresent(), TestData.ABSENT);
    var reader = new DocumentReader(Documents.empty());

    var json = read(reader, folder.get().resolve("test-workflow-image-pipeline.json"));
    var cbor = read(reader, folder.get().resolve("test-workflow-image-pipeline.cbor"));

    assertThat(cbor.name()).isEqualTo("test");
    assertThat(cbor.cid()).isEqualTo(json.cid());
    assertThat(cbor.tasks()).isEqualTo(json.tasks());
  }

  @Test
  void theExamplesOfTheProjectHaveTheCidsThatHomestarGivesThem() throws IOException {
    var reader = new DocumentReader(Documents.empty());

    var addOne = read(reader, example("add-one.json"));
    var joinStrings = read(reader, example("join-strings.json"));

    assertThat(addOne.cid())
        .hasToString("bafyrmigviwkz6afuz57wz3zsmm7cx73z5s3tfafp2h2fqqze2nnosvrwvi");
    assertThat(addOne.tasks())
        .extracting(task -> task.invocation().toString())
        .containsExactly(
            "bafyrmift4pzc7svfimnqy534zwwbxxsa6dkq3zxz2ppd4a4lhfo2ssxfve",
            "bafyrmic323drmbmdixfnhjsqco3rquxe4gqiw3yudbz6rlqxx5dyyw7axm",
            "bafyrmiccop2b7hd53s6p3pelfjlrt7gpn6f2xsxekahvl54pf4mkkopz64");
    assertThat(joinStrings.cid())
        .hasToString("bafyrmidmfkprl6e6lro5rf6ob6hgpsqp6fgqcojo3rxgiftou3dcmglyji");
    assertThat(joinStrings.tasks())
        .extracting(task -> task.instruction().cid().toString())
        .containsExactly(
            "bafyrmidddtniavtjcfubxsmbxb63bqszqqj7jhyuqhh5p24stpbimfeucq",
            "bafyrmicjho2fsy33esmhypuqpxrwhhv5iaogr5t546ivm34midolgyakwa",
            "bafyrmigwxmazflgao66lfawsinocg4zfmu6dqhn74jvanrpktsuyh7ybwi");
  }

  @Test
  void theWrapperOfTheJsonRpcCallGivesTheName() {
    var workflow =
        Documents.empty().workflow("{\"name\":\"n\",\"workflow\":{\"tasks\":[" + ADD_ONE + "]}}");

    assertThat(workflow.name()).isEqualTo("n");
    assertThat(workflow.cid())
        .isEqualTo(Documents.empty().workflow("{\"tasks\":[" + ADD_ONE + "]}").cid());
  }

  @Test
  void aDocumentMayHaveNoTasks() {
    assertThat(Documents.empty().workflow("{\"tasks\":[]}").tasks()).isEmpty();
  }

  @Test
  void keysThatHomestarDropsChangeNothing() {
    var plain = Documents.empty().workflow("{\"tasks\":[" + ADD_ONE + "]}");

    var more =
        Documents.empty()
            .workflow(
                "{\"x\":1,\"tasks\":["
                    + ADD_ONE
                        .replace("\"nnc\":\"\"", "\"nnc\":null,\"name\":\"plus\",\"y\":2")
                        .replace("\"prf\":[]", "\"prf\":\"none\",\"z\":3")
                        .replace("\"cause\":null", "\"cause\":5")
                    + "]}");

    assertThat(more.cid()).isEqualTo(plain.cid());
    assertThat(more.tasks().getFirst().label()).isEqualTo("plus");
  }

  @Test
  void metaStaysAsItIs() {
    var workflow =
        Documents.empty()
            .workflow(
                "{\"tasks\":["
                    + ADD_ONE.replace(
                        "\"meta\":{}",
                        "\"meta\":{\"fuel\":18446744073709552000,\"memory\":5,\"time\":7,\"x\":[null]}")
                    + "]}");

    var task = workflow.tasks().getFirst();
    assertThat(task.meta())
        .isEqualTo(
            DagJson.decode(
                "{\"fuel\":18446744073709551616.0,\"memory\":5,\"time\":7,\"x\":[null]}"));
    assertThat(DagCbor.encode(task.meta()).hex()).contains("fb43f0000000000000");
    assertThat(task.limits()).isEqualTo(new Limits(Long.MAX_VALUE, 5, Duration.ofMillis(7)));
  }

  @Test
  void metaThatMeansNothingToUsIsAWarning() {
    var document =
        "{\"tasks\":["
            + ADD_ONE.replace("\"meta\":{}", "\"meta\":{\"memory\":\"x\",\"ipvm/config\":7}")
            + "]}";

    assertThat(Documents.empty().read(document)).isInstanceOf(Reading.Valid.class);
    assertThat(Documents.empty().problems(document))
        .hasSize(2)
        .allMatch(p -> p.startsWith("warning"));
  }

  @Test
  void metaNeedNotBeAMap() {
    var document = "{\"tasks\":[" + ADD_ONE.replace("\"meta\":{}", "\"meta\":null") + "]}";

    assertThat(Documents.empty().workflow(document).tasks().getFirst().meta()).isEqualTo(Node.NULL);
  }

  @Test
  void aResourceMayBeALink() {
    var byLink =
        ADD_ONE.replace("\"" + R + "\"", "{\"/\":\"" + R.substring("ipfs://".length()) + "\"}");

    assertThat(Documents.empty().workflow("{\"tasks\":[" + byLink + "]}").cid())
        .isEqualTo(Documents.empty().workflow("{\"tasks\":[" + ADD_ONE + "]}").cid());
  }

  @Test
  void anInstructionMayBeALinkToABlock() {
    var plain = Documents.empty().workflow("{\"tasks\":[" + ADD_ONE + "]}");
    var instruction = plain.tasks().getFirst().instruction();
    var document =
        "{\"tasks\":[{\"cause\":null,\"meta\":{},\"prf\":[],\"run\":{\"/\":\""
            + instruction.cid()
            + "\"}}]}";
    var files =
        Documents.empty().withBlock(instruction.cid(), DagCbor.encode(instruction.toNode()));

    assertThat(files.workflow(document).cid()).isEqualTo(plain.cid());
    assertThat(Documents.empty().problems(document))
        .singleElement()
        .asString()
        .endsWith("is not here | write it out in the document");
    assertThat(
            Documents.empty().withBlock(instruction.cid(), Bytes.fromHex("ff")).problems(document))
        .singleElement()
        .asString()
        .contains("is no instruction");
  }

  @Test
  void equalInstructionsAreRefusedInHomestarsWords() {
    assertThat(Documents.empty().problems("{\"tasks\":[" + ADD_ONE + ",\n" + ADD_ONE + "]}"))
        .containsExactly(
            "2:1 tasks[1]: workflow cannot contain duplicate tasks: use a nonce (nnc field) to"
                + " ensure uniqueness");
  }

  @Test
  void aNonceTellsEqualInstructionsApart() {
    var other = ADD_ONE.replace("\"nnc\":\"\"", "\"nnc\":\"1sod60ml6g26mfhsrsa0\"");

    var workflow = Documents.empty().workflow("{\"tasks\":[" + ADD_ONE + "," + other + "]}");

    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("add_one", "add_one-2");
  }

  @Test
  void aNonceHasTwelveOrSixteenBytes() {
    assertThat(nonceProblems("{\"/\":{\"bytes\":\"AAAAAAAAAAAAAAAA\"}}")).isEmpty();
    assertThat(nonceProblems("{\"/\":{\"bytes\":\"AAAAAAAAAAAAAAAAAAAAAA\"}}")).isEmpty();
    assertThat(nonceProblems("{\"/\":{\"bytes\":\"AAAAAAAAAAAAAAAAAA\"}}")).hasSize(1);
    assertThat(nonceProblems("\"00000000000000000000000000\"")).isEmpty();
    assertThat(nonceProblems("\"000000000000000000000\"")).hasSize(1);
    assertThat(nonceProblems("\"1SOD60ML6G26MFHSRSA1\"")).hasSize(1);
  }

  @Test
  void aNonceInCapitalsIsHashedInLowerCase() {
    var capitals = ADD_ONE.replace("\"nnc\":\"\"", "\"nnc\":\"1SOD60ML6G26MFHSRSA0\"");

    var workflow = Documents.empty().workflow("{\"tasks\":[" + capitals + "]}");

    assertThat(workflow.tasks().getFirst().instruction().nnc())
        .isEqualTo(Node.of("1sod60ml6g26mfhsrsa0"));
  }

  @Test
  void anAwaitMayBeOfAnotherWorkflowAndStandAtAnyDepth() {
    var elsewhere = "{\"await/*\":{\"/\":\"" + CanonicalDocumentTest.FIRST + "\"}}";

    var workflow =
        Documents.empty()
            .workflow(
                "{\"tasks\":[" + ADD_ONE.replace("[1]", "[[{\"a\":" + elsewhere + "}]]") + "]}");

    assertThat(workflow.tasks().getFirst().promises())
        .extracting(promise -> promise.branch() + " " + promise.instruction())
        .containsExactly("ANY " + CanonicalDocumentTest.FIRST);
  }

  @Test
  void aLinkUnderAnotherKeyIsRefusedAsAnArgument() {
    var argument = "{\"await\":{\"/\":\"" + CanonicalDocumentTest.FIRST + "\"}}";

    assertThat(
            Documents.empty()
                .problems("{\"tasks\":[" + ADD_ONE.replace("[1]", "[" + argument + "]") + "]}"))
        .singleElement()
        .asString()
        .endsWith("`await` is no promise | promises are await/ok, await/error and await/*");
  }

  @Test
  void aMapOfTextUnderAnAwaitKeyIsData() {
    var data =
        Documents.empty()
            .workflow("{\"tasks\":[" + ADD_ONE.replace("[1]", "[{\"await/ok\":\"x\"}]") + "]}");

    assertThat(data.tasks().getFirst().promises()).isEmpty();
  }

  @Test
  void tasksComeBehindWhatTheyAwaitWhereverTheyStand() {
    var awaiting =
        ADD_ONE.replace("[1]", "[{\"await/ok\":{\"/\":\"" + CanonicalDocumentTest.FIRST + "\"}}]");

    var workflow = Documents.empty().workflow("{\"tasks\":[" + awaiting + "," + ADD_ONE + "]}");

    assertThat(workflow.tasks()).extracting(Task::label).containsExactly("add_one-2", "add_one");
  }

  @Test
  void whatOnlyCanonicalDocumentsHaveIsAWarning() {
    assertThat(Documents.empty().problems("{\"output\":1,\"tasks\":[]}"))
        .containsExactly(
            "warning 1:2 output: `output` is ignored: without `v` this is a Homestar document"
                + " | add `\"v\": \"0.2.0\"`");
  }

  @Test
  void missingPartsAreNamed() {
    assertThat(Documents.empty().problems("{\"tasks\":[{\"run\":7}, {\"meta\":{},\"prf\":[]}]}"))
        .containsExactly(
            "1:11 tasks[0]: the task has no `meta` | Homestar refuses tasks without it",
            "1:11 tasks[0]: the task has no `prf` | Homestar refuses tasks without it",
            "1:18 tasks[0].run: `run` is a map or a link, not an integer",
            "1:22 tasks[1]: the task has no `run` | Homestar refuses tasks without it");
    assertThat(Documents.empty().problems("{\"workflow\":{}}"))
        .singleElement()
        .asString()
        .contains("the document has no `tasks`");
    assertThat(Documents.empty().problems("{\"tasks\":7}"))
        .singleElement()
        .asString()
        .contains("`tasks` is a map of names, or a list, not an integer");
  }

  private static List<String> nonceProblems(String nonce) {
    return Documents.empty()
        .problems("{\"tasks\":[" + ADD_ONE.replace("\"nnc\":\"\"", "\"nnc\":" + nonce) + "]}");
  }

  private static String task(String rest) {
    return "{\"cause\":null,\"meta\":{},\"prf\":[],\"run\":{\"rsc\":\""
        + R
        + "\",\"op\":\"wasm/run\","
        + rest
        + "}}";
  }

  private static Workflow read(DocumentReader reader, Path file) throws IOException {
    var source = Bytes.owned(Files.readAllBytes(file));
    return Documents.valid(
        Documents.valid(reader.read(source, file.toString())).bind(MapNode.EMPTY));
  }

  /// Tests run in the module's folder.
  private static Path example(String name) {
    return Path.of("..", "examples", "homestar", name);
  }
}
