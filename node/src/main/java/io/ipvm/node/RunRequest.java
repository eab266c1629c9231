package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is asked of a node: a concrete workflow and how to run it.
///
/// @param workflow every input bound, nonces not yet
/// @param origin the template and the input the workflow was bound from
/// @param alias a unique name for the run, given with `--id`
/// @param fresh labels of tasks to compute again even if a receipt is there; `*` means all
public record RunRequest(
    Workflow workflow,
    Optional<Origin> origin,
    Optional<String> alias,
    Set<String> fresh,
    Options options) {
  /// In [#fresh]: every task.
  public static final String ALL = "*";

  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /// Checks the alias.
  ///
  /// @throws IpvmException `CALLER_ERROR` if it is none, see [#isAlias]
  public RunRequest {
    requireNonNull(workflow);
    requireNonNull(origin);
    alias
        .filter(name -> !isAlias(name))
        .ifPresent(name -> {
          throw new IpvmException(
              ErrorCode.CALLER_ERROR,
              "the name of a run is 1 to 128 letters, digits, '.', '_' and"
                  + " '-', and begins with a letter or a digit");
        });
    fresh = Set.copyOf(fresh);
    requireNonNull(options);
  }

  public static RunRequest of(Workflow workflow) {
    return new RunRequest(workflow, Optional.empty(), Optional.empty(), Set.of(), Options.STANDARD);
  }

  /// Whether a run may have that name: 1 to 128 letters, digits, `.`, `_` and `-`, of which the
  /// first is a letter or a digit. It is typed, printed in tables, and part of addresses.
  public static boolean isAlias(String name) {
    return ALIAS.matcher(name).matches();
  }

  public RunRequest withOrigin(Bytes template, Cid templateCid, Node input) {
    return new RunRequest(
        workflow, Optional.of(new Origin(template, templateCid, input)), alias, fresh, options);
  }

  public RunRequest withAlias(String name) {
    return new RunRequest(workflow, origin, Optional.of(name), fresh, options);
  }

  public RunRequest withFresh(Set<String> labels) {
    return new RunRequest(workflow, origin, alias, labels, options);
  }

  public RunRequest withOptions(Options changed) {
    return new RunRequest(workflow, origin, alias, fresh, changed);
  }

  /// Where a bound workflow came from.
  public record Origin(Bytes template, Cid templateCid, Node input) {}

  /// How to run; nothing of it changes a result.
  ///
  /// @param concurrency tasks computed at once; 0: as many as there are cores
  /// @param timeout of the whole run
  /// @param beside a folder whose files may be named by CID in the workflow
  public record Options(int concurrency, Optional<Duration> timeout, Optional<Path> beside) {
    public static final Options STANDARD = new Options(0, Optional.empty(), Optional.empty());
  }
}
