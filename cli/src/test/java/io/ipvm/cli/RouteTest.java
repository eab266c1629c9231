package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs ls -o json --limit 5",
        "-o json runs ls --limit 5",
        "runs -o json ls --limit 5",
      })
  void takesOptionsOfAllCommandsAnywhere(String line) {
    var route = route(line);

    assertThat(route).isInstanceOf(Route.ToCommand.class);
    var command = (Route.ToCommand) route;
    assertThat(command.entry().name()).isEqualTo("runs ls");
    assertThat(command.rest()).containsExactlyInAnyOrder("-o", "json", "--limit", "5");
  }

  @Test
  void runAndRunsAreTwoWords() {
    assertThat(route("run runs")).isEqualTo(command("run", "runs"));
    assertThat(route("runs result run")).isEqualTo(command("runs result", "run"));
  }

  @Test
  void leadsToHelp() {
    assertThat(route("")).isEqualTo(new Route.ToOverview());
    assertThat(route("--help")).isEqualTo(new Route.ToOverview());
    assertThat(route("help")).isEqualTo(new Route.ToOverview());
    assertThat(route("runs")).isEqualTo(new Route.ToGroup("runs"));
    assertThat(route("help runs")).isEqualTo(new Route.ToGroup("runs"));
    assertThat(route("run x --help")).isEqualTo(help("run"));
    assertThat(route("help fn call")).isEqualTo(help("fn call"));
    assertThat(route("fn call -h")).isEqualTo(help("fn call"));
  }

  @Test
  void helpBehindTwoDashesIsAnOperand() {
    assertThat(route("fn call f -- --help")).isInstanceOf(Route.ToCommand.class);
  }

  @Test
  void versionIsAnOptionToo() {
    assertThat(route("--version")).isEqualTo(command("version"));
  }

  @Test
  void suggestsTheNearestCommand() {
    assertThatThrownBy(() -> route("rnus ls"))
        .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.next()).isEqualTo("ipvm runs"));
    assertThatThrownBy(() -> route("runs descrbe"))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.next()).isEqualTo("ipvm runs describe"));
    assertThatThrownBy(() -> route("frobnicate"))
        .isInstanceOfSatisfying(
            Failure.class,
            f -> {
              assertThat(f.status()).isEqualTo(ExitStatus.USAGE);
              assertThat(f.next()).isEqualTo("ipvm --help");
            });
  }

  @Test
  void refusesAnUnknownOptionWithoutACommand() {
    assertThatThrownBy(() -> route("--frobnicate")).isInstanceOf(Failure.class);
  }

  private static Route route(String line) {
    return Route.of(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }

  private static Route command(String name, String... rest) {
    return new Route.ToCommand(Commands.find(name).orElseThrow(), List.of(rest));
  }

  private static Route help(String name) {
    return new Route.ToHelp(Commands.find(name).orElseThrow());
  }
}
