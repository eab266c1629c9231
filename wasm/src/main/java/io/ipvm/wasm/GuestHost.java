package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import io.ipvm.wasm.component.FuncType;
import io.ipvm.wasm.component.HostFunctions;
import io.ipvm.wasm.component.ValType;
import io.ipvm.wasm.component.Value;
import io.ipvm.wasm.component.WitPrinter;
import io.ipvm.wasm.core.Trap;
import io.ipvm.wasm.core.TrapException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What guests may call, for one call of one guest: the functions Homestar 0.3.0 links
/// (`homestar.md` section 6). They log, print, and tell the time since the instance was made; of
/// WASI 0.2 there is what the start-up code of languages asks for: no arguments, no variables, no
/// folders, an empty standard input, and two streams whose lines are logged.
///
/// A guest of WASI imports far more than it calls. Its other functions are there, so that it links,
/// and trap with their name.
///
/// Whoever reads the clock or asks for random numbers has *observed* something: another attempt may
/// come to another result, which is therefore not remembered. Used by the thread of the call.
final class GuestHost implements HostFunctions {
  /// Random bytes asked for at once.
  static final long MAX_RANDOM = 1L << 20;

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final long WRITE_AT_ONCE = 1L << 16;

  private static final Pattern HOMESTAR = Pattern.compile("homestar:host/helpers@0\\.(0|1)\\.1");
  private static final Pattern LOGGING = Pattern.compile("wasi:logging/logging(@.*)?");
  private static final Pattern WASI =
      Pattern.compile("wasi:(cli|clocks|filesystem|io|random|sockets)/[a-z0-9-]+@0\\.2\\.\\d+");

  /// By number.
  private static final List<GuestLog.Level> LEVELS = List.of(GuestLog.Level.values());

  private static final String STREAM_ERROR =
      "variant { last-operation-failed(own<resource>), closed }";
  private static final String INSTANT = "record { seconds: u64, nanoseconds: u32 }";
  private static final Value NOTHING = new Value.Choice(0, null);
  private static final Value NO_ITEMS = new Value.Sequence(List.of());
  private static final Value DONE = new Value.Choice(0, null);
  private static final Value CLOSED = new Value.Choice(1, new Value.Choice(1, null));

  /// By interface without version and function.
  private static final Map<String, Offer> OFFERS = new HashMap<>();

  static {
    offer(
        "wasi:logging/logging#log",
        "(enum { trace, debug, info, warn, error, critical }, string, string)",
        GuestHost::log);
    offer("homestar:host/helpers#print", "(string)", GuestHost::print);
    offer(
        "homestar:host/helpers#get-current-time",
        "() -> record { seconds: u64, milliseconds: u32, nanoseconds: u32 }",
        (host, _) -> host.elapsed());
    offerCommandLine();
    offerStreams();
    offerClocksAndRandom();
  }

  private final GuestLog log;
  private long startedNanos;
  private boolean observed;

  /// A function and the types it needs, without names of parameters.
  private record Offer(String shape, Body body) {}

  /// What a function does.
  @FunctionalInterface
  private interface Body {
    @Nullable Value call(GuestHost host, List<Value> args);
  }

  GuestHost(GuestLog log) {
    this.log = log;
  }

  private static void offer(String name, String shape, Body body) {
    OFFERS.put(name, new Offer(shape, body));
  }

  private static void offerCommandLine() {
    var environment = "wasi:cli/environment#";
    offer(environment + "get-environment", "() -> list<tuple<string, string>>", constant(NO_ITEMS));
    offer(environment + "get-arguments", "() -> list<string>", constant(NO_ITEMS));
    offer(environment + "initial-cwd", "() -> option<string>", constant(NOTHING));
    for (var stream : List.of("stdin", "stdout", "stderr")) {
      offer(
          "wasi:cli/terminal-" + stream + "#get-terminal-" + stream,
          "() -> option<own<resource>>",
          constant(NOTHING));
    }
    offer(
        "wasi:filesystem/preopens#get-directories",
        "() -> list<tuple<own<resource>, string>>",
        constant(NO_ITEMS));
  }

  private static void offerStreams() {
    var handle = "() -> own<resource>";
    offer("wasi:cli/stdin#get-stdin", handle, constant(new Value.Handle(STDIN)));
    offer("wasi:cli/stdout#get-stdout", handle, constant(new Value.Handle(STDOUT)));
    offer("wasi:cli/stderr#get-stderr", handle, constant(new Value.Handle(STDERR)));
    var output = "wasi:io/streams#[method]output-stream.";
    var done = " -> result<_, " + STREAM_ERROR + ">";
    offer(
        output + "check-write",
        "(borrow<resource>) -> result<u64, " + STREAM_ERROR + ">",
        constant(new Value.Choice(0, new Value.Whole(WRITE_AT_ONCE))));
    offer(output + "write", "(borrow<resource>, list<u8>)" + done, GuestHost::write);
    offer(
        output + "blocking-write-and-flush",
        "(borrow<resource>, list<u8>)" + done,
        GuestHost::write);
    offer(output + "flush", "(borrow<resource>)" + done, constant(DONE));
    offer(output + "blocking-flush", "(borrow<resource>)" + done, constant(DONE));
    var read = "(borrow<resource>, u64) -> result<list<u8>, " + STREAM_ERROR + ">";
    offer("wasi:io/streams#[method]input-stream.read", read, constant(CLOSED));
    offer("wasi:io/streams#[method]input-stream.blocking-read", read, constant(CLOSED));
  }

