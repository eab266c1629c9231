package io.ipvm.cli;

import io.ipvm.cli.Completion.Candidate;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.DataDirectory;
import io.ipvm.node.Ipvm;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.RunRecord;
import io.ipvm.store.Store;
import io.ipvm.workflow.DocumentReader;
import io.ipvm.workflow.FileSource;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Names a person could mean, for completion: those of this node, and those in a document.
///
/// Store and node are opened for reading when first asked, if they are there; nothing is ever made.
/// Whatever goes wrong there are no names: somebody who is typing cannot do anything about it.
final class LiveNames implements AutoCloseable {
  private static final int MOST_RUNS = 50;

  /// The run of each is read.
  private static final int MOST_RECEIPTS = 20;

  private final Path directory;
  private final Console console;

  /// Most names are in the store alone, which is opened in half the time of a node.
  private @Nullable Store store;

  private @Nullable Ipvm node;

  LiveNames(Path directory, Console console) {
    this.directory = directory;
    this.console = console;
  }

  /// The newest runs, by the names people gave and by their ids.
  List<Candidate> runs() {
    return askStore(known -> {
      var found = new ArrayList<Candidate>();
      for (var run : known.runs().findRuns(MOST_RUNS)) {
        var about = TaskSigns.word(run.status()) + ", " + run.name();
        run.alias().ifPresent(alias -> found.add(new Candidate(alias, about)));
        found.add(new Candidate(run.id().text(), about));
      }
      return found;
    });
  }

  /// Those of the newest runs; once enough is typed, all that begin so.
  List<Candidate> receipts(String typed) {
    return askStore(known ->
        CidPrefix.of(typed)
            .map(range -> receipts(known, range))
            .orElseGet(() -> newestReceipts(known)));
  }

  private static List<Candidate> receipts(Store known, CidPrefix range) {
    return known.runs().findReceipts(range.from(), range.below(), MOST_RECEIPTS).stream()
        .map(receipt -> new Candidate(receipt.toString(), ""))
        .toList();
  }

  /// From the records alone: [io.ipvm.node.RunView] would read the documents, too.
  private static List<Candidate> newestReceipts(Store known) {
    var found = new ArrayList<Candidate>();
    var labels = new HashMap<Cid, String>();
    for (var run : known.runs().findRuns(MOST_RECEIPTS)) {
      for (var record : known.runs().read(run.id())) {
        if (record instanceof RunRecord.TaskStarted started) {
          labels.put(started.instruction(), started.label());
        } else if (record instanceof RunRecord.ReceiptIssued issued) {
          var about = labels.getOrDefault(issued.instruction(), "?") + " of run " + run.id().text();
          found.add(new Candidate(issued.receipt().cid().toString(), about));
        }
      }
    }
    return found.stream().limit(MOST_RECEIPTS).toList();
  }

  List<Candidate> modules() {
    return askStore(known ->
        modules(known).entrySet().stream()
            .map(module -> new Candidate(module.getKey(), module.getValue().toString()))
            .toList());
  }

  List<Candidate> moduleCids() {
    return askStore(known ->
        modules(known).entrySet().stream()
            .map(module -> new Candidate(module.getValue().toString(), module.getKey()))
            .toList());
  }

  /// `MODULE#FUNCTION` of the one module that can be meant, else `MODULE#` of all that can: a
  /// module has to be read before its functions are known.
  List<Candidate> functions(String typed) {
    int hash = typed.indexOf('#');
    var meant = new TreeMap<String, Cid>();
    var offered =
        askStore(known -> {
          meant.putAll(modules(known));
          meant
              .keySet()
              .removeIf(name ->
                  hash < 0 ? !name.startsWith(typed) : !name.equals(typed.substring(0, hash)));
          return meant.entrySet().stream()
              .map(module -> new Candidate(module.getKey() + "#", module.getValue().toString()))
              .toList();
        });
    return meant.size() == 1
        ? ask(node -> functions(node, meant.firstKey(), meant.firstEntry().getValue()))
        : offered;
  }

