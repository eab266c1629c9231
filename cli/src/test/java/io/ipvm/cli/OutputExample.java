package io.ipvm.cli;

import java.util.List;
import java.util.stream.Stream;

/// A command line whose answer is published beside its schema.
///
/// @param command the words of the command
/// @param variant tells several examples of a command apart; empty for the first
/// @param rest what stands behind the command; `RECEIPT`, `VALUE` and `DELEGATION` stand for CIDs
record OutputExample(String command, String variant, List<String> rest, ExitStatus status) {
  OutputExample {
    rest = List.copyOf(rest);
  }

  /// The name of its schema.
  String schema() {
    return command.replace(' ', '-');
  }

  /// The file with its answer.
  String file() {
    return schema() + (variant.isEmpty() ? "" : "." + variant) + ".json";
  }

  @Override
  public String toString() {
    return file();
  }

  private static OutputExample of(String command, String... rest) {
    return new OutputExample(command, "", List.of(rest), ExitStatus.OK);
  }

  private OutputExample called(String name, ExitStatus expected) {
    return new OutputExample(command, name, rest, expected);
  }

  /// One for each command that answers in JSON, more where it answers in different ways.
  static List<OutputExample> all() {
    return Stream.of(runs(), receipts(), workflows(), content(), node(), authority())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OutputExample> runs() {
    return List.of(
        of("run", "hello.yaml"),
        of("run", "broken.yaml").called("failed", ExitStatus.FAILED),
        of("run", "twice.yaml", "--dry-run").called("plan", ExitStatus.OK),
        of("run", "card.yaml", "--out", "out").called("files", ExitStatus.OK),
        of("runs ls"),
        of("runs describe", "broken"),
        of("runs result", "first"),
        of("runs logs", "broken"),
        of("fn add", "greeter", "hello.wasm"),
        of("fn ls"),
        of("fn describe", "hello"),
        of("fn call", "hello#greet", "Eve"));
  }

  private static List<OutputExample> receipts() {
    return List.of(
        of("receipt ls"),
        of("receipt show", "RECEIPT"),
        of("receipt tree", "RECEIPT"),
        of("receipt verify", "RECEIPT", "--replay"));
  }

  private static List<OutputExample> workflows() {
    return List.of(
        of("workflow compile", "hello.yaml"),
        of("workflow validate", "hello.yaml", "wrong.yaml").called("", ExitStatus.USAGE),
        of("workflow lint", "--target", "homestar", "hello.yaml").called("", ExitStatus.USAGE),
        of("workflow graph", "twice.yaml"),
        of("workflow diff", "hello.yaml", "twice.yaml"));
  }

  private static List<OutputExample> content() {
    return List.of(
        of("block put", "hello.yaml"),
        of("block stat", "VALUE"),
        of("dag put", "value.json"),
        of("dag get", "VALUE"),
        of("dag stat", "VALUE"),
        of("dag import", "value.car"));
  }

  private static List<OutputExample> authority() {
    return List.of(
        of("run", "bob.ucan").called("container", ExitStatus.OK),
        of(
            "ucan delegate",
            "--to",
            "partner/user.key",
            "--mod",
            "hello",
            "--policy",
            "limits.gas <= 1e9",
            "--budget",
            "10/day",
            "--expires",
            "2026-01-09"),
        of("ucan invoke", "--on", "node", "hello#greet", "Ada"),
        of("ucan inspect", "partner.ucan"),
        of("ucan verify", "bob.ucan"),
        of("ucan verify", "eve.ucan").called("refused", ExitStatus.NOT_AUTHORISED),
        of("ucan verify", "partner.ucan").called("delegations", ExitStatus.OK),
        of("ucan revoke", "DELEGATION", "--reason", "the project is over"),
        of("ucan import", "partner.ucan"),
        of("ucan export", "--all"),
        of("ucan ls"),
        of("ucan find", "--on", "node", "--as", "partner/user.key"),
        of("usage"));
  }

  private static List<OutputExample> node() {
    return List.of(
        of("init"),
        of("key show"),
        of("key show", "node").called("one", ExitStatus.OK),
        of("key create", "new.key"),
        of("key import", "seed.txt", "--seed", "-O", "imported.key"),
        of("key rotate", "user"),
        of("config list"),
        of("config import", "homestar.toml", "--dry-run"),
        of("bench", "--time", "200ms"),
        of("bench", "hello#greet", "Ada", "--time", "1s").called("function", ExitStatus.OK),
        of("doctor"),
        of("version"),
        of("store stat"),
        of("store check"),
        of("store check", "broken-copy").called("damaged", ExitStatus.STORE_CORRUPT),
        of("store gc", "--keep", "0s", "--keep-runs", "1"),
        of("store compact"),
        of("cache stats"),
        of("cache gc", "--keep", "1d"),
        of("cache pin", "VALUE"),
        of("cache pins"),
        of("cache unpin", "RECEIPT"),
        of("store backup", "copy"),
        of("store restore", "backup", "--data-dir", "second"),
        of("store rebuild"));
  }
}
