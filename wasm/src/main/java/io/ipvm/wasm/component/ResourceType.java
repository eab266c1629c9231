package io.ipvm.wasm.component;

import io.ipvm.wasm.core.CoreFunction;
import org.jspecify.annotations.Nullable;

/// One resource type; its identity is the object's. A type that came in abstractly has no owner.
public final class ResourceType {
  private final @Nullable ComponentInstance owner;
  private final @Nullable CoreFunction destructor;

  ResourceType(@Nullable ComponentInstance owner, @Nullable CoreFunction destructor) {
    this.owner = owner;
    this.destructor = destructor;
  }

  @Nullable ComponentInstance owner() {
    return owner;
  }

  @Nullable CoreFunction destructor() {
    return destructor;
  }
}
