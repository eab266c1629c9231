package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads documents in tests, beside files that are in memory only.
final class Documents implements FileSource {
  /// The module of the examples in `homestar.md`.
  static final String R = "ipfs://bafybeibk42jwhq7w2zcpe6q3wgtleugp3ymfs3pa5gerjmnakqihhqx4zq";

  private final Map<String, Bytes> files = new HashMap<>();
  private final Map<String, Cid> modules = new HashMap<>();
  private final Map<Cid, Bytes> blocks = new HashMap<>();
  int lookUps;

  static Documents empty() {
    return new Documents();
  }

  /// With `hello.wasm`, and a registered module `shop`.
  static Documents usual() {
    return new Documents().with("./hello.wasm", "hello").withModule("shop");
  }

  static Cid cidOf(String content) {
    return Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.utf8(content));
  }

  Documents with(String path, String content) {
    files.put(path, Bytes.utf8(content));
    return this;
  }

  Documents withModule(String name) {
    modules.put(name, cidOf(name));
    return this;
  }

  Documents withBlock(Cid cid, Bytes bytes) {
    blocks.put(cid, bytes);
    return this;
  }

  Reading<Template> read(String text) {
    return read(text, "test.yaml");
  }

  Reading<Template> read(String text, String fileName) {
    return new DocumentReader(this).read(Bytes.utf8(text), fileName);
  }

  Template template(String text) {
    return valid(read(text));
  }

  Workflow workflow(String text) {
    return workflow(text, MapNode.EMPTY);
  }

  Workflow workflow(String text, Node input) {
    return valid(template(text).bind(input));
  }

  /// As `line:column path: message | advice`.
  List<String> problems(String text) {
    return shown(read(text));
  }

  static List<String> shown(Reading<?> reading) {
    return reading.problems().stream().map(Documents::shown).toList();
  }

  static String shown(Problem problem) {
    return (problem.severity() == Problem.Severity.WARNING ? "warning " : "")
        + problem.line()
        + ":"
        + problem.column()
        + " "
        + problem.path()
        + ": "
        + problem.message()
        + (problem.advice().isEmpty() ? "" : " | " + problem.advice());
  }

  static <T> T valid(Reading<T> reading) {
    return switch (reading) {
      case Reading.Valid<T>(var value, var _) -> value;
      case Reading.Invalid<T>(var problems) ->
          throw new AssertionError(
              problems.stream().map(Documents::shown).collect(Collectors.joining("\n")));
    };
  }

  static MapNode json(String json) {
    return (MapNode) DagJson.decode(json);
  }

  @Override
  public Cid file(String path) {
    lookUps++;
    return Optional.ofNullable(files.get(path))
        .map(bytes -> Cid.of(Codec.RAW, HashFunction.SHA2_256, bytes))
        .orElseThrow(
            () -> new IpvmException(ErrorCode.NOT_FOUND, "file " + path + " does not exist"));
  }

  @Override
  public Cid directory(String path) {
    if (files.keySet().stream().noneMatch(file -> file.startsWith(path + "/"))) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "folder " + path + " does not exist");
    }
    return cidOf("folder " + path);
  }

  @Override
  public List<String> glob(String pattern) {
    var start = pattern.substring(0, pattern.indexOf('*'));
    return files.keySet().stream().filter(file -> file.startsWith(start)).sorted().toList();
  }

  @Override
  public Optional<Cid> module(String name) {
    return Optional.ofNullable(modules.get(name));
  }

  @Override
  public Optional<Bytes> block(Cid cid) {
    return Optional.ofNullable(blocks.get(cid));
  }
}
