package io.ipvm.node;

import io.ipvm.engine.Engine;
import io.ipvm.engine.Host;
import io.ipvm.engine.JavaEngine;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.PassphraseSource;
import io.ipvm.keys.Signer;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.Quota;
import io.ipvm.store.Store;
import io.ipvm.ucan.DidResolver;
import io.ipvm.workflow.RunIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Wires a node with `new`: the one place that knows every class.
final class NodeAssembly implements AutoCloseable {
  private final Store store;
  private final Engines engines;
  private final Documents documents;
  private final History history;
  private final Scheduler scheduler;
  private final Results results;
  private final Authority authority;
  private final Invocations invocations;
  private final TaskReceipts taskReceipts;
  private final Host host;
  private final Signer nodeKey;
  private final Signer userKey;

  /// What [Ipvm.Builder] collects.
  static final class Choices {
    final DataDirectory directory;
    final List<JavaFunction> functions = new ArrayList<>();
    Clock clock = Clock.systemUTC();
    boolean readOnly;
    boolean dry;
    Optional<PassphraseSource> passphrases = Optional.empty();
    Quota quota = Quota.NONE;
    DidResolver resolver = DidResolver.KEY;
    int concurrency = Runtime.getRuntime().availableProcessors();

    Choices(DataDirectory directory) {
      this.directory = directory;
    }
  }

  static NodeAssembly open(Choices choices) {
    var root = choices.directory.root();
    var store = choices.dry ? DryStore.over(root, exists(choices)) : store(choices, root);
    try {
      return new NodeAssembly(choices, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Store store(Choices choices, Path root) {
    return choices.readOnly
        ? EmbeddedStore.openReadOnly(root)
        : EmbeddedStore.open(root, choices.clock, (_, _) -> {}, choices.quota);
  }

  private static boolean exists(Choices choices) {
    return Files.exists(choices.directory.nodeKey());
  }

  private NodeAssembly(Choices choices, Store store) {
    this.store = store;
    var directory = choices.directory;
    var random = new SecureRandom();
    boolean nobody = choices.dry && !exists(choices);
    nodeKey = nobody ? KeyPair.generate(random) : key(choices, directory.nodeKey(), random);
    userKey = nobody ? nodeKey : key(choices, directory.userKey(), random);
    engines = new Engines(engines(choices.functions));
    host = new NodeHost(store.blocks(), store.blocks(), directory.cache());
    documents = new Documents(store, engines, host);
    history = new History(store.runs(), documents);
    results = new Results(store, nodeKey);
    var permits = new Permits(choices.concurrency, Runtime.getRuntime().maxMemory() / 4 * 3);
    var runner = new TaskRunner(engines, results, permits, choices.clock);
    var services =
        new RunContext.Services(store.runs(), engines, results, runner, history, choices.clock);
    scheduler =
        new Scheduler(
            store, documents, services, new RunIds(choices.clock, random), directory.cache());
    authority = new Authority(store.facts(), nodeKey, userKey, choices.clock, choices.resolver);
    taskReceipts = new TaskReceipts(store.facts(), results);
    invocations =
        new Invocations(authority, documents, scheduler, taskReceipts, nodeKey, countsGas());
  }

  private boolean countsGas() {
    return engines.find("wasm/run").map(engine -> engine.descriptor().counters().stream()).stream()
        .flatMap(counters -> counters)
        .anyMatch(counter -> counter.name().startsWith("gas"));
  }

  /// A key, unlocked if there is somebody to ask: better now than in the middle of a run.
  private static Signer key(Choices choices, Path file, SecureRandom random) {
    if (choices.passphrases.isEmpty()) {
      return key(file, random);
    }
    makeIfAbsent(file, random);
    return KeyFile.load(file, choices.passphrases.get());
  }

  /// A key that names its owner; it signs only if it has no passphrase.
  private static Signer key(Path file, SecureRandom random) {
    makeIfAbsent(file, random);
    return KeyFile.open(file, PassphraseSource.NONE);
  }

  private static void makeIfAbsent(Path file, SecureRandom random) {
    if (!Files.exists(file)) {
      KeyFile.create(file, KeyPair.generate(random));
    }
  }

  private static List<Engine> engines(List<JavaFunction> functions) {
    var engines = new ArrayList<Engine>();
    engines.add(new JavaEngine(functions));
    ServiceLoader.load(Engine.class).forEach(engines::add);
    return engines;
  }

  /// By which right the user starts a run.
  Mandate mandate(RunRequest request) {
    var workflow = request.workflow();
    long gas = 0;
    long memory = 0;
    long millis = 0;
    for (var task : workflow.tasks()) {
      gas = Math.max(gas, task.limits().gas());
      memory = Math.max(memory, task.limits().memory());
      millis = Math.max(millis, task.limits().time().toMillis());
    }
    var args =
        MapNode.builder()
            .put("wf", workflow.cid())
            .put("limits", Authority.limits(gas, memory, millis))
            .build();
    return authority.own("/workflow/run", args);
  }

  Authority authority() {
    return authority;
  }

  Invocations invocations() {
    return invocations;
  }

  TaskReceipts taskReceipts() {
    return taskReceipts;
  }

  Documents documents() {
    return documents;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  History history() {
    return history;
  }

  /// One for each question.
  ReceiptVerifier verifier() {
    return new ReceiptVerifier(engines, results, host, provenance());
  }

  /// One for each question.
  Provenance provenance() {
    return new Provenance(engines, results, store.blocks());
  }

  Store store() {
    return store;
  }

  Did nodeDid() {
    return nodeKey.did();
  }

  Did userDid() {
    return userKey.did();
  }

  @Override
  public void close() {
    try {
      scheduler.close();
      engines.close();
    } finally {
      store.close();
    }
  }
}
