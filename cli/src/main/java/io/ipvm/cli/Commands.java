package io.ipvm.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All commands, in the order of the help text. Only the class of the one that is called is loaded.
final class Commands {
  private static final List<Entry> ALL =
      List.of(
          new Entry("init", "make the data directory and its keys", InitCommand::new),
          new Entry("run", "run a workflow", RunCommand::new),
          new Entry("runs ls", "list runs, newest first", RunsLsCommand::new),
          new Entry("runs describe", "show one run and its tasks", RunsDescribeCommand::new),
          new Entry("runs result", "print what a run came to", RunsResultCommand::new),
          new Entry("runs logs", "print what happened, in order", RunsLogsCommand::new),
          new Entry("receipt ls", "list receipts, newest first", ReceiptLsCommand::new),
          new Entry("receipt show", "show a receipt", ReceiptShowCommand::new),
          new Entry(
              "receipt tree", "show a receipt and those it built on", ReceiptTreeCommand::new),
          new Entry(
              "receipt verify", "check a receipt, or run it again", ReceiptVerifyCommand::new),
          new Entry("receipt export", "write a receipt to a file", ReceiptExportCommand::new),
          new Entry(
              "workflow compile", "print the canonical document", WorkflowCompileCommand::new),
          new Entry("workflow validate", "check documents", WorkflowValidateCommand::new),
          new Entry("workflow graph", "show which task awaits which", WorkflowGraphCommand::new),
          new Entry(
              "workflow lint", "say what a node would do otherwise", WorkflowLintCommand::new),
          new Entry("workflow diff", "compare two workflows", WorkflowDiffCommand::new),
          new Entry("fn add", "register a module under a name", FnAddCommand::new),
          new Entry("fn ls", "list registered modules", FnLsCommand::new),
          new Entry("fn describe", "show the functions of a module", FnDescribeCommand::new),
          new Entry("fn call", "call one function", FnCallCommand::new),
          new Entry("block get", "print a block's bytes", BlockGetCommand::new),
          new Entry("block put", "store bytes as a block", BlockPutCommand::new),
          new Entry("block stat", "show what a block is", BlockStatCommand::new),
          new Entry("dag get", "print a value as DAG-JSON", DagGetCommand::new),
          new Entry("dag put", "store a value as a block", DagPutCommand::new),
          new Entry("dag stat", "count what is below a value", DagStatCommand::new),
          new Entry("dag export", "write a CAR archive", DagExportCommand::new),
          new Entry("dag import", "read a CAR archive", DagImportCommand::new),
          new Entry("ucan delegate", "let somebody use this node", UcanDelegateCommand::new),
          new Entry("ucan invoke", "ask another node for something", UcanInvokeCommand::new),
          new Entry("ucan inspect", "show what tokens say", UcanInspectCommand::new),
          new Entry("ucan verify", "say whether they hold here", UcanVerifyCommand::new),
          new Entry("ucan revoke", "take a delegation back", UcanRevokeCommand::new),
          new Entry("ucan import", "keep what was handed over", UcanImportCommand::new),
          new Entry("ucan export", "hand delegations over again", UcanExportCommand::new),
          new Entry("ucan ls", "list delegations", UcanLsCommand::new),
          new Entry("ucan find", "show by which right", UcanFindCommand::new),
          new Entry("usage", "show what others used, and what is left", UsageCommand::new),
          new Entry("key show", "show this node's keys", KeyShowCommand::new),
          new Entry("key create", "make a key in a file", KeyCreateCommand::new),
          new Entry("key import", "take a key of another program", KeyImportCommand::new),
          new Entry("key export", "write a key for another program", KeyExportCommand::new),
          new Entry("key rotate", "put a new key in the place of one", KeyRotateCommand::new),
          new Entry(
              "config list", "show settings and where they come from", ConfigListCommand::new),
          new Entry("config import", "take over settings of Homestar", ConfigImportCommand::new),
          new Entry("cache stats", "count the results found again", CacheStatsCommand::new),
          new Entry("cache gc", "forget old results", CacheGcCommand::new),
          new Entry("cache pin", "keep something for good", CachePinCommand::new),
          new Entry("cache unpin", "end a pin", CacheUnpinCommand::new),
          new Entry("cache pins", "list what is pinned", CachePinsCommand::new),
          new Entry("store stat", "show how much room it takes", StoreStatCommand::new),
          new Entry("store check", "read everything and list damage", StoreCheckCommand::new),
          new Entry("store gc", "take away what is old", StoreGcCommand::new),
          new Entry("store compact", "make it smaller", StoreCompactCommand::new),
          new Entry("store backup", "copy the store, also in use", StoreBackupCommand::new),
          new Entry("store restore", "make a store of a backup", StoreRestoreCommand::new),
          new Entry("store rebuild", "make the index anew", StoreRebuildCommand::new),
          new Entry("bench", "measure this machine, or a workflow", BenchCommand::new),
          new Entry("doctor", "look for what could go wrong", DoctorCommand::new),
          new Entry("version", "print versions", VersionCommand::new),
          new Entry("completion", "print completions for a shell", CompletionCommand::new));

  /// What scripts call, not people: found like the others, but never listed.
  private static final List<Entry> HIDDEN =
      List.of(
          new Entry("complete", "say what could stand next", CompleteCommand::new),
          new Entry("man", "print manual pages", ManCommand::new),
          new Entry("train", "run several commands in one process", TrainCommand::new));

  private Commands() {}

  /// A command that could be called.
  ///
  /// @param name one word or two
  record Entry(String name, String summary, Supplier<Command> make) {
    boolean isIn(String group) {
      return name.startsWith(group + " ");
    }

    List<String> words() {
      return List.of(name.split(" ", -1));
    }
  }

  static List<Entry> all() {
    return ALL;
  }

  static Optional<Entry> find(String name) {
    return Stream.concat(ALL.stream(), HIDDEN.stream())
        .filter(entry -> entry.name().equals(name))
        .findFirst();
  }

  static boolean isGroup(String word) {
    return ALL.stream().anyMatch(entry -> entry.isIn(word));
  }

  /// What may follow `group`.
  static List<Entry> in(String group) {
    return ALL.stream().filter(entry -> entry.isIn(group)).toList();
  }

  /// The first words of commands of two words, each once.
  static List<String> groups() {
    return firstWords().stream().filter(Commands::isGroup).toList();
  }

  /// The first words, each once.
  static List<String> firstWords() {
    return ALL.stream()
        .map(entry -> entry.words().getFirst())
        .distinct()
        .collect(Collectors.toList());
  }
}
