package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Modules as Homestar takes them, through the commands.
final class HomestarFunctionsTest {
  private static final Path MODULES = Path.of("..", "wasm/src/test/resources/io/ipvm/wasm");

  @TempDir private Path folder;

  private Shell with(String module) throws IOException {
    Files.copy(MODULES.resolve(module + ".wasm"), folder.resolve(module + ".wasm"));
    var shell = new Shell(folder);
    assertThat(shell.run("fn", "add", module, module + ".wasm").status()).isEqualTo(ExitStatus.OK);
    return shell;
  }

  @ParameterizedTest
  @CsvSource({
    "homestar, add-one, 41, 42",
    "homestar-core, ADD_ONE, 41, 42",
    "homestar-core, addOne, 41, 42",
    "core-add, add, '[1,2]', 3",
    "wasi, say, hello, 5",
    "wasi-core, Say, hello, 5"
  })
  void callsWhatItAdded(String module, String function, String argument, String result)
      throws IOException {
    var shell = with(module);
    var name = module + "#" + function;

    var outcome =
        argument.startsWith("[")
            ? shell.run("fn", "call", name, "1", "2")
            : shell.run("fn", "call", name, argument);

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.out().strip()).isEqualTo(result);
  }

  @Test
  void aModuleInTextFormIsToldHowToBecomeOne() throws IOException {
    Files.writeString(folder.resolve("f.wat"), "(component)");

    var outcome = new Shell(folder).run("fn", "add", "f", "f.wat");

    assertThat(outcome.err()).contains("its text form (WAT)", "wasm-tools parse");
  }

  @Test
  void anImportNobodyHasIsNamed() throws IOException {
    var outcome = with("imports").run("fn", "call", "imports#call-outside", "1");

    assertThat(outcome.status()).isNotEqualTo(ExitStatus.OK);
    assertThat(outcome.err()).contains("`outside`");
  }
}
