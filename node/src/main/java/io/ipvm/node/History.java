package io.ipvm.node;

import java.util.Optional;

/// Past runs.
final class History {
  Optional<RunView> find(String idOrAlias) {
    throw new UnsupportedOperationException(idOrAlias);
  }
}
