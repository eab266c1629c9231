package io.ipvm.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a store behaves as it grows, from ten thousand receipts and 10 MB of blocks to ten million
/// and 10 GB.
///
/// `bench/run StoreScale FOLDER [SMALLEST [LARGEST]] > docs/store-scale.csv` prints a row for each
/// size and says on standard error what it is doing; `docs/make-curves` draws the rows. The store
/// in FOLDER is left there: it takes 20 GB, and begun with SMALLEST it is measured again without
/// being written again. Everything is done by a [ScaleSubject], a process of its own with a heap of
/// 256 MB, so that nothing that grows with the store stays unnoticed.
final class StoreScale {
  private static final int SMALLEST = 10_000;
  private static final int LARGEST = 10_000_000;
  private static final int OPENINGS = 5;
  private static final String HEAP = "-Xmx256m";

  private final Path store;
  private final PrintStream out = Drivers.out();
  private final PrintStream messages = Drivers.err();

  private StoreScale(Path store) {
    this.store = store;
  }

  /// The folder of the store, and from how many receipts on it is measured, up to how many.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var store = Files.createDirectories(Path.of(arguments[0]));
    int smallest = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SMALLEST;
    int largest = arguments.length > 2 ? Integer.parseInt(arguments[2]) : LARGEST;
    new StoreScale(store).run(smallest, largest);
  }

  private void run(int smallest, int largest) throws IOException, InterruptedException {
    for (long receipts = smallest; receipts <= largest; receipts *= 10) {
      var row = measure((int) receipts);
      if (receipts == smallest) {
        out.println(String.join(",", row.keySet()));
      }
      out.println(String.join(",", row.values().stream().map(StoreScale::text).toList()));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private Map<String, Double> measure(int receipts) throws IOException, InterruptedException {
    var row = new LinkedHashMap<String, Double>();
    row.put("receipts", (double) receipts);
    add(row, "grow_", subject("grow", receipts));
    add(row, "open_", openings(receipts, false));
    add(row, "cold_open_", openings(receipts, true));
    // Reads everything, so that what is looked up then is in the page cache as far as it fits.
    add(row, "check_", subject("check", receipts));
    add(row, "", subject("look", receipts));
    add(row, "rebuild_", subject("rebuild", receipts));
    return row;
  }

  private static void add(Map<String, Double> row, String prefix, Map<String, Double> found) {
    found.forEach((name, value) -> row.put(prefix + name, value));
  }

  /// The medians of some.
  private Map<String, Double> openings(int receipts, boolean cold)
      throws IOException, InterruptedException {
    var all = new ArrayList<Map<String, Double>>();
    for (int i = 0; i < OPENINGS; i++) {
      if (cold) {
        dropCaches();
      }
      all.add(subject("open", receipts));
    }
    var medians = new LinkedHashMap<String, Double>();
    for (var name : all.getFirst().keySet()) {
      var values = all.stream().map(found -> found.get(name)).sorted().toList();
      medians.put(name, values.get(OPENINGS / 2));
    }
    return medians;
  }

  /// Lets the system forget what it has of files, where it lets us: what is read comes from the
  /// disk then.
  private void dropCaches() throws InterruptedException, IOException {
    new ProcessBuilder("sync").inheritIO().start().waitFor();
    try {
      Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
    } catch (IOException e) {
      messages.println("the page cache stays warm: " + e.getMessage());
    }
  }

  private Map<String, Double> subject(String what, int receipts)
      throws IOException, InterruptedException {
    var begin = Instant.now(Clock.systemUTC());
    var process =
        new ProcessBuilder(command(what, receipts))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var found = new LinkedHashMap<String, Double>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ", 2);
        found.put(words[0], Double.valueOf(words[1]));
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(what + " of " + receipts + " receipts failed");
    }
    messages.println(begin + " " + what + " " + receipts + " " + found);
    return found;
  }

  private List<String> command(String what, int receipts) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        HEAP,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        ScaleSubject.class.getName(),
        what,
        store.toString(),
        String.valueOf(receipts));
  }
}
