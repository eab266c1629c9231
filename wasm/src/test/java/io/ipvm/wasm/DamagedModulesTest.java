package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.engine.Completion;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import io.ipvm.testkit.TestData;
import io.ipvm.wasm.component.Component;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.EndiveRuntime;
import io.ipvm.workflow.Limits;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Components that are damaged, too large, or of a kind we cannot run: whatever happens is said in
/// our words, and happens soon.
final class DamagedModulesTest {
  private static final String[] MODULES = {
    "echo.wasm", "interface.wasm", "initialized.wasm", "core-add.wasm", "names.wasm"
  };

  private static Bytes damaged(RandomGenerator random) {
    var bytes = Calls.fixture(MODULES[random.nextInt(MODULES.length)]).toArray();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
    }
    int size = random.nextInt(8) == 0 ? 8 + random.nextInt(bytes.length - 8) : bytes.length;
    return Bytes.owned(bytes).slice(0, size);
  }

  @Test
  void whateverADamagedComponentDoesIsACompletion(@TempDir Path folder) {
    var limits = new Limits(Long.MAX_VALUE, 16 * 1024 * 1024, Duration.ofSeconds(2));
    try (var calls = new Calls(folder)) {
      Property.check(seed -> {
        var rsc = calls.module(damaged(Property.random(seed)));

        var completion = calls.complete(limits, rsc, "v2-to-v3", Node.of(1));

        if (completion instanceof Completion.Aborted(var cause, var message, _)) {
          assertThat(cause).as(message).isNotEqualTo(Completion.Cause.ENGINE_FAILURE);
        }
      });
    }
  }

  /// 2^30 instances in a few hundred bytes: component n holds component n - 1 and makes two of it.
  @Test
  void exponentialComponentsAreRefused() {
    var component = Bytes.fromHex("0061736d0d000100");
    for (int i = 0; i < 30; i++) {
      var nested = Bytes.of((byte) 4).concat(leb(component.size())).concat(component);
      var twice = Bytes.fromHex("0507" + "02" + "000000" + "000000");
      component = Bytes.fromHex("0061736d0d000100").concat(nested).concat(twice);
    }
    var deep = component;

    assertThat(refusal(deep)).contains("takes more than 200000 steps");
  }

  @Test
  void componentsNestedTooDeeplyAreRefused() {
    var component = Bytes.fromHex("0061736d0d000100");
    for (int i = 0; i < 40; i++) {
      component =
          Bytes.fromHex("0061736d0d000100")
              .concat(Bytes.of((byte) 4))
              .concat(leb(component.size()))
              .concat(component);
    }

    assertThat(refusal(component)).contains("nested deeper than 32");
  }

  /// type n = tuple<type n-1, type n-1>: short to write, 2^40 parts to walk.
  @Test
  void exponentialTypesAreRefused() {
    var types = new StringBuilder("6f027f7f");
    for (int i = 0; i < 40; i++) {
      var index = String.format(Locale.ROOT, "%02x", i);
      types.append("6f02").append(index).append(index);
    }
    var section = Bytes.fromHex("29" + types);
    var component =
        Bytes.fromHex("0061736d0d000100")
            .concat(Bytes.of((byte) 7))
            .concat(leb(section.size()))
            .concat(section);

    assertThat(refusal(component)).contains("a type of more than 10000 parts");
  }

  @Test
  void aCountAllocatesNoMoreThanTheInputHolds() {
    var component = Bytes.fromHex("0061736d0d000100" + "0705" + "ffffffff07");

    assertThat(refusal(component)).contains("items, limit 100000");
  }

  /// The parser has no exception for it, only an assertion; fuzzing found it.
  @Test
  void anElseWithoutItsIfIsRefused() {
    var body = "00" + "0240" + "05" + "0b" + "0b";
    var code = "0a0801" + "06" + body;
    var core = Bytes.fromHex("0061736d01000000" + "010401600000" + "03020100" + code);
    var component = Bytes.fromHex("0061736d0d000100" + "01").concat(leb(core.size())).concat(core);

    assertThat(refusal(component)).startsWith("core module: ");
  }

  private static Bytes leb(int value) {
    return value < 128
        ? Bytes.of((byte) value)
        : Bytes.of((byte) ((value & 127) | 128)).concat(leb(value >>> 7));
  }

  private static String refusal(Bytes component) {
    try {
      Component.read(component, new EndiveRuntime(), _ -> CodeCache.NONE);
      return "accepted";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// The asynchronous suite: nothing of it may run, and the message says what to do.
  @Test
  void asynchronousComponentsAreRefusedWithAdvice() throws IOException {
    var data = TestData.find("wasm/component-async.zip");
    assumeTrue(data.isPresent(), TestData.ABSENT);
    var accepted = new ArrayList<String>();
    int advised = 0;

    try (var files = FileSystems.newFileSystem(data.get());
        var list = Files.list(files.getPath("/"))) {
      for (var file : list.filter(f -> f.toString().endsWith(".wasm")).sorted().toList()) {
        var refusal = refusal(Calls.read(file));
        if (refusal.equals("accepted")) {
          accepted.add(file.toString());
        } else if (refusal.contains("rebuild with --sync")) {
          advised++;
        }
      }
    }

    assertThat(advised).isGreaterThanOrEqualTo(38);
    // These three have nothing asynchronous in them.
    assertThat(accepted)
        .containsOnly(
            "/async__builtin-trap-poisons-instance.0.wasm",
            "/async__trap-on-reenter.1.wasm",
            "/async__trap-on-reenter.2.wasm");
  }
}
