package io.ipvm.store;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which run a person means by an id, the start of one, or an alias.
final class RunChoice {
  static final int SHORTEST_PREFIX = 6;
  private static final int NAMED_IN_MESSAGE = 4;

  private RunChoice() {}

  /// The upper-case start of a run id that `text` may be; empty if it is too short for one.
  static Optional<String> prefix(String text) {
    return text.length() < SHORTEST_PREFIX
        ? Optional.empty()
        : Optional.of(text.toUpperCase(Locale.ROOT));
  }

  /// The whole id wins over an alias, an alias (of the newest run that has it) over a prefix.
  ///
  /// @param runs newest first; all that can be meant, perhaps more
  /// @throws IpvmException `CONFLICT` if several runs begin so
  static Optional<RunSummary> among(List<RunSummary> runs, String wanted) {
    var exact = runs.stream().filter(run -> run.id().text().equalsIgnoreCase(wanted)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    var aliased = aliased(runs, wanted);
    if (aliased.isPresent()) {
      return aliased;
    }
    var begun =
        prefix(wanted).stream()
            .flatMap(start -> runs.stream().filter(run -> startsWith(run, start)))
            .distinct()
            .toList();
    if (begun.size() > 1) {
      throw new IpvmException(ErrorCode.CONFLICT, ambiguous(begun, wanted));
    }
    return begun.stream().findFirst();
  }

  /// @param runs newest first
  static Optional<RunSummary> aliased(List<RunSummary> runs, String alias) {
    return runs.stream().filter(run -> run.alias().filter(alias::equals).isPresent()).findFirst();
  }

  private static boolean startsWith(RunSummary run, String start) {
    return run.id().text().toUpperCase(Locale.ROOT).startsWith(start);
  }

  private static String ambiguous(List<RunSummary> runs, String wanted) {
    return runs.stream()
        .limit(NAMED_IN_MESSAGE)
        .map(run -> run.id().text())
        .collect(
            Collectors.joining(
                ", ",
                "run " + wanted + " is not unique: ",
                runs.size() > NAMED_IN_MESSAGE ? " and more begin so" : " begin so"));
  }
}
