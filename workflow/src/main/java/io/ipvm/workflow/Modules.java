package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The modules of a document: its `use`, and what `run` names directly.
final class Modules {
  private static final DocumentPath USE = DocumentPath.of("use");
  private static final String FORMS = "./file.wasm, ipfs://CID, or a name given with `ipvm fn add`";

  private final LocalContent content;
  private final Problems problems;

  /// Empty for an alias that leads nowhere, which has been reported.
  private final Map<String, Optional<String>> aliases = new TreeMap<>();

  private final Set<String> used = new HashSet<>();

  private Modules(LocalContent content, Problems problems) {
    this.content = content;
    this.problems = problems;
  }

  static Modules read(Node use, LocalContent content, Problems problems) {
    var modules = new Modules(content, problems);
    if (use instanceof MapNode map) {
      map.forEach(modules::declare);
    } else if (!(use instanceof Node.NullNode)) {
      problems.error(
          USE,
          "`use` is a map of names, not " + Kind.of(use),
          "write use: { hello: ./hello.wasm }");
    }
    return modules;
  }

  /// The `rsc` of the module that `run` calls `name`; empty, with the reason in the problems, if
  /// there is none.
  Optional<String> find(String name, DocumentPath at) {
    var alias = aliases.get(name);
    if (alias != null) {
      used.add(name);
      return alias;
    }
    return resolve(name, at);
  }

  void warnOfUnused() {
    for (var alias : aliases.keySet()) {
      if (!used.contains(alias)) {
        problems.keyWarning(
            USE.key(alias),
            "the module `" + alias + "` is not used",
            "remove it, or run one of its functions");
      }
    }
  }

  private void declare(String alias, Node value) {
    var at = USE.key(alias);
    if (value instanceof Node.StringNode(var text)) {
      aliases.put(alias, resolve(text, at));
    } else if (value instanceof Node.LinkNode(var cid)) {
      aliases.put(alias, Optional.of(ResourceUrl.of(cid)));
    } else {
      aliases.put(alias, Optional.empty());
      problems.error(at, "a module is text, not " + Kind.of(value), "write " + FORMS);
    }
  }

  private Optional<String> resolve(String text, DocumentPath at) {
    if (text.startsWith(ResourceUrl.IPFS)) {
      var cid = ResourceUrl.findCid(text);
      if (cid.isEmpty()) {
        problems.error(at, "`" + text + "` is no ipfs://CID", "write " + FORMS);
      }
      return cid.map(ResourceUrl::of);
    }
    if (isPath(text)) {
      return content.file(text, at).map(ResourceUrl::of);
    }
    var module = content.module(text);
    if (module.isEmpty()) {
      problems.error(
          at,
          "no module is called `" + text + "`",
          () ->
              Nearest.to(text, aliases.keySet())
                  .map(name -> "did you mean `" + name + "`?")
                  .orElse("write " + FORMS));
    }
    return module.map(ResourceUrl::of);
  }

  private static boolean isPath(String text) {
    return text.startsWith("./")
        || text.startsWith("../")
        || text.startsWith("/")
        || text.endsWith(".wasm");
  }
}