  private static void offerClocksAndRandom() {
    offer("wasi:clocks/monotonic-clock#now", "() -> u64", (host, _) -> whole(host.nanos()));
    offer("wasi:clocks/monotonic-clock#resolution", "() -> u64", constant(whole(1)));
    offer("wasi:clocks/wall-clock#now", "() -> " + INSTANT, (host, _) -> host.now());
    offer(
        "wasi:clocks/wall-clock#resolution",
        "() -> " + INSTANT,
        constant(new Value.Fields(List.of(whole(0), whole(1)))));
    offer("wasi:random/random#get-random-u64", "() -> u64", (host, _) -> host.random());
    offer("wasi:random/insecure#get-insecure-random-u64", "() -> u64", (host, _) -> host.random());
    var bytes = "(u64) -> list<u8>";
    offer("wasi:random/random#get-random-bytes", bytes, GuestHost::randomBytes);
    offer("wasi:random/insecure#get-insecure-random-bytes", bytes, GuestHost::randomBytes);
    offer(
        "wasi:random/insecure-seed#insecure-seed",
        "() -> tuple<u64, u64>",
        (host, _) -> new Value.Fields(List.of(host.random(), host.random())));
  }

  private static Body constant(Value value) {
    return (_, _) -> value;
  }

  /// Begins to count time: the instance is about to be made.
  void start() {
    startedNanos = System.nanoTime();
  }

  /// Whether the guest has read a clock or a random number.
  boolean observed() {
    return observed;
  }

  @Override
  public Optional<HostFunction> find(String from, String name, FuncType type) {
    boolean wasi = WASI.matcher(from).matches();
    if (!wasi && !HOMESTAR.matcher(from).matches() && !LOGGING.matcher(from).matches()) {
      return Optional.empty();
    }
    int version = from.indexOf('@');
    var key = (version < 0 ? from : from.substring(0, version)) + "#" + name;
    var offer = OFFERS.get(key);
    if (offer == null) {
      return wasi ? Optional.of(_ -> refuse(name, from)) : Optional.empty();
    }
    return offer.shape().equals(shape(type))
        ? Optional.of(args -> offer.body().call(this, args))
        : Optional.empty();
  }

  /// The type as WIT writes it, without the names of parameters: any will do.
  private static String shape(FuncType type) {
    return type.params().stream()
            .map(ValType.Field::type)
            .map(WitPrinter::print)
            .collect(Collectors.joining(", ", "(", ")"))
        + type.result().map(result -> " -> " + WitPrinter.print(result)).orElse("");
  }

  private static Value refuse(String name, String from) {
    throw new TrapException(
        new Trap(
            Trap.Kind.OTHER,
            "`" + name + "` of `" + from + "` was called, which no function here may do",
            Optional.empty()));
  }

  private static @Nullable Value log(GuestHost host, List<Value> args) {
    var level = LEVELS.get(((Value.Choice) args.getFirst()).index());
    host.log.line(level, text(args.get(1)), text(args.get(2)));
    return null;
  }

  private static @Nullable Value print(GuestHost host, List<Value> args) {
    host.log.line(GuestLog.Level.INFO, "print", text(args.getFirst()));
    return null;
  }

  private static Value write(GuestHost host, List<Value> args) {
    int stream = ((Value.Handle) args.getFirst()).representation();
    host.log.write(stream == STDERR ? "stderr" : "stdout", ((Value.Octets) args.get(1)).value());
    return DONE;
  }

  private static Value randomBytes(GuestHost host, List<Value> args) {
    long size = ((Value.Whole) args.getFirst()).bits();
    if (Long.compareUnsigned(size, MAX_RANDOM) > 0) {
      throw TrapException.abi(
          Long.toUnsignedString(size) + " random bytes at once, limit " + MAX_RANDOM);
    }
    host.observed = true;
    var bytes = new byte[(int) size];
    new SecureRandom().nextBytes(bytes);
    return new Value.Octets(Bytes.owned(bytes));
  }

  private Value random() {
    observed = true;
    return whole(new SecureRandom().nextLong());
  }

  private long nanos() {
    observed = true;
    return System.nanoTime() - startedNanos;
  }

  /// As Homestar counts: the parts of a second twice, in two units.
  private Value elapsed() {
    var elapsed = Duration.ofNanos(nanos());
    return new Value.Fields(
        List.of(
            whole(elapsed.toSeconds()),
            whole(elapsed.toMillisPart()),
            whole(elapsed.toNanosPart())));
  }

  private Value now() {
    observed = true;
    var now = Instant.now();
    return new Value.Fields(List.of(whole(now.getEpochSecond()), whole(now.getNano())));
  }

  private static Value whole(long value) {
    return new Value.Whole(value);
  }

  private static String text(Value value) {
    return ((Value.Text) value).value();
  }
}
