package io.ipvm.cli;

import io.ipvm.store.ResultCache;
import java.time.ZoneOffset;

/// `ipvm cache gc`: forgets old results, so that their tasks are computed again.
final class CacheGcCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows which results are old or too many; with --apply, tasks do not find them any"
                + " more and are computed again. Runs keep theirs, and what is pinned stays.")
        .option("--keep", "TIME", "keep younger results, like 30d")
        .option("--max-size", "SIZE", "keep the newest results, of together so much, like 500MB")
        .flag("--apply", "do it; needs the data directory for itself")
        .example("ipvm cache gc --keep 90d --apply");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var limits = new ResultCache.Limits(arguments.duration("--keep"), arguments.size("--max-size"));
    if (limits.age().isEmpty() && limits.bytes().isEmpty()) {
      throw Failure.usage(
          "it is not said which results are too old or too many",
          "neither --keep nor --max-size is given",
          "ipvm cache gc --keep 90d");
    }
    var root = session.dataDirectory().root();
    var clock = session.console().clock().withZone(ZoneOffset.UTC);
    boolean apply = arguments.flag("--apply");
    ResultCache.Forgotten forgotten;
    try (var progress = ScanProgress.on(session, "reading the log")) {
      forgotten =
          apply
              ? ResultCache.forget(root, limits, clock, progress)
              : ResultCache.plan(root, limits, clock, progress);
    }
    session
        .printer()
        .fields(
            Answer.fields()
                .put("applied", apply)
                .put("results", forgotten.results())
                .put("bytes", forgotten.bytes())
                .build(),
            root.toString());
    if (!apply) {
      session.messages().tell("nothing was forgotten yet; --apply does it");
    }
    return ExitStatus.OK;
  }
}
