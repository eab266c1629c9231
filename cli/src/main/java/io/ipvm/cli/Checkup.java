package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.PassphraseSource;
import io.ipvm.node.DataDirectory;
import io.ipvm.store.Footprint;
import io.ipvm.store.Inspection;
import io.ipvm.store.StoreException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `doctor` looks at. Every check ends in a finding, whatever it meets.
final class Checkup {
  private static final long LITTLE_SPACE = 1_000_000_000;
  private static final long NO_SPACE = 50_000_000;

  /// Damaged places that are listed one by one.
  private static final int MOST_DAMAGES = 100;

  /// No release of this program is older; a clock before it is wrong.
  private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

  private final Session session;
  private final DataDirectory directory;

  private Checkup(Session session) {
    this.session = session;
    this.directory = session.dataDirectory();
  }

  /// How bad it is.
  enum Verdict {
    OK,
    WARN,
    FAIL
  }

  /// One thing that was looked at.
  ///
  /// @param status what the process says if this is the worst of it
  record Finding(Verdict verdict, ExitStatus status, String subject, String found, String advice) {
    Finding(Verdict verdict, String subject, String found, String advice) {
      this(verdict, ExitStatus.FAILED, subject, found, advice);
    }

    static Finding ok(String subject, String found) {
      return new Finding(Verdict.OK, ExitStatus.OK, subject, found, "");
    }
  }

  static List<Finding> of(Session session) {
    var checkup = new Checkup(session);
    var findings = new ArrayList<Finding>();
    findings.add(checkup.java());
    findings.add(checkup.aotCache());
    findings.add(checkup.memory());
    findings.add(checkup.clock());
    findings.add(checkup.curves());
    findings.add(checkup.folder());
    findings.add(checkup.space());
    checkup.quota().ifPresent(findings::add);
    findings.add(checkup.key("node key", checkup.directory.nodeKey()));
    findings.add(checkup.key("user key", checkup.directory.userKey()));
    findings.addAll(checkup.store());
    return findings;
  }

  private Finding java() {
    int feature = Runtime.version().feature();
    var found = Runtime.version() + " in " + System.getProperty("java.home", "?");
    return feature == 25
        ? Finding.ok("java", found)
        : new Finding(Verdict.WARN, "java", found, "ipvm is tested with Java 25");
  }

  /// The cache decides how fast a command starts; without it everything still works.
  private Finding aotCache() {
    var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    var cache = flags.stream().filter(flag -> flag.startsWith("-XX:AOTCache=")).findFirst();
    if (cache.isEmpty()) {
      return new Finding(
          Verdict.WARN, "aot cache", "not used", "start with the launcher ipvm: it starts faster");
    }
    var file = Path.of(cache.get().substring(cache.get().indexOf('=') + 1));
    try {
      return Finding.ok("aot cache", file + ", " + Humane.size(Files.size(file)));
    } catch (IOException _) {
      return new Finding(
          Verdict.WARN, "aot cache", file + " is missing", "./build dist makes it again");
    }
  }

