package io.ipvm.wasm.core;

import java.util.Optional;

/// Where compiled code of one module is kept between processes. What [#find] returns was stored for
/// the same module by the same runtime: the cache vouches for it, a runtime may skip validation.
public interface CodeCache {
  CodeCache NONE =
      new CodeCache() {
        @Override
        public Optional<byte[]> find() {
          return Optional.empty();
        }

        @Override
        public void store(byte[] code) {}
      };

  Optional<byte[]> find();

  void store(byte[] code);
}
