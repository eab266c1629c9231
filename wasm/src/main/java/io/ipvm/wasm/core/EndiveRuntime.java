package io.ipvm.wasm.core;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.ByteArrayInputStream;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/// Endive: a pure Java runtime whose compiler turns each function into a method of a JVM class.
///
/// The interim (`wasm.md` decision 4): compiler 1.0.0 on runtime 1.0.1, with [FlatMemory]. What it
/// lacks, and the engine profile therefore says: gas, counted call depth, a rule for NaNs, and a
/// `call_indirect` into another instance always traps. Interrupting the thread stops a function at
/// its next loop or call.
public final class EndiveRuntime implements CoreRuntime {
  @Override
  public String name() {
    return "endive-1.0.1";
  }

  @Override
  public CoreModule read(Bytes module, CodeCache cache) {
    var code = cache.find();
    try {
      // Code in the cache was made from this module after it had been validated.
      var parsed =
          Parser.builder()
              .withValidation(code.isEmpty())
              .build()
              .parse(() -> new ByteArrayInputStream(module.toArray()));
      return new EndiveModule(refuseForeignFeatures(parsed), code, cache);
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Besides its own exceptions the parser lets index and arithmetic errors of bad input escape.
      throw new MalformedException("core module: " + reason(e));
    } catch (AssertionError e) {
      // Where assertions are on, the parser says with one what it else says with an exception.
      throw new MalformedException("core module: the code of a function is broken");
    } catch (StackOverflowError e) {
      throw new MalformedException("core module: blocks are nested too deeply");
    } catch (OutOfMemoryError e) {
      // The parser believes the length of a name, and asks for that much at once.
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "core module of " + module.size() + " bytes: reading it takes more memory than there is");
    }
  }

  private static WasmModule refuseForeignFeatures(WasmModule module) {
    module
        .memorySection()
        .ifPresent(memories -> {
          for (int i = 0; i < memories.memoryCount(); i++) {
            if (memories.getMemory(i).limits().shared()) {
              throw new MalformedException(
                  "core module: shared memory needs threads, which are not deterministic");
            }
          }
        });
    return module;
  }

  static String reason(Throwable e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
