package io.ipvm.wasm;

import io.ipvm.engine.Admission;
import io.ipvm.engine.Call;
import io.ipvm.engine.Completion;
import io.ipvm.engine.Execution;
import io.ipvm.engine.UsageListener;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An engine with what the tests want of one: modules by name, calls in one line.
final class Calls implements AutoCloseable {
  private final WasmEngine engine = new WasmEngine();
  private final MemoryHost host;

  Calls(Path cache) {
    this.host = new MemoryHost(cache);
  }

  static Bytes read(Path file) {
    try {
      return Bytes.owned(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of a fixture.
  static Bytes fixture(String name) {
    try (var in = Calls.class.getResourceAsStream(name)) {
      return Bytes.owned(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WasmEngine engine() {
    return engine;
  }

  MemoryHost host() {
    return host;
  }

  /// The resource of a fixture.
  String module(String name) {
    return module(fixture(name));
  }

  String module(Bytes bytes) {
    return "ipfs://" + host.add(bytes);
  }

  /// The resource of a module in `examples`.
  String example(String path) {
    return module(read(Path.of("..", "examples").resolve(path)));
  }

  static Instruction instruction(String rsc, String function, Node... args) {
    var input = MapNode.builder().put("func", function).put("args", Node.list(args)).build();
    return new Instruction(rsc, WasmEngine.OP, input, Node.of(""));
  }

  Admission admit(Mapping mapping, String rsc, String function, Node... args) {
    return engine.admit(instruction(rsc, function, args), mapping, host);
  }

  Execution start(Limits limits, Mapping mapping, String rsc, String function, Node... args) {
    var instruction = instruction(rsc, function, args);
    var call = new Call(instruction, instruction.input(), mapping, limits, "key");
    return engine.start(call, host, UsageListener.SILENT);
  }

  static Completion join(Execution execution) {
    try {
      return execution.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Completion complete(Limits limits, String rsc, String function, Node... args) {
    return join(start(limits, Mapping.NATIVE, rsc, function, args));
  }

  /// What a call in the native mapping came to.
  Outcome call(String rsc, String function, Node... args) {
    return call(Mapping.NATIVE, rsc, function, args);
  }

  Outcome call(Mapping mapping, String rsc, String function, Node... args) {
    return returned(mapping, rsc, function, args).out();
  }

  Completion.Returned returned(Mapping mapping, String rsc, String function, Node... args) {
    return switch (join(start(Limits.NATIVE, mapping, rsc, function, args))) {
      case Completion.Returned returned -> returned;
      case Completion.Aborted aborted -> throw new AssertionError(aborted.toString());
    };
  }

  @Override
  public void close() {
    engine.close();
  }
}