  private Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    var found =
        "heap up to "
            + Humane.size(heap)
            + ", "
            + Humane.count(Runtime.getRuntime().availableProcessors(), "core");
    return heap >= 256_000_000
        ? Finding.ok("memory", found)
        : new Finding(Verdict.WARN, "memory", found, "IPVM_JAVA_OPTS=-Xmx512m gives more");
  }

  private Finding clock() {
    var now = session.console().clock().instant();
    return now.isAfter(LONG_AGO)
        ? Finding.ok("clock", now.toString())
        : new Finding(Verdict.FAIL, "clock", now.toString(), "set the system clock");
  }

  private Finding curves() {
    try {
      var key = KeyPair.ofSeed(Bytes.owned(new byte[32]));
      var message = Bytes.utf8("doctor");
      return key.publicKey().verifies(message, key.sign(message))
          ? Finding.ok("signatures", "Ed25519 signs and verifies, by " + KeyPair.engine())
          : new Finding(Verdict.FAIL, "signatures", "Ed25519 does not verify", "install again");
    } catch (RuntimeException | LinkageError e) {
      return new Finding(
          Verdict.FAIL,
          ExitStatus.INSTALLATION,
          "signatures",
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "install ipvm again");
    }
  }

  private Finding folder() {
    var root = directory.root();
    if (!Files.exists(root)) {
      return Finding.ok("data directory", root + " is made on first use");
    }
    if (!Files.isDirectory(root)) {
      return new Finding(
          Verdict.FAIL, "data directory", root + " is no directory", "choose another: --data-dir");
    }
    return Files.isWritable(root)
        ? Finding.ok("data directory", root.toString())
        : new Finding(
            Verdict.FAIL,
            ExitStatus.STORE_UNWRITABLE,
            "data directory",
            root + " cannot be written",
            "change its owner or rights, or choose another: --data-dir");
  }

  private Finding space() {
    try {
      var existing = directory.root().toAbsolutePath();
      while (!Files.exists(existing) && existing.getParent() != null) {
        existing = existing.getParent();
      }
      long free = Files.getFileStore(existing).getUsableSpace();
      var found = Humane.size(free) + " free";
      if (free >= LITTLE_SPACE) {
        return Finding.ok("disk", found);
      }
      return free >= NO_SPACE
          ? new Finding(Verdict.WARN, "disk", found, "make room")
          : new Finding(Verdict.FAIL, ExitStatus.STORE_UNWRITABLE, "disk", found, "make room");
    } catch (IOException e) {
      return new Finding(Verdict.WARN, "disk", String.valueOf(e.getMessage()), "");
    }
  }

  /// Only where one is set.
  private Optional<Finding> quota() {
    var quota = session.quota();
    if (quota.bytes() == 0) {
      return Optional.empty();
    }
    long used = Footprint.of(directory.root()).bytes();
    var found = Humane.size(used) + " of " + Humane.size(quota.bytes()) + " are used";
    if (quota.warning(used).isEmpty()) {
      return Optional.of(Finding.ok("quota", found));
    }
    return Optional.of(
        used < quota.bytes()
            ? new Finding(Verdict.WARN, "quota", found, "ipvm store gc makes room")
            : new Finding(
                Verdict.FAIL,
                ExitStatus.STORE_UNWRITABLE,
                "quota",
                found,
                "ipvm store gc makes room"));
  }

  private Finding key(String subject, Path file) {
    if (!Files.exists(file)) {
      return Files.exists(directory.root())
          ? new Finding(Verdict.WARN, subject, "not there yet", "ipvm init")
          : Finding.ok(subject, "is made on first use");
    }
    try {
      var owner = KeyFile.open(file, PassphraseSource.NONE).did().text();
      return Finding.ok(
          subject, KeyFile.isEncrypted(file) ? owner + ", under a passphrase" : owner);
    } catch (RuntimeException e) {
      return new Finding(
          Verdict.FAIL, subject, String.valueOf(e.getMessage()), "chmod 600 " + file);
    }
  }

  /// Opening reads the index and what is behind it; then everything is read, damage or not.
  private List<Finding> store() {
    if (!Files.exists(directory.nodeKey())) {
      return List.of(Finding.ok("store", "is made on first use"));
    }
    var findings = new ArrayList<Finding>();
    try {
      var runs = session.reader().runs(Integer.MAX_VALUE).size();
      findings.add(Finding.ok("store", Humane.count(runs, "run")));
    } catch (RuntimeException | LinkageError e) {
      findings.add(failed("store", e));
    }
    try (var progress = ScanProgress.on(session, "reading the store")) {
      findings.addAll(contents(Inspection.of(directory.root(), progress)));
    } catch (StoreException e) {
      findings.add(failed("contents", e));
    }
    return findings;
  }

  private static Finding failed(String subject, Throwable e) {
    var failure = Explanations.of(e);
    // Whoever reads this has called doctor, and what it found stands below.
    var advice = failure.next().equals("ipvm doctor") ? "" : failure.next();
    return new Finding(
        Verdict.FAIL,
        failure.status(),
        subject,
        failure.what().toLowerCase(Locale.ROOT) + ": " + failure.why(),
        advice);
  }

  private static List<Finding> contents(Inspection inspection) {
    var read =
        Humane.count(inspection.records(), "record")
            + " and "
            + Humane.count(inspection.blocks(), "block")
            + " read, "
            + Humane.size(inspection.bytes());
    var damages = inspection.damages();
    if (damages.isEmpty()) {
      return List.of(Finding.ok("contents", read + ", all as they were written"));
    }
    var findings = new ArrayList<Finding>();
    for (var damage : damages.subList(0, Math.min(damages.size(), MOST_DAMAGES))) {
      findings.add(
          new Finding(
              Verdict.FAIL,
              ExitStatus.STORE_CORRUPT,
              "contents",
              damage.file() + " at byte " + damage.offset() + ": " + damage.what(),
              damage.advice()));
    }
    int more = damages.size() - findings.size();
    if (more > 0) {
      findings.add(
          new Finding(
              Verdict.FAIL,
              ExitStatus.STORE_CORRUPT,
              "contents",
              "and " + Humane.count(more, "damaged place") + " more",
              "restore the data directory from a copy"));
    }
    return findings;
  }
}
