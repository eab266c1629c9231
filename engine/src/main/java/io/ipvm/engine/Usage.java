package io.ipvm.engine;

import java.util.Map;

/// Cumulative counters of one execution, by the names in its engine's descriptor.
public record Usage(Map<String, Long> counters) {
  public static final Usage NONE = new Usage(Map.of());

  public Usage {
    counters = Map.copyOf(counters);
  }
}
