package io.ipvm.cli;

import io.ipvm.store.ResultCache;

/// `ipvm cache stats`: which results would be found again, and how often some were.
final class CacheStatsCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows how many results are found again, and how often that saved computing.")
        .example("ipvm cache stats -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var root = session.dataDirectory().root();
    ResultCache cache;
    try (var progress = ScanProgress.on(session, "reading the log")) {
      cache = ResultCache.of(root, progress);
    }
    session
        .printer()
        .fields(
            Answer.fields()
                .put("results", cache.results())
                .put("bytes", cache.bytes())
                .putIfPresent("oldest", cache.oldest())
                .put("executed", cache.executed())
                .put("replayed", cache.replayed())
                .build(),
            root.toString());
    return ExitStatus.OK;
  }
}
