package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a settings file of Homestar.
final class HomestarSettingsTest {
  private static final String SEED = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir private Path folder;

  private Shell.Outcome run(String toml, String... options) throws IOException {
    Files.writeString(folder.resolve("homestar.toml"), toml);
    Files.createDirectories(folder.resolve("data"));
    var words = new ArrayList<>(List.of("config", "import", "homestar.toml", "--no-color"));
    words.addAll(List.of(options));
    return new Shell(folder).run(words.toArray(String[]::new));
  }

  @Test
  void saysOfEveryKeyWhatBecomesOfIt() throws IOException {
    var outcome =
        run(
            """
            [node]
            gc_interval = 1800
            colour = "red"
            [node.network.webserver]
            port = 9999
            [node.network.libp2p]
            node_addresses = ["/ip4/127.0.0.1/tcp/9998/ws"]
            """,
            "-o",
            "table");

    assertThat(outcome.out().replaceAll(" +", " "))
        .isEqualTo(
            """
            KEY FATE WHY
            node.gc_interval ignored nothing is deleted by itself
            node.colour unknown Homestar 0.3.0 knows no such key either
            node.network.webserver.port later there is no server here yet
            node.network.libp2p.node_addresses later there is no network here yet
            """);
    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void derivesHomestarsKeyAndKeepsIt() throws IOException {
    var toml =
        "[node.network.keypair_config]\nrandom_seed = { key_type = \"ed25519\", seed = \""
            + SEED
            + "\" }\n";

    var dry = run(toml, "--dry-run");
    assertThat(folder.resolve("data/peer.key")).doesNotExist();
    var outcome = run(toml);
    var again = run(toml);

    assertThat(dry.out()).contains("12D3KooWBYAug7e9eE7z1z1jaYjfVQCfRy8r3keVYD8jdsEGZHrT");
    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(again.status()).isEqualTo(ExitStatus.OK);
    assertThat(KeyFile.load(folder.resolve("data/peer.key")).publicKey().peerId())
        .isEqualTo("12D3KooWBYAug7e9eE7z1z1jaYjfVQCfRy8r3keVYD8jdsEGZHrT");
  }

  @Test
  void anotherKeyIsNeverOverwritten() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    KeyFile.create(folder.resolve("data/peer.key"), KeyPair.generate(new Random(1)));
    KeyFile.create(folder.resolve("mine.pem"), KeyPair.generate(new Random(2)));

    var outcome =
        run(
            """
            [node.network.keypair_config]
            existing = { key_type = "ed25519", path = "./mine.pem" }
            """);

    assertThat(outcome.status()).isEqualTo(ExitStatus.CONFLICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node.gc_interval = \"soon\" | it has to be a number that is not negative",
        "node.gc_interval = -1 | it has to be a number that is not negative",
        "node.network.libp2p.mdns.enable = 1 | it has to be true or false",
        "node.network.rpc.host = 1 | it has to be text",
        "node.network.libp2p.node_addresses = [1] | it has to be a list of texts",
        "node.network.keypair_config = \"mine\" | it has to be random",
        "node.network.keypair_config.existing.key_type = \"rsa\" | it needs key_type, ed25519 or",
        "node.network.keypair_config.existing = { key_type = \"ed25519\", path = \"none.pem\" } | none.pem does not exist",
        "node.network.keypair_config.random_seed = { key_type = \"ed25519\", seed = \"AAAA\" } | has to have 32",
        "node.network.keypair_config.random_seed = { key_type = \"ed25519\", seed = \"?\" } | Invalid seed: expected a base64 encoding of 32 bytes"
      })
  void whatHomestarWouldNotTakeIsRefused(String toml, String reason) throws IOException {
    var outcome = run(toml);

    assertThat(outcome.out()).contains(reason);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aKeyOfAnotherTypeIsRefused() throws IOException {
    KeyFile.create(folder.resolve("mine.pem"), KeyPair.generate(new Random(2)));

    var outcome =
        run(
            """
            [node.network.keypair_config]
            existing = { key_type = "secp256k1", path = "mine.pem" }
            """);

    assertThat(outcome.out()).contains("the key is of type Ed25519");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void readsThePublishedFiles() throws IOException {
    var published = TestData.find("homestar/settings");
    assumeTrue(published.isPresent(), TestData.ABSENT);
    Files.createDirectories(folder.resolve("fixtures"));
    // The key files they name are not published; these take their place.
    for (var key :
        Map.of(
                "__testkey_ed25519.pem", KeyType.ED25519,
                "__testkey_ed25519_6.pem", KeyType.ED25519,
                "__testkey_secp256k1.der", KeyType.SECP256K1)
            .entrySet()) {
      KeyFile.create(
          folder.resolve("fixtures").resolve(key.getKey()),
          KeyPair.generate(key.getValue(), new Random(3)));
    }
    int files = 0;
    try (var found = Files.newDirectoryStream(published.get(), "*.toml")) {
      for (var file : found) {
        files++;
        var outcome = run(Files.readString(file), "--dry-run");
        assertThat(outcome.status()).as(file + ": " + outcome.out()).isEqualTo(ExitStatus.OK);
        assertThat(outcome.out()).doesNotContain("unknown");
      }
    }

    assertThat(files).isEqualTo(5);
    Conformance.of("homestar/settings").passed(files).record();
  }
}
