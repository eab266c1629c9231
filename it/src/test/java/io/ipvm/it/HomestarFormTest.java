package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.workflow.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Homestar 0.3.0 takes for a document, and what it does not: odd ones, written by hand. In
/// their text MODULE is the CID of `echo.wasm`, and a value nobody has asked for before stands in
/// place of UNIQUE.
@Tag("interop")
final class HomestarFormTest {
  @TempDir private static Path folder;

  @AutoClose private static TwoNodes nodes;
  private static int documents;

  @BeforeAll
  static void start() throws Exception {
    nodes = TwoNodes.start(folder);
  }

  private static String filled(String text) {
    return text.replace('\'', '"')
        .replace("MODULE", nodes.module("echo").toString())
        .replace("UNIQUE", "\"document " + documents++ + "\"");
  }

  private static String run(String fields) {
    return "{'tasks':[{'meta':{},'prf':[],'run':{" + fields + "}}]}";
  }

  @Test
  void aWorkflowWithoutTasksIsCompleteAtOnce() throws Exception {
    nodes.assertSame("no-tasks", "{\"tasks\":[]}", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        // Nonces that count as none.
        "'nnc':'','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        "'nnc':null,'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        "'nnc':12,'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        "'nnc':['x'],'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        // More in the input than is read.
        "'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE],'more':{'b':1,'aa':2}}",
        // Links and URLs.
        "'op':'wasm/run','rsc':{'/':'MODULE'},'input':{'func':'echo-string','args':[UNIQUE]}",
        "'op':'wasm/run','rsc':'IPFS://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        "'op':'wasm/run','rsc':' ipfs://MODULE ','input':{'func':'echo-string','args':[UNIQUE]}",
        // Text with everything JSON can escape.
        "'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':['\\u0041\\n\\/\\b\\ud83c\\udf0d']}",
        "'nnc':'1SOD60ML6G26MFHSRSA0','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}",
        "'nnc':'1Sod60ml6g26mfhsrsa0','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':[UNIQUE]}"
      })
  void bothTakeTheSameInstructions(String fields) throws Exception {
    nodes.assertSame("form-" + documents, filled(run(fields)), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e2", "1E+2", "5.0e0", "-0", "-0.0", "0", "1.5", "100000000000000000000"})
  void bothReadNumbersAlike(String number) throws Exception {
    var document =
        run(
            "'nnc':{'/':{'bytes':'TFNTM0Z0ditHdHE5OTY1TQ'}},'op':'wasm/run','rsc':'ipfs://MODULE',"
                + "'input':{'func':'echo-f64','args':["
                + number
                + "],'unique':UNIQUE}");

    nodes.assertSame("number-" + documents, filled(document), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'tasks':{}}",
        "{'tasks':[1]}",
        "{'tasks':[{}]}",
        "{'tasks':[{'meta':{},'prf':[]}]}",
        "{'tasks':[{'prf':[],'run':RUN}]}",
        "{'tasks':[{'meta':{},'run':RUN}]}",
        "{'tasks':[{'meta':{},'prf':[1],'run':RUN}]}",
        "{'tasks':[{'meta':{},'prf':[],'run':'text'}]}",
        "{'tasks':[{'meta':{},'prf':[],'run':RUN},{'meta':1,'prf':[],'run':RUN}]}"
      })
  void bothRefuseTheSameDocuments(String text) throws Exception {
    var run = "{'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'echo-string','args':['x']}}";

    assertRefused(filled(text.replace("RUN", run)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'op':'wasm/run','input':{'func':'f','args':[]}",
        "'op':'wasm/run','rsc':'no URL','input':{'func':'f','args':[]}",
        "'op':'wasm/run','rsc':5,'input':{'func':'f','args':[]}",
        "'rsc':'ipfs://MODULE','input':{'func':'f','args':[]}",
        "'op':5,'rsc':'ipfs://MODULE','input':{'func':'f','args':[]}",
        "'op':'wasm/run','rsc':'ipfs://MODULE'",
        "'nnc':{'/':{'bytes':'AAEC'}},'op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'f','args':[]}",
        "'nnc':'1sod60ml6g26mfhsrsa','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'f','args':[]}",
        "'nnc':'1sod60ml6g26mfhsrsa1','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'f','args':[]}",
        "'nnc':'zzzzzzzzzzzzzzzzzzzz','op':'wasm/run','rsc':'ipfs://MODULE','input':{'func':'f','args':[]}"
      })
  void bothRefuseTheSameInstructions(String fields) throws Exception {
    assertRefused(filled(run(fields)));
  }

  private static void assertRefused(String document) throws InterruptedException {
    assertThat(nodes.homestar().refusal(document)).as("Homestar: " + document).isPresent();
    assertThat(nodes.node().read(Bytes.utf8(document), "workflow.json", Path.of(".")))
        .as("here: " + document)
        .isInstanceOf(Reading.Invalid.class);
  }
}
