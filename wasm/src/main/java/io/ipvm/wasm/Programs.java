package io.ipvm.wasm;

import io.ipvm.engine.Host;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.UnixFs;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.core.CoreRuntime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The modules that were used last, read and compiled, by CID. A module is read once even if many
/// ask for it at the same time.
final class Programs {
  /// What a resource of this engine begins with.
  static final String SCHEME = "ipfs://";

  /// Bytes of a module.
  static final int MAX_MODULE = 64 * 1024 * 1024;

  /// Modules kept; each holds its generated classes.
  static final int MAX_KEPT = 64;

  /// Bytes of all modules kept; their classes are about as large.
  static final long MAX_KEPT_BYTES = 256L * 1024 * 1024;

  private final CoreRuntime runtime;
  private final String profile;
  // In order of use; guarded by itself.
  private final Map<Cid, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  Programs(CoreRuntime runtime, String profile) {
    this.runtime = runtime;
    this.profile = profile;
  }

  /// The module a resource such as `ipfs://bafy...` names.
  ///
  /// @throws IpvmException `NOT_FOUND` if it is not here, `CALLER_ERROR` if it cannot be run
  Program load(String rsc, Host host) {
    var cid = cid(rsc);
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(cid, _ -> new Slot());
    }
    synchronized (slot) {
      if (slot.program != null) {
        return slot.program;
      }
      try {
        var bytes = UnixFs.read(cid, host.blocks(), MAX_MODULE);
        var program = read(cid, bytes, host);
        slot.program = program;
        keep(cid, slot, bytes.size());
        return program;
      } catch (RuntimeException e) {
        forget(cid, slot);
        throw e;
      }
    }
  }

  /// What could not be read is tried again next time.
  private void forget(Cid cid, Slot slot) {
    synchronized (slots) {
      slots.remove(cid, slot);
    }
  }

  /// Counts a module that was read, and drops those that were not used for the longest time.
  private void keep(Cid cid, Slot slot, int size) {
    synchronized (slots) {
      slot.size = size;
      slots.put(cid, slot);
      long total = slots.values().stream().mapToLong(s -> s.size).sum();
      var oldest = slots.values().iterator();
      while (slots.size() > 1 && (slots.size() > MAX_KEPT || total > MAX_KEPT_BYTES)) {
        total -= oldest.next().size;
        oldest.remove();
      }
    }
  }

  private Program read(Cid cid, Bytes bytes, Host host) {
    var classes = new ClassCache(host.cache().resolve("wasm"), profile);
    try {
      return ModuleBytes.read(bytes, runtime, number -> classes.entry(cid, number));
    } catch (IpvmException e) {
      throw new IpvmException(e.code(), "module " + cid + ": " + e.getMessage(), e);
    }
  }

  static Cid cid(String rsc) {
    if (!rsc.startsWith(SCHEME)) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, "resource '" + rsc + "' is no module: it has to be ipfs://<cid>");
    }
    try {
      return Cid.parse(rsc.substring(SCHEME.length()));
    } catch (IpvmException e) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, "resource '" + rsc + "' is no module: " + e.getMessage(), e);
    }
  }

  private static final class Slot {
    // Guarded by the slot.
    private @Nullable Program program;
    // Guarded by the map of slots; zero until the module was read.
    private int size;
  }
}