  private static List<Candidate> functions(Ipvm node, String name, Cid module) {
    return node.describe(module).functions().stream()
        .map(function -> new Candidate(name + "#" + function.name(), function.signature()))
        .toList();
  }

  /// The delegations that are kept here.
  List<Candidate> delegations() {
    return ask(node -> {
      var whom = Whom.of(node);
      return KeptTokens.of(node).all().stream()
          .map(token ->
              new Candidate(
                  Whom.token(token.cid()), token.command() + " to " + whom.name(token.audience())))
          .toList();
    });
  }

  /// Everybody whom delegations here name, and the two of this node.
  List<Candidate> people() {
    return ask(node -> {
      var whom = Whom.of(node);
      var people = new ArrayList<Candidate>();
      people.add(new Candidate("node", "this node"));
      people.add(new Candidate("user", "you"));
      KeptTokens.of(node)
          .people()
          .forEach(did -> people.add(new Candidate(did.text(), whom.name(did))));
      return people;
    });
  }

  /// The labels of the tasks in the document, which is the first of the operands.
  List<Candidate> tasks(List<String> operands) {
    return document(operands)
        .map(template ->
            template.graph().tasks().stream()
                .map(task -> new Candidate(task.label(), task.title()))
                .toList())
        .orElse(List.of());
  }

  /// `NAME=` of every input the document declares.
  List<Candidate> inputs(List<String> operands) {
    return document(operands)
        .flatMap(Template::inputSchema)
        .filter(schema -> schema.find("properties").orElse(Node.NULL) instanceof MapNode)
        .map(schema -> (MapNode) schema.find("properties").orElse(MapNode.EMPTY))
        .map(properties ->
            properties.keys().stream()
                .map(name -> new Candidate(name + "=", about(properties.find(name))))
                .toList())
        .orElse(List.of());
  }

  private static String about(Optional<Node> property) {
    return property.orElse(Node.NULL) instanceof MapNode map
            && map.find("description").or(() -> map.find("type")).orElse(Node.NULL)
                instanceof Node.StringNode(var text)
        ? text
        : "";
  }

  private static Map<String, Cid> modules(Store store) {
    return new TreeMap<>(store.names());
  }

  private List<Candidate> askStore(Function<Store, List<Candidate>> question) {
    try {
      if (store == null && exists()) {
        store = EmbeddedStore.openReadOnly(directory);
      }
      return store == null ? List.of() : question.apply(store);
    } catch (RuntimeException _) {
      return List.of();
    }
  }

  private List<Candidate> ask(Function<Ipvm, List<Candidate>> question) {
    try {
      if (node == null && exists()) {
        node = Ipvm.builder(directory).readOnly().open();
      }
      return node == null ? List.of() : question.apply(node);
    } catch (RuntimeException _) {
      return List.of();
    }
  }

  private boolean exists() {
    return Files.exists(new DataDirectory(directory).nodeKey());
  }

  private Optional<Template> document(List<String> operands) {
    try {
      var file = console.resolve(operands.isEmpty() ? "" : operands.getFirst());
      if (!Files.isRegularFile(file) || Files.size(file) > DocumentFile.LIMIT) {
        return Optional.empty();
      }
      var source = Bytes.owned(Files.readAllBytes(file));
      return new DocumentReader(new Placeholders()).read(source, String.valueOf(file.getFileName()))
              instanceof Reading.Valid<Template>(var template, _)
          ? Optional.of(template)
          : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
    if (node != null) {
      node.close();
    }
  }

  /// Stands for every file a document names, so that none is read: labels do not depend on them.
  private static final class Placeholders implements FileSource {
    private static final Cid ANY = Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.EMPTY);

    @Override
    public Cid file(String path) {
      return ANY;
    }

    @Override
    public Cid directory(String path) {
      return ANY;
    }

    @Override
    public List<String> glob(String pattern) {
      return List.of();
    }

    @Override
    public Optional<Cid> module(String name) {
      return Optional.of(ANY);
    }
  }
}
