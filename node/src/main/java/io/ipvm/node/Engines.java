package io.ipvm.node;

import io.ipvm.engine.Engine;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which engine computes which operation.
final class Engines implements AutoCloseable {
  private final List<Engine> engines;
  private final Map<String, Engine> byOp = new TreeMap<>();

  Engines(List<Engine> engines) {
    this.engines = List.copyOf(engines);
    for (var engine : engines) {
      for (var op : engine.descriptor().ops()) {
        var other = byOp.putIfAbsent(op, engine);
        if (other != null) {
          throw new IpvmException(
              ErrorCode.CONFLICT,
              "engines "
                  + other.descriptor().name()
                  + " and "
                  + engine.descriptor().name()
                  + " both claim the operation "
                  + op);
        }
      }
    }
  }

  Optional<Engine> find(String op) {
    return Optional.ofNullable(byOp.get(op));
  }

  List<Engine> all() {
    return engines;
  }

  /// The operations somebody here can compute, for messages.
  String ops() {
    return String.join(", ", byOp.keySet());
  }

  @Override
  public void close() {
    engines.forEach(Engine::close);
  }
}
