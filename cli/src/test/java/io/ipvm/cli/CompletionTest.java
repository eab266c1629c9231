package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String HELLO = EXAMPLES.resolve("hello/hello.yaml").toString();
  private static final String PHOTO = EXAMPLES.resolve("photo/contact-sheet.yaml").toString();

  private static final String GREET = "hello#greet\tgreet: func(name: string) -> string";

  @TempDir private Path folder;

  private List<String> complete(String... words) {
    var args = new ArrayList<>(List.of("complete", "--"));
    args.addAll(List.of(words));
    return new Shell(folder).run(args.toArray(String[]::new)).out().lines().toList();
  }

  private List<String> values(String... words) {
    return complete(words).stream()
        .filter(line -> !line.startsWith(":"))
        .map(line -> line.substring(0, line.indexOf('\t')))
        .toList();
  }

  @Test
  void offersCommandsAndTheirOptions() {
    assertThat(values("")).contains("run", "runs", "receipt", "store").doesNotHaveDuplicates();
    assertThat(values("runs", "d")).containsExactly("describe");
    assertThat(values("run", "--fr")).containsExactly("--fresh");
    assertThat(values("runs", "ls", "-o", "j")).containsExactly("json", "jsonl");
    assertThat(values("completion", "")).containsExactly("bash", "zsh", "fish");
    assertThat(complete("run", "")).containsExactly(":files");
    assertThat(complete("no", "such", "")).isEmpty();
  }

  @Test
  void saysNothingAndMakesNothingWithoutADataDirectory() {
    assertThat(complete("runs", "describe", "")).isEmpty();
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void offersWhatIsInTheNodeAndInTheDocument() {
    var shell = new Shell(folder);
    shell.run("run", HELLO, "--id", "first");
    shell.run("fn", "add", "hi", EXAMPLES.resolve("hello/hello.wasm").toString());
    var receipt = shell.run("receipt", "ls", "-o", "id").out().strip();

    assertThat(values("runs", "describe", "f")).containsExactly("first");
    assertThat(complete("receipt", "show", "bafy"))
        .containsExactly(
            receipt + "\tgreet of run " + shell.run("runs", "ls", "-o", "id").out().strip(),
            ":files");
    assertThat(values("receipt", "show", receipt.substring(0, 20))).containsExactly(receipt);
    assertThat(values("receipt", "show", "bafyreiaaaaaaa")).isEmpty();
    assertThat(values("fn", "describe", "")).contains("hi");
    assertThat(values("run", PHOTO, "--fresh=s"))
        .containsExactlyInAnyOrder("--fresh=square", "--fresh=soft", "--fresh=sheet");
    assertThat(values("run", HELLO, "--set", "")).containsExactly("name=");
  }

  @Test
  void offersFunctionsOfTheOneModuleThatCanBeMeant() {
    var shell = new Shell(folder);
    var module = EXAMPLES.resolve("hello/hello.wasm").toString();
    shell.run("fn", "add", "hello", module);

    assertThat(complete("fn", "call", "")).containsExactly(GREET);
    assertThat(complete("bench", "he")).containsExactly(GREET, ":files");
    shell.run("fn", "add", "other", module);
    assertThat(values("fn", "call", "")).containsExactly("hello#", "other#");
    assertThat(complete("fn", "call", "")).contains(":nospace");
    assertThat(complete("fn", "call", "hello#")).containsExactly(GREET);
  }

  @Test
  void severalCommandsRunInOneProcessForTheCache() throws IOException {
    var shell = new Shell(folder);
    Files.writeString(folder.resolve("commands"), "version -o id\nnonsense\ntrain commands\nfn ls");

    var outcome = shell.run("train", "commands", "--blocks", "3");

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.out()).contains("development", "NAME");
    assertThat(outcome.err()).contains("there is no command nonsense");
  }

  @Test
  void bashCompletesWithIt() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no bash");
    var program = folder.resolve("ipvm");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -cp '"
            + System.getProperty("java.class.path")
            + System.getProperty("path.separator")
            + System.getProperty("jdk.module.path", "")
            + "' io.ipvm.cli.Main \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        folder.resolve("completion"), new Shell(folder).run("completion", "bash").out());
    var script =
        """
        source ./completion
        COMP_WORDS=(./ipvm runs descr); COMP_CWORD=2; _ipvm; echo "${COMPREPLY[@]}"
        COMP_WORDS=(./ipvm run "$1" --fresh = sq); COMP_CWORD=5; _ipvm; echo "${COMPREPLY[@]}"
        """;

    var bash =
        new ProcessBuilder("/bin/bash", "--norc", "-c", script, "bash", PHOTO)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out.lines()).containsExactly("describe", "square");
  }

  @Test
  void everyCommandHasAManualPage() throws IOException {
    assertThat(new Shell(folder).run("man", "--out", "man").status()).isEqualTo(ExitStatus.OK);

    for (var entry : Commands.all()) {
      var page = Files.readString(folder.resolve("man/" + ManPage.name(entry) + ".1"));
      assertThat(page)
          .startsWith(".TH \"IPVM")
          .contains(".SH NAME", ".SH SYNOPSIS", ".SH EXAMPLES", ".SH SEE ALSO");
    }
    assertThat(folder.resolve("man/ipvm.1"))
        .content()
        .contains(".SH EXIT STATUS", "store\\-corrupt");
    assertThat(new Shell(folder).run("man", "runs", "ls").out()).startsWith(".TH \"IPVM-RUNS-LS");
    assertThat(new Shell(folder).run("man", "nothing").status()).isEqualTo(ExitStatus.NOT_FOUND);
  }
}
