package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.CarReader;
import io.ipvm.ipld.CarWriter;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagCborReader;
import io.ipvm.ipld.DagCborWriter;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Codecs, CIDs and archives, in CPU time of the whole process, so that the garbage collector
/// counts.
///
/// `bench/run IpldBench [part of a name]`; inputs are made from a fixed seed. `bench/peers/run`
/// writes them to files (`--inputs FOLDER`) and measures programs of others on them. Each measure
/// is the median of [#ROUNDS] rounds after a warm-up.
final class IpldBench {
  private static final int ROUNDS = 7;
  private static final Duration ROUND = Duration.ofMillis(700);

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private final PrintStream out;
  private final String only;

  /// Keeps results alive, so that the compiler cannot drop the work.
  @SuppressWarnings("UnusedVariable") // being written is its use
  private @Nullable Object kept;

  private IpldBench(PrintStream out, String only) {
    this.out = out;
    this.only = only;
  }

  /// Runs all measures, or those whose name contains the argument.
  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals("--inputs")) {
      new IpldBench(Drivers.out(), "").write(Path.of(args[1]));
    } else {
      new IpldBench(Drivers.out(), args.length == 0 ? "" : args[0]).run();
    }
  }

  private void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("a.cbor"), DagCbor.encode(records()).toArray());
    Files.write(folder.resolve("b.cbor"), DagCbor.encode(Node.of(bytes(1 << 20))).toArray());
    Files.write(folder.resolve("c.cbor"), DagCbor.encode(receipt()).toArray());
    Files.write(folder.resolve("4096.car"), archive(4 << 10));
    Files.write(folder.resolve("262144.car"), archive(256 << 10));
  }

  private void run() throws IOException {
    var records = records();
    var recordBytes = DagCbor.encode(records);
    measure("decode a, 6,500 maps", recordBytes.size(), () -> DagCbor.decode(recordBytes));
    measure("encode a", recordBytes.size(), () -> DagCbor.encode(records));
    var typed = typed(recordBytes);
    measure("decode a, item by item", recordBytes.size(), () -> typed(recordBytes));
    measure("encode a, item by item", recordBytes.size(), () -> encode(typed));

    var mebibyte = DagCbor.encode(Node.of(bytes(1 << 20)));
    measure("decode b, 1 MiB of bytes", mebibyte.size(), () -> DagCbor.decode(mebibyte));

    var receipt = receipt();
    var receiptBytes = DagCbor.encode(receipt);
    measure("decode c, receipt", receiptBytes.size(), () -> DagCbor.decode(receiptBytes));
    measure("encode c", receiptBytes.size(), () -> DagCbor.encode(receipt));
    for (var hash : List.of(HashFunction.SHA2_256, HashFunction.SHA3_256)) {
      measure(
          "CID of c, " + hash,
          receiptBytes.size(),
          () -> Cid.of(Codec.DAG_CBOR, hash, receiptBytes));
    }

    var json = DagJson.encode(records);
    measure("decode a as DAG-JSON", json.length(), () -> DagJson.decode(json));
    measure("encode a as DAG-JSON", json.length(), () -> DagJson.encode(records));

    for (int size : new int[] {4 << 10, 256 << 10}) {
      var archive = archive(size);
      measure("read a CAR, blocks of " + size, archive.length, () -> read(archive));
      var block = bytes(size);
      measure("only sha2-256 of " + size, size, () -> HashFunction.SHA2_256.digest(block));
    }
  }

  private void measure(String name, int bytes, Supplier<?> work) {
    if (!name.contains(only)) {
      return;
    }
    round(work);
    round(work);
    var rounds = new double[ROUNDS];
    Arrays.setAll(rounds, _ -> round(work));
    Arrays.sort(rounds);
    double micros = rounds[ROUNDS / 2];
    out.println(
        String.format(
            Locale.ROOT,
            "%-28s %,10d B %12.3f us %10.1f MB/s %12.0f /s",
            name,
            bytes,
            micros,
            bytes / micros,
            1e6 / micros));
  }

  /// CPU microseconds per call.
  private double round(Supplier<?> work) {
    long calls = 0;
    long end = System.nanoTime() + ROUND.toNanos();
    long before = process.getProcessCpuTime();
    do {
      for (int i = 0; i < 16; i++) {
        kept = work.get();
        calls++;
      }
    } while (System.nanoTime() < end);
    return (process.getProcessCpuTime() - before) / 1e3 / calls;
  }

  private Node records() {
    return Node.list(IntStream.range(0, 6500).mapToObj(this::record).toList());
  }

  private Node record(int index) {
    return MapNode.builder()
        .put("id", index * 37L)
        .put("link", cid())
        .put("name", "record number " + index)
        .put("tags", Node.list(Node.of("red"), Node.of("green")))
        .put("when", 1_700_000_000L + index)
        .put("owner", "did:key:z6Mk" + index)
        .put("active", index % 3 == 0)
        .put("weight", Node.of(index / 7.0))
        .build();
  }

  /// What [#record] holds.
  private record Typed(
      long id,
      Cid link,
      String name,
      List<String> tags,
      long when,
      String owner,
      boolean active,
      double weight) {}

  private static List<Typed> typed(Bytes bytes) {
    var reader = new DagCborReader(bytes);
    int count = reader.beginList();
    var records = new ArrayList<Typed>(count);
    while (reader.hasNext()) {
      records.add(record(reader));
    }
    reader.endList();
    reader.end();
    return records;
  }

  private static Typed record(DagCborReader reader) {
    reader.beginMap();
    key(reader, "id");
    long id = reader.readLong();
    key(reader, "link");
    var link = reader.readLink();
    key(reader, "name");
    var name = reader.readString();
    key(reader, "tags");
    reader.beginList();
    var tags = List.of(reader.readString(), reader.readString());
    reader.endList();
    key(reader, "when");
    long when = reader.readLong();
    key(reader, "owner");
    var owner = reader.readString();
    key(reader, "active");
    boolean active = reader.readBoolean();
    key(reader, "weight");
    double weight = reader.readDouble();
    reader.endMap();
    return new Typed(id, link, name, tags, when, owner, active, weight);
  }

  private static void key(DagCborReader reader, String key) {
    if (!reader.readKey().equals(key)) {
      throw new IllegalArgumentException(key + " is missing");
    }
  }

  private static Bytes encode(List<Typed> records) {
    var writer = new DagCborWriter().beginList(records.size());
    for (var record : records) {
      writer.beginMap(8);
      writer.key("id").write(record.id);
      writer.key("link").write(record.link);
      writer.key("name").write(record.name);
      writer.key("tags").beginList(record.tags.size());
      record.tags.forEach(writer::write);
      writer.end();
      writer.key("when").write(record.when);
      writer.key("owner").write(record.owner);
      writer.key("active").write(record.active);
      writer.key("weight").write(record.weight).end();
    }
    return writer.end().finish();
  }

  private Node receipt() {
    var payload =
        MapNode.builder()
            .put("iss", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
            .put("out", MapNode.of("ok", Node.of(cid())))
            .put("ran", cid())
            .put("cmd", "/ucan/assert/receipt")
            .put("prf", Node.list(Node.of(cid())))
            .put("meta", MapNode.builder().put("gas", 123_456).put("millis", 12).build())
            .put("nonce", bytes(12))
            .put("sub", "did:web:compute.example.org:node")
            .put("exp", Node.NULL)
            .build();
    var signed =
        MapNode.builder()
            .put("h", Bytes.fromHex("34ed01ed0113" + "71"))
            .put("ucan/inv@1.0.0", payload)
            .build();
    return Node.list(Node.of(bytes(64)), signed);
  }

  private byte[] archive(int size) throws IOException {
    var out = new ByteArrayOutputStream();
    var blocks =
        IntStream.range(0, (16 << 20) / size)
            .mapToObj(_ -> Block.of(Codec.RAW, bytes(size)))
            .toList();
    try (var writer = new CarWriter(out, List.of(blocks.getFirst().cid()))) {
      for (var block : blocks) {
        writer.write(block);
      }
    }
    return out.toByteArray();
  }

  private static Long read(byte[] archive) {
    try (var reader = new CarReader(new ByteArrayInputStream(archive))) {
      return reader.copyTo(_ -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, bytes(8));
  }

  private Bytes bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.owned(bytes);
  }
}
