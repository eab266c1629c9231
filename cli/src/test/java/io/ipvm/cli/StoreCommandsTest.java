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
    assertThat(check.out()).contains("\"byte\": 96", "the record there is damaged");
    assertThat(run("store", "restore", "copy", "--data-dir", "second").status())
        .isEqualTo(ExitStatus.STORE_CORRUPT);
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
