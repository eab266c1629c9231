package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir private Path folder;

  @Test
  void saysWhereEachValueCameFrom() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "concurrency = 3\ntimeout = \"1m\"\n");
    var config = Files.createDirectories(folder.resolve("home/.config/ipvm"));
    Files.writeString(config.resolve("settings.toml"), "timeout = \"2m\"\nout = \"results\"\n");

    var outcome =
        new Shell(folder)
            .with("IPVM__TIMEOUT", "9s")
            .run("config", "list", "--origin", "-o", "table", "--no-color");

    assertThat(outcome.out().replace(folder.toString(), "DIR").replaceAll(" +", " "))
        .isEqualTo(
            """
            SETTING VALUE ORIGIN
            data-dir DIR/data variable IPVM_HOME
            output table flag --output
            color never flag --no-color
            concurrency 3 file DIR/ipvm.toml
            timeout 9s variable IPVM__TIMEOUT
            out results file DIR/home/.config/ipvm/settings.toml
            passphrase-file default
            quota 0 default
            """);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aQuotaIsASizeThatAPersonChooses() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "quota = \"1kB\"\n");

    var project = new Shell(folder).run("store", "stat", "-o", "json");
    var variable = new Shell(folder).with("IPVM__QUOTA", "20GB").run("store", "stat", "-o", "json");
    var wrong = new Shell(folder).with("IPVM__QUOTA", "many").run("store", "stat");

    assertThat(project.out()).doesNotContain("quota");
    assertThat(project.err()).contains("a project does not choose how much room it takes");
    assertThat(variable.out()).contains("\"quota\": 20000000000");
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(wrong.err()).contains("800kB, 500MB, 2GB or 1TB");
  }

  @Test
  void flagBeatsVariableBeatsDefault() {
    var shell = new Shell(folder);

    assertThat(dataDir(shell.run("config", "list", "--data-dir", "mine"))).contains("mine");
    assertThat(dataDir(shell.run("config", "list"))).contains("data");
    assertThat(
            dataDir(shell.without("IPVM_HOME").with("XDG_DATA_HOME", "/xdg").run("config", "list")))
        .contains("/xdg/ipvm");
    assertThat(dataDir(shell.without("XDG_DATA_HOME").run("config", "list")))
        .contains("home/.local/share/ipvm");
  }

  @Test
  void aProjectDoesNotChooseTheKeys() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "data-dir = \"/evil\"\n");

    var outcome = new Shell(folder).without("IPVM_HOME").run("config", "list");

    assertThat(outcome.out()).doesNotContain("/evil");
    assertThat(outcome.err()).contains("data-dir is ignored");
  }

  @Test
  void warnsOfUnknownSettings() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "[run]\nspeed = 9\n");

    var outcome = new Shell(folder).run("config", "list");

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.err()).contains("unknown setting run.speed");
  }

  @Test
  void findsTheProjectAboveTheFolder() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "out = \"up\"\n");
    var below = Files.createDirectories(folder.resolve("a/b"));

    assertThat(new Shell(below).run("config", "list").out()).contains("up");
  }

  @Test
  void refusesAFileThatIsNoToml() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "concurrency = = 3\n");

    var outcome = new Shell(folder).run("config", "list");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("ipvm.toml", "it is no TOML");
  }

  @Test
  void refusesAnUnknownColour() {
    var outcome = new Shell(folder).with("IPVM__COLOR", "pink").run("config", "list");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("variable IPVM__COLOR says pink");
  }

  private static String dataDir(Shell.Outcome outcome) {
    return outcome.out().lines().filter(line -> line.startsWith("data-dir")).findFirst().orElse("");
  }
}
