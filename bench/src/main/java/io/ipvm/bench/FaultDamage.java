package io.ipvm.bench;

import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.Inspection;
import io.ipvm.store.Retention;
import io.ipvm.store.StoreException;
import io.ipvm.store.Sweep;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Flips a bit of every byte of the files of a small store, and cuts them off at every byte; opens
/// each copy as the next process would, reads everything, and says what came of it.
///
/// `FaultDamage DIR STEP INDEX`: every STEP-th byte, of an index every INDEX-th. Part of
/// `bench/faults`, which reads what it prints.
public final class FaultDamage {
  private static final int SMALL = 20;
  private static final int RUNS = 3;

  /// So much makes an index.
  private static final int LARGE = 120_000;

  private static final int INDEXED_RUNS = 6;

  private final PrintStream out = Drivers.out();
  private final Path folder;

  private FaultDamage(Path folder) {
    this.folder = folder;
  }

  /// Arguments: a folder that is not there, every how manieth byte, and of the index, which is
  /// large and made again from the log, every how manieth.
  public static void main(String[] arguments) throws IOException {
    int step = Integer.parseInt(arguments[1]);
    new FaultDamage(Path.of(arguments[0])).run(step, Integer.parseInt(arguments[2]));
  }

  /// A store to damage.
  ///
  /// @param from the first run that has to be there
  private record Model(Path folder, int from, int to, int result) {}

  private void run(int step, int ofIndex) throws IOException {
    var small = model("small", RUNS, SMALL);
    damage("a segment of the log", small, "log/0000000000000000.log", step);
    damage("a pack", small, "packs/00000000.pack", step);
    var swept = model("swept", RUNS + 1, SMALL);
    Sweep.apply(
        swept.folder(), new Retention(Duration.ZERO, RUNS), Clock.systemUTC(), (_, _) -> {});
    var left = new Model(swept.folder(), 1, RUNS + 1, SMALL);
    damage("a compacted segment", left, "log/0000000000000000.log", step);
    damage("a compacted pack", left, "packs/00000000.pack", step);
    damage("an index", model("indexed", INDEXED_RUNS, LARGE), "index.db", ofIndex);
  }

  private Model model(String name, int runs, int result) throws IOException {
    var place = folder.resolve(name);
    try (var store = EmbeddedStore.open(place, Clock.systemUTC())) {
      for (int i = 0; i < runs; i++) {
        FaultSubject.put(store, i, result);
      }
    }
    return new Model(place, 0, runs, result);
  }

  private void damage(String title, Model model, String file, int step) throws IOException {
    var whole = Files.readAllBytes(model.folder().resolve(file));
    int end = whole.length;
    while (end > 0 && whole[end - 1] == 0) {
      end--;
    }
    var flipped = new TreeMap<String, Integer>();
    var cut = new TreeMap<String, Integer>();
    for (int at = 0; at < end; at += step) {
      var damaged = whole.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      trial(model, file, damaged, flipped);
      trial(model, file, Arrays.copyOf(whole, at), cut);
    }
    var places = step == 1 ? "each byte in turn" : "every " + step + "th byte in turn";
    print("a bit is flipped in " + title + ", " + places, flipped);
    print(title + " is cut off, at " + places, cut);
  }

  private void print(String title, Map<String, Integer> counts) {
    var line = new StringBuilder(title);
    counts.forEach((key, count) -> line.append("\t").append(key).append("=").append(count));
    out.println(line);
  }

  private void trial(Model model, String file, byte[] content, Map<String, Integer> counts)
      throws IOException {
    var copy = folder.resolve("copy");
    damagedCopy(model, file, content, copy);
    var outcome = outcome(model, copy);
    if (outcome.equals("silent")) {
      // Nobody was told, but who asks is: the copy as it was, before it was opened.
      damagedCopy(model, file, content, copy);
      outcome = isToldByCheck(copy) ? "refused" : "silent";
    }
    counts.merge("tried", 1, Integer::sum);
    counts.merge(outcome, 1, Integer::sum);
  }

  private static String outcome(Model model, Path copy) {
    try (var store = EmbeddedStore.open(copy, Clock.systemUTC())) {
      if (FaultSubject.lost(store, model.from(), model.to(), model.result()).isEmpty()) {
        return "tolerated";
      }
      return store.notes().isEmpty() ? "silent" : "refused";
    } catch (StoreException e) {
      return "refused";
    }
  }

  private static boolean isToldByCheck(Path copy) {
    try {
      return !Inspection.of(copy, (_, _) -> {}).damages().isEmpty();
    } catch (StoreException e) {
      return true;
    }
  }

  private static void damagedCopy(Model model, String file, byte[] content, Path copy)
      throws IOException {
    if (Files.exists(copy)) {
      try (var files = Files.walk(copy)) {
        for (var old : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(old);
        }
      }
    }
    try (var files = Files.walk(model.folder())) {
      for (var source : (Iterable<Path>) files::iterator) {
        var target = copy.resolve(model.folder().relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    Files.write(copy.resolve(file), content);
  }
}
