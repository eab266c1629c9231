package io.ipvm.it;

import io.ipvm.engine.Host;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.CarIndex;
import io.ipvm.ipld.CarReader;
import io.ipvm.ipld.CarWriter;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagCborReader;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multiaddr;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.UnixFs;
import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.OldToken;
import io.ipvm.ucan.Option;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.PolicyMatch;
import io.ipvm.ucan.PolicySyntaxException;
import io.ipvm.ucan.Promise;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Revocation;
import io.ipvm.ucan.RunArgs;
import io.ipvm.ucan.Token;
import io.ipvm.wasm.WasmEngine;
import io.ipvm.workflow.DocumentReader;
import io.ipvm.workflow.FileSource;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that reads bytes of strangers, as Jazzer calls it.
///
/// A decoder may refuse in our own words, and nothing else may come out. Where the form is strict,
/// what it takes has to be written as the very same bytes.
public final class DecoderFuzzer {
  /// The system property that names the decoder.
  static final String DECODER = "ipvm.fuzz.decoder";

  private static final int MAX_FILE = 1024 * 1024;

  private static final Options ALL_OPTIONS = Options.interop(Option.values());

  private static final Decoder CHOSEN = Decoder.valueOf(System.getProperty(DECODER, "DAG_CBOR"));

  private static final MapNode ARGS =
      MapNode.builder()
          .put("a", Node.list(Node.of(1), Node.of("x"), MapNode.of("b", Node.of(2.5))))
          .put("b", MapNode.builder().put("a", Node.NULL).put("bb", true).build())
          .put("c", Bytes.fromHex("d6a9c18cf8c4"))
          .put("d", MapNode.of("await/ok", Node.of(Cid.identity(Codec.RAW, Bytes.EMPTY))))
          .build();

  private DecoderFuzzer() {}

