package io.ipvm.wasm.component;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.component.Value.Fields;
import org.jspecify.annotations.Nullable;

/// Something that can be called with component values.
@FunctionalInterface
interface Callee {
  /// Stands where only types are known.
  Callee DECLARED =
      (_, _) -> {
        throw new IpvmException(ErrorCode.BUG, "a function was called that is only declared");
      };

  /// Calls it.
  ///
  /// @param caller the instance the call comes from, null for the host
  /// @return null where the function has no result
  @Nullable Value call(Fields args, @Nullable ComponentInstance caller);
}
