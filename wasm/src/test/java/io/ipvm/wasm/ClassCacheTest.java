package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassCacheTest {
  private static final Cid MODULE =
      Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.utf8("a module"));
  private static final byte[] CODE = {1, 2, 3};

  @TempDir private Path folder;

  private ClassCache cache(String profile) {
    return new ClassCache(folder.resolve("wasm"), profile);
  }

  private Path file() throws IOException {
    try (var files = Files.list(folder.resolve("wasm"))) {
      return files.filter(f -> f.toString().endsWith(".classes")).findFirst().orElseThrow();
    }
  }

  @Test
  void givesBackWhatWasStored() {
    cache("p").entry(MODULE, 0).store(CODE);

    assertThat(cache("p").entry(MODULE, 0).find()).contains(CODE);
  }

  @Test
  void anotherProfileOrModuleFindsNothing() {
    cache("p").entry(MODULE, 0).store(CODE);

    assertThat(cache("q").entry(MODULE, 0).find()).isEmpty();
    assertThat(cache("p").entry(MODULE, 1).find()).isEmpty();
  }

  @Test
  void aChangedByteIsAMiss() throws IOException {
    cache("p").entry(MODULE, 0).store(CODE);
    var bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);

    assertThat(cache("p").entry(MODULE, 0).find()).isEmpty();
  }

  @Test
  void anEntryOfAnotherMachineIsAMiss() throws IOException {
    cache("p").entry(MODULE, 0).store(CODE);
    Files.delete(folder.resolve("wasm/key"));

    assertThat(cache("p").entry(MODULE, 0).find()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsNoFailure() throws IOException {
    Files.writeString(folder.resolve("wasm"), "a file where the folder should be");

    cache("p").entry(MODULE, 0).store(CODE);

    assertThat(cache("p").entry(MODULE, 0).find()).isEmpty();
  }

  @Test
  void keepsABoundedNumberOfEntries() throws IOException {
    var cache = cache("p");
    for (int i = 0; i < ClassCache.MAX_ENTRIES + 10; i++) {
      cache.entry(MODULE, i).store(CODE);
    }

    try (var files = Files.list(folder.resolve("wasm"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".classes")))
          .hasSize(ClassCache.MAX_ENTRIES);
    }
  }

  @Test
  void aSecondEngineRunsFromTheCacheOfTheFirst() {
    Outcome first;
    try (var calls = new Calls(folder)) {
      first = calls.call(calls.module("echo.wasm"), "echo-string", Node.of("x"));
    }

    try (var calls = new Calls(folder)) {
      assertThat(calls.call(calls.module("echo.wasm"), "echo-string", Node.of("x")))
          .isEqualTo(first);
    }
  }
}
