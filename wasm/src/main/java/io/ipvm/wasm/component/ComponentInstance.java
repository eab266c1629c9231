package io.ipvm.wasm.component;

import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one component instance has at run time besides its items: its handles, and whether it may
/// be entered and left just now. Belongs to one thread.
final class ComponentInstance {
  /// Handles an instance may hold.
  static final int MAX_HANDLES = 1 << 20;

  private final @Nullable ComponentInstance parent;
  private final ArrayList<@Nullable Handle> handles = new ArrayList<>();
  private final ArrayList<Integer> free = new ArrayList<>();
  private boolean entered;
  private boolean mayLeave = true;

  ComponentInstance(@Nullable ComponentInstance parent) {
    this.parent = parent;
    handles.add(null);
  }

  /// A handle in the table. `scope` is the call that a borrowed one was lent for.
  static final class Handle {
    final ResourceType type;
    final int representation;
    final @Nullable CallScope scope;
    int lends;

    Handle(ResourceType type, int representation, @Nullable CallScope scope) {
      this.type = type;
      this.representation = representation;
      this.scope = scope;
    }

    boolean owned() {
      return scope == null;
    }
  }

  int add(Handle handle) {
    if (!free.isEmpty()) {
      int index = free.removeLast();
      handles.set(index, handle);
      return index;
    }
    if (handles.size() > MAX_HANDLES) {
      throw TrapException.abi("more than " + MAX_HANDLES + " handles");
    }
    handles.add(handle);
    return handles.size() - 1;
  }

  /// The handle `index`, which has to be one of `type`.
  Handle require(int index, ResourceType type) {
    var handle = index <= 0 || index >= handles.size() ? null : handles.get(index);
    if (handle == null) {
      throw TrapException.abi("unknown handle index " + Integer.toUnsignedLong(index));
    }
    if (handle.type != type) {
      throw TrapException.abi(
          "handle index " + index + " used with the wrong type, expected another resource");
    }
    return handle;
  }

  Handle remove(int index, ResourceType type) {
    var handle = require(index, type);
    if (handle.lends != 0) {
      throw TrapException.abi("cannot remove owned resource while borrowed");
    }
    handles.set(index, null);
    free.add(index);
    return handle;
  }

  void requireMayLeave() {
    if (!mayLeave) {
      throw TrapException.abi("cannot leave component instance");
    }
  }

  /// Runs `action`, during which this instance may not call out.
  void withoutLeaving(Runnable action) {
    mayLeave = false;
    action.run();
    mayLeave = true;
  }

  /// Marks this instance, and the parents that `caller` is not inside of, as running.
  void enterFrom(@Nullable ComponentInstance caller) {
    var entering = entering(caller);
    for (var instance : entering) {
      if (instance.entered) {
        throw TrapException.abi("cannot enter component instance");
      }
    }
    entering.forEach(instance -> instance.entered = true);
  }

  void leaveTo(@Nullable ComponentInstance caller) {
    entering(caller).forEach(instance -> instance.entered = false);
  }

  private Set<ComponentInstance> entering(@Nullable ComponentInstance caller) {
    var entering = ancestry(this);
    entering.removeAll(ancestry(caller));
    return entering;
  }

  private static Set<ComponentInstance> ancestry(@Nullable ComponentInstance instance) {
    var all = new HashSet<ComponentInstance>();
    for (var i = instance; i != null; i = i.parent) {
      all.add(i);
    }
    return all;
  }
}
