package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.CarFileWriter;
import io.ipvm.ipld.CarWriter;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multiaddr;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.UnixFs;
import io.ipvm.it.DecoderFuzzer.Decoder;
import io.ipvm.keys.KeyPair;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.RunArgs;
import io.ipvm.ucan.Ucan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Jazzer on every decoder, each in a process of its own, because it takes one target per process.
/// It starts from our own examples and, the second time, from what it found interesting before; an
/// input that fails and Jazzer's report stay in `target/fuzz`.
@Tag("fuzz")
final class DecodersFuzzTest {
  /// For each decoder, once it runs; `-Dipvm.fuzz.seconds=600` looks longer.
  private static final int SECONDS = Integer.getInteger("ipvm.fuzz.seconds", 15);

  /// Which, by their names; all, unless `-Dipvm.fuzz.decoders='POLICY.*|CONTAINER'` names some.
  private static final Pattern WANTED =
      Pattern.compile(System.getProperty("ipvm.fuzz.decoders", ".*"));

  /// No input takes a decoder longer.
  private static final int LONGEST_SECONDS = 10;

  private static final int START_SECONDS = 120;
  private static final int MAX_INPUT = 64 * 1024;

  /// Bytes of an index of one block: codec, counts, width, size, digest and offset.
  private static final int INDEX_OF_ONE = 2 + 4 + 8 + 4 + 4 + 8 + 32 + 8;

  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Path MODULES = Path.of("..", "wasm/src/test/resources/io/ipvm/wasm");
  private static final String POLICY =
      "limits.gas <= 1e9 and all to (. like \"*@example.com\" or . == null) and x != [1, {}]";
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");

  static Stream<Decoder> decoders() {
    return Stream.of(Decoder.values()).filter(it -> WANTED.matcher(it.name()).matches());
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void refusesInItsOwnWordsOrReadsFaithfully(Decoder decoder, TestReporter reporter)
      throws Exception {
    var folder = Files.createDirectories(Path.of("target", "fuzz", decoder.name()));
    var seeds = Files.createDirectories(folder.resolve("seeds"));
    int number = 0;
    for (var seed : seeds(decoder)) {
      Files.write(seeds.resolve("seed-" + number++), seed.toArray());
    }
    var report = folder.resolve("report.txt");

    int status = fuzz(decoder, folder, report);

    assertThat(status).as("status of Jazzer, see %s", report.toAbsolutePath()).isZero();
    var runs = DONE.matcher(Files.readString(report)).results().map(r -> r.group(1)).findFirst();
    assertThat(runs).isPresent();
    reporter.publishEntry(decoder.name(), runs.orElseThrow() + " inputs");
  }

  private static int fuzz(Decoder decoder, Path folder, Path report) throws Exception {
    var command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + DecoderFuzzer.DECODER + "=" + decoder,
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + DecoderFuzzer.class.getName(),
            "--instrumentation_includes=io.ipvm.**",
            // Patterns of an input's schema are meant to be compiled; their time is bounded.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
            "-max_total_time=" + SECONDS,
            "-timeout=" + LONGEST_SECONDS,
            "-rss_limit_mb=3000",
            "-max_len=" + MAX_INPUT,
            "-artifact_prefix=" + folder.toAbsolutePath() + File.separator,
            "--reproducer_path=" + folder.toAbsolutePath(),
            Files.createDirectories(folder.resolve("found")).toString(),
            folder.resolve("seeds").toString());
    var jazzer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    try {
      boolean ended = jazzer.waitFor(SECONDS + START_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("Jazzer ends, see %s", report.toAbsolutePath()).isTrue();
      return jazzer.exitValue();
    } finally {
      jazzer.destroyForcibly();
    }
  }

  private static List<Bytes> seeds(Decoder decoder) throws IOException {
    return switch (decoder) {
      case DAG_CBOR, DAG_CBOR_ITEMS, DOCUMENT_CBOR -> asCbor(files(EXAMPLES, ".json"));
      case DAG_JSON, DOCUMENT_JSON -> files(EXAMPLES, ".json");
      case DOCUMENT_YAML -> files(EXAMPLES, ".yaml");
      case CID_TEXT -> List.of(Bytes.utf8(cid().toString()), Bytes.utf8(version0().toString()));
      case CID_BYTES -> List.of(cid().bytes(), version0().bytes());
      case MULTIADDR_TEXT -> addresses().stream().map(it -> Bytes.utf8(it.toString())).toList();
      case MULTIADDR_BYTES -> addresses().stream().map(Multiaddr::bytes).toList();
      case CAR -> List.of(car(), carOfVersion2());
      case CAR_INDEX -> {
        var archive = carOfVersion2();
        yield List.of(archive.slice(archive.size() - INDEX_OF_ONE));
      }
      case DAG_PB, UNIXFS -> unixFs();
      case RECEIPT -> List.of(receipt());
      case DELEGATION -> List.of(grant().bytes());
      case INVOCATION -> List.of(demand().bytes(), revocation().bytes());
      case CONTAINER -> containers();
      case BUDGET_TEXT ->
          List.of(Bytes.utf8("10/day"), Bytes.utf8("tasks=10,gas=1.5e9,bytes=256MiB/total"));
      case OLD_TOKEN -> oldTokens();
      case DID_KEY -> List.of(Bytes.utf8(key().publicKey().did().text()));
      case SELECTOR -> texts(".", ".to[-1]", ".a[\"\\u0062 c\"]?.d[1:-2][]", ".[\"x\"][:3]??");
      case LIKE_PATTERN -> texts("*@example.com" + "a@example.com", "a\\*b*c*" + "a*bxxcxx");
      case POLICY -> List.of(policy());
      case POLICY_TEXT ->
          texts(
              POLICY,
              "a == 0xd6a9 or (not b.bb != {\"x\": [1.5, null]} and and() and or(c[1:] >= 30s))",
              "all .not (. like \"\\u202e*\") and any x[\"y z\"]? (. == 5GiB)",
              "mod == " + cid() + " and x == cbor(0xa1612f6161) and y > -1.0e+300");
      case COMPONENT -> files(MODULES, ".wasm");
    };
  }

  private static List<Bytes> texts(String... texts) {
    return Stream.of(texts).map(Bytes::utf8).toList();
  }

  private static Bytes policy() {
    var args = MapNode.of("limits", MapNode.of("gas", Node.of(1)));
    return DagCbor.encode(Node.list(Node.list(Policy.parse(POLICY).toNodes()), args));
  }

  private static List<Bytes> files(Path folder, String suffix) throws IOException {
    var contents = new ArrayList<Bytes>();
    try (var files = Files.walk(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(suffix)) {
          contents.add(Bytes.owned(Files.readAllBytes(file)));
        }
      }
    }
    return contents;
  }

