package io.ipvm.store;

import io.ipvm.workflow.RunId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The runs this process has to do with: one state per run, never two.
///
/// A state comes in under `residency`, from the frames of its run, and leaves under it; so nobody
/// loads an old state while a newer one is about to leave.
final class RunStates {
  private final RunChain chain;
  private final Object residency = new Object();
  private final Map<RunId, RunState> states = new ConcurrentHashMap<>();

  RunStates(RunChain chain) {
    this.chain = chain;
  }

  Optional<RunState> find(RunId run) {
    return Optional.ofNullable(states.get(run));
  }

  Collection<RunState> all() {
    return states.values();
  }

  /// The state of `run`, which stays until [RunState#unpin].
  ///
  /// @param lastFrame where the newest frame of a run is that is not here
  RunState pin(RunId run, Function<RunId, OptionalLong> lastFrame) {
    synchronized (residency) {
      var state = states.get(run);
      if (state == null) {
        var last = lastFrame.apply(run);
        state = last.isPresent() ? chain.state(run, last.getAsLong()) : new RunState(run);
        states.put(run, state);
      }
      state.pin();
      return state;
    }
  }

  /// Takes up a frame found in the log while the store opens.
  void replay(RunId run, Frame frame, LogEntry entry) {
    var state = states.get(run);
    if (state == null) {
      state = frame.previous() == 0 ? new RunState(run) : chain.state(run, frame.previous());
      states.put(run, state);
    }
    state.add(frame.position(), entry);
  }

  /// Forgets runs that are wholly before log position `indexed`.
  void evict(long indexed) {
    synchronized (residency) {
      states.values().removeIf(state -> state.last() < indexed && state.idle());
    }
  }
}
