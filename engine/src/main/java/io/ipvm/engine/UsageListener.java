package io.ipvm.engine;

/// Hears of progress; must return quickly.
@FunctionalInterface
public interface UsageListener {
  UsageListener SILENT = cumulative -> {};

  void onUsage(Usage cumulative);
}