  private static List<Bytes> asCbor(List<Bytes> documents) {
    return documents.stream().map(json -> DagCbor.encode(DagJson.decode(json))).toList();
  }

  private static List<Multiaddr> addresses() {
    return Stream.of(
            "/ip4/127.0.0.1/udp/4001/quic-v1/p2p/" + key().publicKey().peerId(),
            "/ip6/2001:db8::1/tcp/443/tls/sni/example.com/ws",
            "/unix/run/node.sock",
            "/dns4/example.com/tcp/80/http/http-path/a%2Fb")
        .map(Multiaddr::parse)
        .toList();
  }

  private static Bytes carOfVersion2() throws IOException {
    var file = Files.createTempFile("ipvm-fuzz", ".car");
    try (var writer = new CarFileWriter(file, List.of(cid()))) {
      writer.write(Block.of(Codec.RAW, Bytes.utf8("seed")));
      writer.finish();
      return Bytes.owned(Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  private static KeyPair key() {
    return KeyPair.ofSeed(Bytes.owned(new byte[32]));
  }

  private static Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, Bytes.utf8("content"));
  }

  private static Cid version0() {
    return Cid.parse("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n");
  }

  private static Delegation grant() {
    return Ucan.delegate(key())
        .to(key().did())
        .on(key().did())
        .command("/wasm/run")
        .policy(Policy.parse("limits.gas <= 1e9"))
        .budget(Budget.parse("10/day"))
        .never()
        .sign();
  }

  private static Invocation demand() {
    var args = RunArgs.of(cid(), "add_one", List.of(Node.of(1)));
    return Ucan.invoke(key())
        .on(key().did())
        .command(RunArgs.COMMAND)
        .args(args.limits(new RunArgs.Limits(7L, 8L, 9L)).toNode())
        .chain(grant())
        .sign();
  }

  private static Invocation revocation() {
    return Ucan.revoke(key(), cid()).path(List.of(cid())).sign().invocation();
  }

  private static List<Bytes> containers() {
    var writer = new ContainerWriter().add(grant()).add(demand()).add(Receipt.decode(receipt()));
    return Stream.of(ContainerForm.values()).map(writer::write).toList();
  }

  private static List<Bytes> oldTokens() throws IOException {
    var made = Path.of("..", "ucan/src/test/resources/io/ipvm/ucan/old-tokens.json");
    var tokens = (MapNode) DagJson.decode(Files.readString(made));
    var seeds = new ArrayList<>(files(EXAMPLES.resolve("homestar"), ".json"));
    for (var name : List.of("delegation", "invocation", "receipt")) {
      seeds.add(Bytes.fromHex(((Node.StringNode) tokens.find(name).orElseThrow()).value()));
    }
    return seeds;
  }

  private static Bytes receipt() {
    var meta = MapNode.of("engine", Node.of("wasm"));
    return Receipt.issue(key(), cid(), new Outcome.Ok(Node.of(1)), meta).bytes();
  }

  private static Bytes car() throws IOException {
    var block = new Block(cid(), Bytes.utf8("content"));
    var out = new ByteArrayOutputStream();
    try (var writer = new CarWriter(out, List.of(block.cid()))) {
      writer.write(block);
    }
    return Bytes.owned(out.toByteArray());
  }

  /// A file of two chunks and a folder with it: their roots.
  private static List<Bytes> unixFs() throws IOException {
    var blocks = new ArrayList<Block>();
    var content = new byte[UnixFs.CHUNK + 1];
    var file = UnixFs.store(new ByteArrayInputStream(content), blocks::add);
    UnixFs.storeDirectory(Map.of("file", file), blocks::add);
    return blocks.stream().map(Block::bytes).filter(bytes -> bytes.size() < MAX_INPUT).toList();
  }
}
