package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.engine.JavaFunction;
import io.ipvm.engine.ModuleDescription;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.PassphraseSource;
import io.ipvm.store.Quota;
import io.ipvm.store.RunSummary;
import io.ipvm.store.Store;
import io.ipvm.ucan.DidResolver;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A node inside this program: what the command line uses, and any Java program can.
///
/// One process writes to a data directory at a time; the others may open it with
/// [Builder#readOnly]. All methods may be called from any thread.
public final class Ipvm implements AutoCloseable {
  private final NodeAssembly node;

  private Ipvm(NodeAssembly node) {
    this.node = node;
  }

  /// Opens `dataDir`, which is made if it is not there.
  ///
  /// @throws io.ipvm.store.StoreException if it is locked, damaged, newer than this program, full
  public static Ipvm open(Path dataDir) {
    return builder(dataDir).open();
  }

  public static Builder builder(Path dataDir) {
    return new Builder(new DataDirectory(dataDir));
  }

  /// Compiles a document of any layer. Files it names are stored; `folder` is where relative paths
  /// start, and `fileName` helps to tell the format.
  public Reading<Template> read(Bytes source, String fileName, Path folder) {
    return node.documents().read(source, fileName, folder);
  }

  /// Asks the engines what they think of every task before anything runs.
  public List<Problem> check(RunRequest request) {
    return node.scheduler().check(request);
  }

  /// What [#start] would compute and what it would replay.
  public Plan plan(RunRequest request) {
    return node.scheduler().plan(request, Mandate.toLook(node.userDid()));
  }

  /// Starts a run, or goes on with one of the same workflow that was interrupted. Returns when the
  /// run is durable. `watcher` is called from the run's threads, one call at a time.
  public RunHandle start(RunRequest request, Consumer<RunEvent> watcher) {
    return node.scheduler().start(request, node.mandate(request), watcher);
  }

  /// Carries out what somebody asks for by a signed invocation, if they may.
  ///
  /// @param carried the proofs that came with it; those that are here are looked at, too
  /// @throws NotAuthorisedException if they may not
  public Handling carryOut(Invocation invocation, ProofStore carried, Consumer<RunEvent> watcher) {
    return node.invocations().start(invocation, carried, watcher);
  }

  /// Who may do what here.
  public Authority authority() {
    return node.authority();
  }

  /// The receipt of a task that an invocation asked for, by its Task ID.
  public Optional<Receipt> findTaskReceipt(Cid task) {
    return node.taskReceipts().find(task);
  }

  /// Runs to the end.
  public RunResult run(Workflow workflow) throws InterruptedException {
    return start(RunRequest.of(workflow), event -> {}).join();
  }

  /// A workflow of the single task `function(arguments)` of a module.
  public Workflow call(Cid module, String function, List<Node> arguments) {
    return node.documents().call(module, function, arguments);
  }

  /// Newest first.
  public List<RunSummary> runs(int limit) {
    return node.store().runs().findRuns(limit);
  }

  public Optional<RunView> findRun(String idOrAlias) {
    return node.history().find(idOrAlias);
  }

  /// The receipt with that CID, issued here or imported.
  ///
  /// @throws io.ipvm.ipld.IpvmException `MISMATCH` if an imported one is not signed by its issuer
  public Optional<Receipt> findReceipt(Cid receipt) {
    return node.provenance()
        .findReceipt(receipt)
        .or(() -> node.taskReceipts().findReceipt(receipt));
  }

  /// The CIDs of receipts and blocks that are here and whose bytes are in a range, smallest first.
  /// Looks at the CID of every block.
  ///
  /// @param below the first that is not meant
  public List<Cid> findCids(Bytes from, Bytes below, int limit) {
    var found = new TreeMap<Bytes, Cid>();
    var store = node.store();
    store.runs().findReceipts(from, below, limit).forEach(cid -> found.put(cid.bytes(), cid));
    store
        .blocks()
        .findAll(cid -> cid.bytes().compareTo(from) >= 0 && cid.bytes().compareTo(below) < 0)
        .forEach(cid -> found.put(cid.bytes(), cid));
    return found.values().stream().limit(limit).toList();
  }

