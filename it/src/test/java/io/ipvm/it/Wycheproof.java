package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import io.ipvm.keys.SignatureAlgorithm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Verifies the signatures of Wycheproof with the engine of this process, and says what came of
/// them. A program of its own, because a process chooses its engine once.
///
/// It writes a line for each suite, which is every file of a kind of key, and one for each case
/// that did not end as it has to:
///
/// ```text
/// <suite> TAB <passed> TAB <acceptable and verified> TAB <acceptable and refused> TAB <skipped>
/// WRONG <file> <case> <comment>
/// ```
///
/// What is skipped is counted by its reason: `3 of SHA-1; 1 of a refused key`.
final class Wycheproof {
  /// Files of signatures, by a pattern that is the name of the suite.
  static final List<String> SUITES =
      List.of(
          "ed25519_test",
          "ecdsa_secp256k1_*_p1363_test",
          "ecdsa_secp256r1_*_p1363_test",
          "ecdsa_secp384r1_*_p1363_test",
          "ecdsa_secp521r1_*_p1363_test",
          "rsa_signature_*_test");

  private final TreeMap<String, Integer> skipped = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int passed;
  private int verified;
  private int refused;

  private Wycheproof() {}

  /// Takes the folder of the files.
  public static void main(String[] arguments) throws IOException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (var suite : SUITES) {
      var result = new Wycheproof();
      try (var files = Files.newDirectoryStream(Path.of(arguments[0]), suite + ".json")) {
        for (var file : files) {
          result.verify(file);
        }
      }
      result.wrong.forEach(out::println);
      out.println(suite + "\t" + result);
    }
  }

  private void verify(Path file) {
    for (var group : new ObjectMapper().readTree(file).get("testGroups")) {
      var cases = group.get("tests");
      var algorithm = algorithm(group);
      if (algorithm.isEmpty()) {
        skip(cases.size(), "of " + group.get("sha").asString());
        continue;
      }
      PublicKey key;
      try {
        key = new PublicKey(algorithm.get().keyType(), key(group, algorithm.get().keyType()));
      } catch (MalformedException _) {
        skip(cases.size(), "of refused keys");
        continue;
      }
      for (var vector : cases) {
        boolean verifies =
            key.verifies(algorithm.get(), bytes(vector.get("msg")), bytes(vector.get("sig")));
        count(file, vector, verifies);
      }
    }
  }

  private void skip(int cases, String reason) {
    skipped.merge(reason, cases, Integer::sum);
  }

  private void count(Path file, JsonNode vector, boolean verifies) {
    var result = vector.get("result").asString();
    if (result.equals("acceptable")) {
      verified += verifies ? 1 : 0;
      refused += verifies ? 0 : 1;
    } else if (result.equals(verifies ? "valid" : "invalid")) {
      passed++;
    } else {
      wrong.add(
          "WRONG "
              + file.getFileName()
              + " "
              + vector.get("tcId").asInt()
              + " "
              + vector.get("comment").asString());
    }
  }

  /// Empty where the hash is none that goes with the key here.
  private static Optional<SignatureAlgorithm> algorithm(JsonNode group) {
    var name =
        group.get("type").asString() + " " + group.get("publicKey").path("curve").asString("");
    var hash = group.path("sha").asString("");
    return switch (name) {
      case "EddsaVerify edwards25519" -> Optional.of(SignatureAlgorithm.ED25519);
      case "EcdsaP1363Verify secp256k1" -> with(hash, "SHA-256", SignatureAlgorithm.ES256K);
      case "EcdsaP1363Verify secp256r1" -> with(hash, "SHA-256", SignatureAlgorithm.ES256);
      case "EcdsaP1363Verify secp384r1" -> with(hash, "SHA-384", SignatureAlgorithm.ES384);
      case "EcdsaP1363Verify secp521r1" -> with(hash, "SHA-512", SignatureAlgorithm.ES512);
      case "RsassaPkcs1Verify " ->
          with(hash, "SHA-256", SignatureAlgorithm.RS256)
              .or(() -> with(hash, "SHA-384", SignatureAlgorithm.RS384))
              .or(() -> with(hash, "SHA-512", SignatureAlgorithm.RS512));
      default -> throw new IllegalArgumentException("nobody has asked for " + name);
    };
  }

  private static Optional<SignatureAlgorithm> with(
      String hash, String wanted, SignatureAlgorithm algorithm) {
    return hash.equals(wanted) ? Optional.of(algorithm) : Optional.empty();
  }

  /// The key in the form that stands in a did:key.
  private static Bytes key(JsonNode group, KeyType type) {
    return switch (type) {
      case ED25519 -> bytes(group.at("/publicKey/pk"));
      case SECP256K1, P_256, P_384, P_521 -> {
        var point = bytes(group.at("/publicKey/uncompressed"));
        var sign = Bytes.of((byte) (2 + (point.at(point.size() - 1) & 1)));
        yield sign.concat(point.slice(1, (point.size() + 1) / 2));
      }
      case RSA -> bytes(group.get("publicKeyAsn"));
    };
  }

  private static Bytes bytes(JsonNode hex) {
    return Bytes.fromHex(hex.asString());
  }

  @Override
  public String toString() {
    var reasons = new ArrayList<String>();
    skipped.forEach((reason, cases) -> reasons.add(cases + " " + reason));
    return passed + "\t" + verified + "\t" + refused + "\t" + String.join("; ", reasons);
  }
}
