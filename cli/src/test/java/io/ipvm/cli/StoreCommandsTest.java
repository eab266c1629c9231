package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandsTest {
  private static final String HELLO =
      Path.of("..", "examples", "hello", "hello.yaml").toAbsolutePath().normalize().toString();

  private static final String HELLO_NOT_HERE =
      "bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q";

  @TempDir private Path folder;

  private Shell.Outcome run(String... words) {
    return new Shell(folder).run(words);
  }

  @Test
  void aRestoredStoreReplaysWhatTheFirstOneRan() {
    assertThat(run("run", HELLO).status()).isEqualTo(ExitStatus.OK);

    var backup = run("store", "backup", "copy", "-o", "json");
    var check = run("store", "check", "copy");
    var restore = run("store", "restore", "copy", "--data-dir", "second");
    var again = run("run", HELLO, "--data-dir", "second");

    assertThat(backup.out()).contains("\"files\": 2", "\"kept\": 0");
    assertThat(check.status()).isEqualTo(ExitStatus.OK);
    assertThat(check.err()).contains("0 damaged places");
    assertThat(restore.status()).isEqualTo(ExitStatus.OK);
    assertThat(again.err()).contains("0 executed, 1 replayed");
    assertThat(run("store", "restore", "copy").status()).isEqualTo(ExitStatus.CONFLICT);
    assertThat(run("store", "restore", "none", "--data-dir", "third").status())
        .isEqualTo(ExitStatus.NOT_FOUND);
  }

  @Test
  void damageIsListedWithItsPlace() throws IOException {
    run("run", HELLO);
    run("store", "backup", "copy");
    Path segment;
    try (var files = Files.list(folder.resolve("copy/log"))) {
      segment = files.findFirst().orElseThrow();
    }
    var bytes = Files.readAllBytes(segment);
    bytes[100] ^= 1;
    Files.write(segment, bytes);

    var check = run("store", "check", "copy", "-o", "json");

    assertThat(check.status()).isEqualTo(ExitStatus.STORE_CORRUPT);
    assertThat(check.out()).contains("\"byte\": 32", "the record there is damaged");
    assertThat(run("store", "restore", "copy", "--data-dir", "second").status())
        .isEqualTo(ExitStatus.STORE_CORRUPT);
  }

  @Test
  void whatIsOldGoesAndWhatIsPinnedStays() {
    run("run", HELLO, "--id", "old");
    run("run", HELLO, "--id", "pinned", "--set", "name=Ada");
    run("run", HELLO, "--id", "new", "--set", "name=Eve");
    var pinned = run("receipt", "ls", "--run", "pinned", "-o", "id").out().strip();

    assertThat(run("cache", "pin", pinned).status()).isEqualTo(ExitStatus.OK);
    var plan = run("store", "gc", "--keep", "0s", "--keep-runs", "1");
    var done = run("store", "gc", "--keep", "0s", "--keep-runs", "1", "--apply");

    assertThat(plan.err()).contains("2 runs with 1 receipt", "would go");
    assertThat(done.err()).contains("2 runs with 1 receipt", "are gone");
    assertThat(run("runs", "ls", "-o", "id").out().lines()).hasSize(1);
    assertThat(run("receipt", "verify", pinned, "--replay").status()).isEqualTo(ExitStatus.OK);
    assertThat(run("run", HELLO, "--set", "name=Ada").err()).contains("0 executed, 1 replayed");
    assertThat(run("run", HELLO).err()).contains("1 executed, 0 replayed");
    assertThat(run("store", "check").status()).isEqualTo(ExitStatus.OK);
    assertThat(run("store", "compact").status()).isEqualTo(ExitStatus.OK);
    assertThat(run("cache", "unpin", pinned).status()).isEqualTo(ExitStatus.OK);
    assertThat(run("cache", "unpin", pinned).status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(run("cache", "pins", "-o", "id").out()).isEmpty();
    assertThat(run("cache", "pin", HELLO_NOT_HERE).status()).isEqualTo(ExitStatus.NOT_FOUND);
  }

  @Test
  void resultsAreCountedAndForgotten() {
    run("run", HELLO);
    run("run", HELLO);

    assertThat(run("cache", "stats", "-o", "json").out())
        .contains("\"results\": 1", "\"executed\": 1", "\"replayed\": 1");
    assertThat(run("cache", "gc").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run("cache", "gc", "--max-size", "1B").err()).contains("nothing was forgotten yet");
    assertThat(run("run", HELLO).err()).contains("0 executed, 1 replayed");
    assertThat(run("cache", "gc", "--max-size", "1B", "--apply", "-o", "json").out())
        .contains("\"results\": 1");
    assertThat(run("run", HELLO).err()).contains("1 executed, 0 replayed");
    assertThat(run("cache", "gc", "--max-size", "much").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void atTheQuotaNothingMoreIsTakenAndWhatIsThereStays() throws IOException {
    run("run", HELLO);
    Files.write(folder.resolve("large"), new byte[100_000]);
    var shell = new Shell(folder).with("IPVM__QUOTA", "150kB");

    var refused = shell.run("block", "put", "large");
    var doctor = shell.run("doctor");

    assertThat(refused.status()).isEqualTo(ExitStatus.STORE_UNWRITABLE);
    assertThat(refused.err()).contains("quota exceeded", "there is no room for more");
    assertThat(doctor.out()).contains("quota");
    assertThat(shell.run("run", HELLO).err()).contains("0 executed, 1 replayed");
    assertThat(run("block", "put", "large").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void theIndexIsMadeAgainAndTheRoomIsShown() {
    assertThat(run("store", "rebuild").status()).isEqualTo(ExitStatus.NOT_FOUND);
    run("run", HELLO);

    assertThat(run("store", "rebuild").status()).isEqualTo(ExitStatus.OK);
    assertThat(run("store", "stat", "-o", "json").out())
        .contains("\"segments\": 1", "\"packs\": 1", "\"names\": 0");
    assertThat(run("run", HELLO).err()).contains("0 executed, 1 replayed");
  }
}