  /// The blocks that are here, the receipts of this node's runs among them.
  public BlockSource blocks() {
    return node.provenance().blocks();
  }

  /// What the roots lead to, parents first, each block once: the links, and what somebody elsewhere
  /// needs to check a receipt by computing its task again (the module, the receipts of its inputs).
  ///
  /// @param partial whether blocks that are not here are left out; else they end the walk with an
  ///   [io.ipvm.ipld.IpvmException] `NOT_FOUND`
  public Iterator<Block> walk(List<Cid> roots, boolean partial) {
    return new GraphWalk(node.provenance(), roots, partial);
  }

  /// The receipt with all that led to it, as far as it is here.
  public ReceiptTree tree(Receipt receipt) {
    return node.verifier().tree(receipt);
  }

  /// Checks signature and links of a receipt; with `replay`, computes the task again and compares.
  public ReceiptCheck verify(Bytes receipt, boolean replay) throws InterruptedException {
    return node.verifier().verify(receipt, replay);
  }

  /// Stores the file as a module under `name` and returns its CID.
  ///
  /// @throws io.ipvm.ipld.IpvmException `CALLER_ERROR` if no engine can run it
  public Cid addModule(String name, Path file) {
    return node.documents().addModule(name, file);
  }

  /// What functions a module has.
  public ModuleDescription describe(Cid module) {
    return node.documents().describe(module);
  }

  /// The whole content of a file in the block store.
  public Bytes readFile(Cid file) {
    return node.documents().readFile(file);
  }

  public Store store() {
    return node.store();
  }

  /// Who signs the receipts of this node.
  public Did nodeDid() {
    return node.nodeDid();
  }

  /// On whose behalf runs are started.
  public Did userDid() {
    return node.userDid();
  }

  /// Interrupts what runs, writes what is pending and gives the data directory free.
  @Override
  public void close() {
    node.close();
  }

  /// What may be chosen about a node.
  public static final class Builder {
    private final NodeAssembly.Choices choices;

    private Builder(DataDirectory directory) {
      this.choices = new NodeAssembly.Choices(requireNonNull(directory));
    }

    /// Opens for reading only; works while another process writes.
    public Builder readOnly() {
      choices.readOnly = true;
      return this;
    }

    /// Opens for looking: documents can be read, checked and planned, and nothing of it stays.
    /// Works while another process writes, and without a data directory, of which none is made.
    public Builder dry() {
      choices.dry = true;
      return this;
    }

    /// Whom to ask for the passphrase of the node's key, if it has one, when the node is opened.
    /// Without it, such a node computes nothing that would have to be signed.
    public Builder passphrases(PassphraseSource source) {
      choices.passphrases = Optional.of(source);
      return this;
    }

    /// Tasks computed at once by all runs together; the number of cores unless set.
    public Builder concurrency(int tasks) {
      if (tasks < 1) {
        throw new IllegalArgumentException("concurrency " + tasks + " is below 1");
      }
      choices.concurrency = tasks;
      return this;
    }

    /// What the times of records come from; the clock of the system unless set. No result and no
    /// order depends on it: it may stand still, or jump.
    public Builder clock(Clock clock) {
      choices.clock = requireNonNull(clock);
      return this;
    }

    /// How much room the store may take; no limit unless set.
    public Builder quota(Quota quota) {
      choices.quota = requireNonNull(quota);
      return this;
    }

    /// Who finds the keys of issuers that are no did:key; nobody, unless set: then what they sign
    /// is refused.
    public Builder resolver(DidResolver resolver) {
      choices.resolver = requireNonNull(resolver);
      return this;
    }

    /// Adds a function in Java, for tasks of `java/call`.
    public Builder register(JavaFunction function) {
      choices.functions.add(function);
      return this;
    }

    public Ipvm open() {
      return new Ipvm(NodeAssembly.open(choices));
    }
  }
}