  /// Called by Jazzer with every input it makes.
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    try {
      CHOSEN.reading.read(Bytes.of(input));
    } catch (IpvmException e) {
      if (e.code() == ErrorCode.BUG) {
        throw e;
      }
    }
  }

  /// What is fuzzed.
  enum Decoder {
    DAG_CBOR(bytes -> same(bytes, DagCbor.encode(DagCbor.decode(bytes)))),
    DAG_CBOR_ITEMS(DecoderFuzzer::items),
    DAG_JSON(DecoderFuzzer::dagJson),
    DAG_PB(bytes -> Codec.decode(Codec.DAG_PB, bytes)),
    CID_TEXT(DecoderFuzzer::cidText),
    CID_BYTES(bytes -> same(bytes, Cid.of(bytes).bytes())),
    MULTIADDR_TEXT(DecoderFuzzer::multiaddr),
    MULTIADDR_BYTES(bytes -> same(bytes, Multiaddr.of(bytes).bytes())),
    CAR(DecoderFuzzer::car),
    CAR_INDEX(DecoderFuzzer::carIndex),
    UNIXFS(DecoderFuzzer::unixFs),
    RECEIPT(bytes -> same(bytes, Receipt.decodeTrusted(bytes).bytes())),
    DELEGATION(DecoderFuzzer::delegation),
    INVOCATION(DecoderFuzzer::invocation),
    CONTAINER(DecoderFuzzer::container),
    BUDGET_TEXT(DecoderFuzzer::budget),
    OLD_TOKEN(OldToken::read),
    DID_KEY(DecoderFuzzer::didKey),
    SELECTOR(DecoderFuzzer::selector),
    LIKE_PATTERN(DecoderFuzzer::likePattern),
    POLICY(DecoderFuzzer::policy),
    POLICY_TEXT(DecoderFuzzer::policyText),
    DOCUMENT_YAML(bytes -> document(bytes, "fuzzed.yaml")),
    DOCUMENT_JSON(bytes -> document(bytes, "fuzzed.json")),
    DOCUMENT_CBOR(bytes -> document(bytes, "fuzzed.cbor")),
    COMPONENT(DecoderFuzzer::component);

    @SuppressWarnings("ImmutableEnumChecker") // the bodies are functions without state
    private final Body reading;

    Decoder(Body reading) {
      this.reading = reading;
    }
  }

  private interface Body {
    void read(Bytes bytes) throws IOException;
  }

  /// Made when a component is first read; the other decoders do without.
  private static final class Wasm {
    static final WasmEngine ENGINE = new WasmEngine();
    static final Path CACHE = Path.of(System.getProperty("java.io.tmpdir"), "ipvm-fuzz-cache");
  }

  private static void same(Object read, Object written) {
    if (!read.equals(written)) {
      throw new AssertionError("read " + read + ", written " + written);
    }
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  /// White space and the order of keys are free, so only the value has to stay.
  private static void dagJson(Bytes bytes) {
    var value = DagJson.decode(bytes);
    var canonical = DagJson.encode(value);
    same(value, DagJson.decode(canonical));
    same(canonical, DagJson.encode(DagJson.decode(canonical)));
  }

  /// Item by item and as a tree, the same is taken and refused.
  private static void items(Bytes bytes) {
    same(refusal(() -> DagCbor.decode(bytes)), refusal(() -> skipAll(bytes)));
  }

  private static void skipAll(Bytes bytes) {
    var reader = new DagCborReader(bytes);
    var skipped = reader.skip();
    reader.end();
    same(bytes, skipped);
  }

  private static String refusal(Runnable decoder) {
    try {
      decoder.run();
      return "";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void multiaddr(Bytes bytes) {
    var address = Multiaddr.parse(text(bytes));
    same(address, Multiaddr.parse(address.toString()));
    same(address, Multiaddr.of(address.bytes()));
  }

  private static void carIndex(Bytes bytes) throws IOException {
    var index = CarIndex.read(bytes);
    if (index.isPresent()) {
      var copy = new ByteArrayOutputStream();
      index.get().writeTo(copy);
      same(bytes, Bytes.owned(copy.toByteArray()));
    }
  }

  private static void cidText(Bytes bytes) {
    var cid = Cid.parse(text(bytes));
    same(cid, Cid.parse(cid.toString()));
  }

  private static void car(Bytes bytes) throws IOException {
    var blocks = new ArrayList<Block>();
    var copy = new ByteArrayOutputStream();
    try (var reader = new CarReader(new ByteArrayInputStream(bytes.toArray()))) {
      reader.copyTo(blocks::add);
      if (reader.version() == 2) {
        return; // it says where its parts lie, and has an index
      }
      try (var writer = new CarWriter(copy, reader.roots())) {
        for (var block : blocks) {
          writer.write(block);
        }
      }
    }
    same(bytes, Bytes.owned(copy.toByteArray()));
  }

  /// Every link leads to the same node again: no tree is deeper.
  private static void unixFs(Bytes bytes) {
    var root = Cid.of(Codec.DAG_PB, HashFunction.SHA2_256, bytes);
    BlockSource source = cid -> Optional.of(bytes);
    if (UnixFs.isDirectory(root, source)) {
      var entries = UnixFs.list(root, source);
      if (!entries.isEmpty()) {
        UnixFs.resolve(root, entries.getFirst().name(), source);
      }
    } else {
      UnixFs.size(root, source);
      UnixFs.read(root, source, MAX_FILE);
    }
  }

  private static void delegation(Bytes bytes) {
    var lax = Delegation.decode(bytes, ALL_OPTIONS);
    same(bytes, lax.bytes());
    same(lax.toJson(), Token.ofJson(lax.toJson(), ALL_OPTIONS).toJson());
    Budget.carriedBy(lax);
    same(lax.policy().toNodes(), Policy.parse(lax.policy().text()).toNodes());
  }

  private static void invocation(Bytes bytes) {
    var lax = Invocation.decode(bytes, ALL_OPTIONS);
    same(bytes, lax.bytes());
    Promise.in(lax.args(), ALL_OPTIONS);
    if (Revocation.isRevocation(lax)) {
      Revocation.of(lax);
    }
    if (lax.command().equals(RunArgs.COMMAND)) {
      var args = RunArgs.of(lax.args());
      same(args, RunArgs.of(args.toNode()));
    }
    lax.taskId();
  }

  private static void container(Bytes bytes) {
    var read = ContainerReader.read(bytes, ALL_OPTIONS);
    var writer = new ContainerWriter().addAll(read.delegations()).addAll(read.invocations());
    read.receipts().forEach(writer::add);
    for (var form : ContainerForm.values()) {
      var again = ContainerReader.read(writer.write(form), ALL_OPTIONS);
      same(Set.copyOf(read.receipts()), Set.copyOf(again.receipts()));
      same(read.delegations().size(), again.delegations().size());
      same(read.invocations().size(), again.invocations().size());
    }
  }

  private static void budget(Bytes bytes) {
    var budget = Budget.parse(text(bytes));
    same(budget, Budget.parse(budget.text()));
    same(budget, Budget.decode(budget.encode()));
  }

  private static void didKey(Bytes bytes) {
    var did = Did.parse(text(bytes));
    var key = PublicKey.of(did);
    same(key, PublicKey.of(key.did()));
    // A did:key may name its version (rule DID-3), which a key does not remember.
    if (did.text().startsWith("did:key:z")) {
      same(did.principal(), key.did());
    }
  }

  /// Everywhere a selector may lead, in arguments that have a little of everything.
  private static void selector(Bytes bytes) {
    var demand = List.of(Node.of("=="), Node.of(text(bytes)), Node.NULL);
    policy(Policy.of(List.of(Node.list(demand))), ARGS);
  }

  /// The first half is matched with the second; and every text is what it is, once its stars are
  /// escaped.
  private static void likePattern(Bytes bytes) {
    int half = bytes.size() / 2;
    var text = text(bytes.slice(half));
    policy(like(text(bytes.slice(0, half))), MapNode.of("a", Node.of(text)));
    var verdict = like(text.replace("*", "\\*")).match(MapNode.of("a", Node.of(text)));
    same(new PolicyMatch.Satisfied(), verdict);
  }

  private static Policy like(String pattern) {
    var demand = List.of(Node.of("like"), Node.of(".a"), Node.of(pattern));
    return Policy.of(List.of(Node.list(demand)));
  }

  /// A list of the policy and of arguments.
  private static void policy(Bytes bytes) {
    if (DagCbor.decode(bytes) instanceof Node.ListNode(var parts)
        && parts.size() == 2
        && parts.getFirst() instanceof Node.ListNode(var statements)
        && parts.getLast() instanceof MapNode args) {
      var policy = Policy.of(statements);
      same(statements, policy.toNodes());
      policy(policy, args);
    }
  }

  private static void policyText(Bytes bytes) {
    var text = text(bytes);
    try {
      policy(Policy.parse(text), ARGS);
    } catch (PolicySyntaxException e) {
      if (e.column() < 1 || e.column() > text.codePointCount(0, text.length()) + 1) {
        throw new AssertionError("column " + e.column() + " of " + text, e);
      }
    }
  }

  /// Matching never throws, and what is written is read.
  private static void policy(Policy policy, MapNode args) {
    policy.match(args);
    policy.matchResolved(args);
    var written = policy.text();
    if (written.length() <= Policy.MAX_TEXT) {
      same(policy, Policy.parse(written));
    }
  }

  private static void document(Bytes bytes, String fileName) {
    var reader = new DocumentReader(new NoFiles());
    if (reader.read(bytes, fileName) instanceof Reading.Valid<Template>(var template, var _)
        && template.bind(Node.NULL) instanceof Reading.Valid<Workflow>(var workflow, var _)) {
      same(workflow.cid(), compiled(reader, workflow.bytes()).cid());
    }
  }

  private static Workflow compiled(DocumentReader reader, Bytes canonical) {
    if (reader.read(canonical, "canonical.cbor") instanceof Reading.Valid<Template>(var template, _)
        && template.bind(Node.NULL) instanceof Reading.Valid<Workflow>(var workflow, _)) {
      return workflow;
    }
    throw new AssertionError("what was compiled is refused: " + canonical.hex());
  }

  private static void component(Bytes bytes) {
    var cid = Cid.of(Codec.RAW, HashFunction.SHA2_256, bytes);
    var host = new OneBlock(bytes);
    var rsc = "ipfs://" + cid;
    var input = MapNode.builder().put("func", "add-one").put("args", Node.list(Node.of(1)));
    var call = new Instruction(rsc, "wasm/run", input.build(), Node.of(""));
    for (var mapping : Mapping.values()) {
      Wasm.ENGINE.admit(call, mapping, host);
    }
    Wasm.ENGINE.describe(rsc, host);
  }

  /// There is nothing beside a fuzzed document.
  private static final class NoFiles implements FileSource {
    @Override
    public Cid file(String path) {
      throw new IpvmException(ErrorCode.NOT_FOUND, path);
    }

    @Override
    public Cid directory(String path) {
      throw new IpvmException(ErrorCode.NOT_FOUND, path);
    }

    @Override
    public List<String> glob(String pattern) {
      return List.of();
    }

    @Override
    public Optional<Cid> module(String name) {
      return Optional.empty();
    }
  }

  /// Whatever is asked for, it is this.
  private record OneBlock(Bytes bytes) implements Host {
    @Override
    public BlockSource blocks() {
      return cid -> Optional.of(bytes);
    }

    @Override
    public BlockSink sink() {
      return block -> {
        throw new MalformedException("nothing is written");
      };
    }

    @Override
    public Path cache() {
      return Wasm.CACHE;
    }
  }
}
