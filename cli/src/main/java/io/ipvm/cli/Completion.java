package io.ipvm.cli;

import io.ipvm.cli.Syntax.Operand;
import io.ipvm.cli.Syntax.Option;
import io.ipvm.cli.Syntax.Takes;
import java.util.ArrayList;
import java.util.List;

/// What could stand in place of the word that is being typed: commands, options, and the values
/// they take, those of this node among them.
///
/// What an operand or the value of an option is, its name in the help tells: `RUN` is a run
/// wherever it stands.
final class Completion {
  private static final String FILES = ":files";
  private static final String FOLDERS = ":folders";
  private static final String NO_SPACE = ":nospace";

  private static final List<String> UCAN_COMMANDS =
      List.of("/wasm/run", "/workflow/run", "/receipt/get");

  private final TypedLine typed;
  private final LiveNames names;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> directives = new ArrayList<>();

  Completion(TypedLine typed, LiveNames names) {
    this.typed = typed;
    this.names = names;
    find();
  }

  /// One word with what it stands for, which may be empty.
  record Candidate(String value, String about) {}

  List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /// What the shell does besides: `:files` and `:folders` offer names of files, `:nospace` lets the
  /// word go on.
  List<String> directives() {
    return List.copyOf(directives);
  }

  private void find() {
    var current = typed.current();
    if (typed.lost()) {
      return;
    }
    if (typed.pending().isPresent()) {
      values(typed.pending().get(), "", current);
    } else if (current.startsWith("-") && !typed.operandsOnly()) {
      int equals = current.indexOf('=');
      if (equals < 0) {
        typed.options().forEach(option -> offer(option, current));
      } else {
        typed.options().stream()
            .filter(option -> option.allNames().contains(current.substring(0, equals)))
            .filter(option -> option.takes() != Takes.NOTHING)
            .forEach(option ->
                values(option, current.substring(0, equals + 1), current.substring(equals + 1)));
      }
    } else if (typed.command().isPresent()) {
      operand(typed.command().get(), current);
    } else {
      words(current);
    }
  }

  private void words(String current) {
    if (typed.group().isPresent()) {
      for (var entry : Commands.in(typed.group().get())) {
        offer("", entry.words().getLast(), entry.summary(), current);
      }
      return;
    }
    for (var word : Commands.firstWords()) {
      var about = Commands.find(word).map(Commands.Entry::summary).orElse("commands about " + word);
      offer("", word, about, current);
    }
  }

  private void offer(Option option, String current) {
    offer("", option.longName(), option.purpose(), current);
    if (option.takes() == Takes.OPTIONAL && option.longName().equals(current)) {
      offer("", option.longName() + "=", option.value(), current);
      directives.add(NO_SPACE);
    }
  }

  private void operand(Commands.Entry entry, String current) {
    List<Operand> operands = entry.make().get().syntax().operands();
    int at = typed.operands().size();
    if (at < operands.size()) {
      values(operands.get(at).name(), "", current);
    } else if (!operands.isEmpty() && operands.getLast().most() > 1) {
      values(operands.getLast().name(), "", current);
    }
  }

  private void values(Option option, String before, String current) {
    if (option.choices().isEmpty()) {
      values(option.value(), before, current);
    } else {
      option.choices().forEach(choice -> offer(before, choice, "", current));
    }
  }

  /// @param before what stands before the value in the same word, such as `--fresh=`
  private void values(String kind, String before, String current) {
    switch (kind) {
      case "FILE", "FILE_A", "FILE_B" -> directives.add(FILES);
      case "DIR" -> directives.add(FOLDERS);
      case "SHELL" -> CompletionCommand.SHELLS.forEach(shell -> offer(before, shell, "", current));
      case "RUN" -> offerAll(names.runs(), before, current);
      case "RECEIPT" -> {
        offerAll(names.receipts(current), before, current);
        directives.add(FILES);
      }
      case "TARGET" -> {
        offerAll(names.functions(current), before, current);
        directives.add(FILES);
      }
      case "DID" -> {
        offerAll(names.people(), before, current);
        directives.add(FILES);
      }
      case "DELEGATION" -> offerAll(names.delegations(), before, current);
      case "TOKEN" -> {
        offerAll(names.delegations(), before, current);
        directives.add(FILES);
      }
      case "COMMAND" -> UCAN_COMMANDS.forEach(word -> offer(before, word, "", current));
      case "MODULE" -> offerAll(names.modules(), before, current);
      case "FUNCTION" -> {
        var functions = names.functions(current);
        offerAll(functions, before, current);
        if (functions.stream().anyMatch(candidate -> candidate.value().endsWith("#"))) {
          directives.add(NO_SPACE);
        }
      }
      case "CID", "CID[/PATH]" -> {
        offerAll(names.receipts(current), before, current);
        offerAll(names.moduleCids(), before, current);
      }
      case "TASK" -> offerAll(names.tasks(typed.operands()), before, current);
      case "PATH=VALUE" -> {
        offerAll(names.inputs(typed.operands()), before, current);
        directives.add(NO_SPACE);
      }
      default -> {} // nothing that could be known
    }
  }

  private void offerAll(List<Candidate> all, String before, String current) {
    all.forEach(candidate -> offer(before, candidate.value(), candidate.about(), current));
  }

  private void offer(String before, String value, String about, String current) {
    // A name that would need quoting, or move the cursor, is left for people to type.
    boolean plain =
        value.codePoints().allMatch(c -> c > ' ' && c != 0x7f && "'\"\\`$".indexOf(c) < 0);
    if (value.startsWith(current) && plain) {
      candidates.add(new Candidate(before + value, about));
    }
  }
}
