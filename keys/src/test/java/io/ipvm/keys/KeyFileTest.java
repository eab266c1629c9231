package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.testkit.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
  private static final String ZERO_SEED =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      -----END PRIVATE KEY-----
      """;

  private static final String ZERO_SEED_PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAO2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=
      -----END PUBLIC KEY-----
      """;

  /// RFC 8410 10.3: version 1 (RFC 5958) with an attribute and the public key.
  private static final String PKCS8_WITH_PUBLIC_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
      Z9w7lshQhqowtrbLDFw4rXAxZuE=
      -----END PRIVATE KEY-----
      """;

  private final KeyPair key = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("node.key");
  }

  @Test
  void writesAFileThatReadsBack() throws IOException {
    KeyFile.create(file, key);

    assertThat(file).hasContent(ZERO_SEED + ZERO_SEED_PUBLIC);
    assertThat(KeyFile.load(file).did()).isEqualTo(key.did());
    assertThat(KeyFile.load(file).sign(Bytes.utf8("m"))).isEqualTo(key.sign(Bytes.utf8("m")));
  }

  @Test
  void theFileIsItsOwnersAloneAndNothingElseIsLeftBehind() throws IOException {
    assumeTrue(FileRights.isPosix(folder), "skipped: this file system has no POSIX rights");

    KeyFile.create(file, key);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    Files.writeString(file, "precious");

    assertThatThrownBy(() -> KeyFile.create(file, key))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.CONFLICT))
        .hasMessage("key file " + file + " exists and is never overwritten");

    assertThat(file).hasContent("precious");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void ofManyWhoCreateOneFileOneSucceedsAndItsFileIsWhole() throws IOException {
    var created =
        IntStream.range(0, 32)
            .parallel()
            .filter(_ -> {
              try {
                KeyFile.create(file, key);
                return true;
              } catch (IpvmException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                return false;
              }
            })
            .count();

    assertThat(created).isEqualTo(1);
    assertThat(KeyFile.load(file).did()).isEqualTo(key.did());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysThatTheFolderIsMissing() {
    var lost = folder.resolve("nowhere").resolve("node.key");

    assertThatThrownBy(() -> KeyFile.create(lost, key))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.NOT_FOUND))
        .hasMessage("key file " + lost + ": its folder does not exist");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> KeyFile.load(file))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.NOT_FOUND))
        .hasMessage("key file " + file + " does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw------x", "rw----r--", "rw-rw-rw-"})
  void refusesAFileThatOthersMayTouchAndSaysHowToMendIt(String rights) throws IOException {
    assumeTrue(FileRights.isPosix(folder), "skipped: this file system has no POSIX rights");
    KeyFile.create(file, key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

    assertThatThrownBy(() -> KeyFile.load(file))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.NOT_AUTHORISED))
        .hasMessage(
            "key file "
                + file
                + " has rights "
                + rights
                + ", others than its owner must have none: chmod 600 "
                + file);
  }

  @Test
  void readsAFileThatItsOwnerMayOnlyRead() throws IOException {
    assumeTrue(FileRights.isPosix(folder), "skipped: this file system has no POSIX rights");
    KeyFile.create(file, key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    assertThat(KeyFile.load(file).did()).isEqualTo(key.did());
  }

  @Test
  void readsAFileOfOpenssl() {
    assertThat(load(ZERO_SEED).did()).isEqualTo(key.did());
    assertThat(load(ZERO_SEED.replace("\n", "\r\n")).did()).isEqualTo(key.did());
    assertThat(load("\n\n" + ZERO_SEED.stripTrailing()).did()).isEqualTo(key.did());
  }

  @Test
  void readsPkcs8WithThePublicKeyInside() {
    var seed = Bytes.fromHex("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842");

    assertThat(load(PKCS8_WITH_PUBLIC_KEY).did()).isEqualTo(KeyPair.ofSeed(seed).did());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | it is empty",
        "hello                                | its line is neither multibase nor a libp2p key",
        "hello\\nworld                         | line 1 stands outside of a PEM block",
        "-----BEGIN PRIVATE KEY-----\\nMC4CAQ   | the block PRIVATE KEY does not end",
        "-----BEGIN PRIVATE KEY\\nMC4CAQ        | line 1 begins like a PEM frame and is none",
        "-----BEGIN \u0007-----\\n           | line 1 begins like a PEM frame and is none",
        "-----BEGIN X-----\\n-----END Y-----    | line 2 does not end the block X",
        "-----BEGIN PRIVATE KEY-----\\n!!\\n-----END PRIVATE KEY-----   | the block PRIVATE KEY is not base64",
        "-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY----- | its content is no PKCS#8",
        "-----BEGIN PRIVATE KEY-----\\n-----END PRIVATE KEY-----       | its content is no PKCS#8",
        "-----BEGIN PRIVATE KEY-----\\nMAA=\\n-----END PRIVATE KEY----- | its content is no PKCS#8",
        "-----BEGIN PRIVATE KEY-----\\nMAMCAQA=\\n-----END PRIVATE KEY----- | its content is no PKCS#8",
        "-----BEGIN PRIVATE KEY-----\\nMAoCAQAwBQYDK2Vw\\n-----END PRIVATE KEY----- | its content is no PKCS#8",
        "-----BEGIN PRIVATE KEY-----\\nMA4CAQAwBQYDK2VwBAIEAA==\\n-----END PRIVATE KEY----- | its secret has 0 bytes, has to have 32",
        "-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA\\n-----END OPENSSH PRIVATE KEY----- | OpenSSH's own format",
        "-----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY----- | its content is no ECPrivateKey",
        "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE----- | it holds a block \"CERTIFICATE\"",
      })
  void refusesAnythingElseAndSaysWhatItIs(String text, String why) {
    assertThatThrownBy(() -> load(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.CALLER_ERROR))
        .hasMessageStartingWith("key file " + file + " holds no usable private key: ")
        .hasMessageContaining(why);
  }

  @Test
  void isNeverSurprisedByWhatABlockHolds() {
    var base64 = PKCS8_WITH_PUBLIC_KEY.lines().skip(1).limit(3).collect(Collectors.joining());
    var der = Base64.getDecoder().decode(base64);

    Property.check(
        500,
        seed -> {
          var random = new Random(seed);
          var spoiled = Arrays.copyOf(der, random.nextInt(der.length) + 1);
          for (int i = random.nextInt(3); i > 0; i--) {
            spoiled[random.nextInt(Math.min(spoiled.length, 40))] = (byte) random.nextInt();
          }
          var pem = new String(Pem.encode("PRIVATE KEY", spoiled), StandardCharsets.US_ASCII);

          try {
            load(pem);
          } catch (IpvmException e) {
            assertThat(e)
                .hasMessageStartingWith("key file " + file + " holds no usable private key");
          }
        });
  }

  @Test
  void refusesAKeyOfAnotherAlgorithm() {
    // An X25519 key differs in its last object identifier byte: 1.3.101.110.
    var x25519 =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        -----END PRIVATE KEY-----
        """;

    assertThatThrownBy(() -> load(x25519))
        .hasMessageContaining("its algorithm is 1.3.101.110, Ed25519 is 1.3.101.112");
  }

  @Test
  void refusesBlocksInAnotherOrderOrNumber() {
    assertThatThrownBy(() -> load(ZERO_SEED + ZERO_SEED)).hasMessageContaining("two private keys");
    assertThatThrownBy(() -> load(ZERO_SEED_PUBLIC + ZERO_SEED))
        .hasMessageContaining("its public key does not follow a private one");
    assertThatThrownBy(() -> load(ZERO_SEED_PUBLIC))
        .hasMessageContaining("its public key does not follow a private one");
    assertThatThrownBy(() -> load(ZERO_SEED + ZERO_SEED_PUBLIC.replace("MCow", "MCox")))
        .hasMessageContaining("its public key is no SubjectPublicKeyInfo");
  }

  @Test
  void aMessageNeverQuotesTheSecret() {
    var broken = ZERO_SEED.replace("MC4CAQAwBQYDK2VwBCIEIAAA", "MC4CAQAwBQYDK2VwBCIEISECRET*");

    assertThatThrownBy(() -> load(broken))
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("SECRET"));
  }

  @Test
  void waitsForNoPipeAndReadsNoDevice() {
    var device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "skipped: this system has no /dev/zero");

    assertThatThrownBy(() -> KeyFile.load(device))
        .isInstanceOf(MalformedException.class)
        .hasMessage("key file /dev/zero is no file");
  }

  @Test
  void refusesAFolderAndAFileThatIsTooLarge() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> KeyFile.load(file)).hasMessage("key file " + file + " is a folder");
    Files.delete(file);

    assertThatThrownBy(() -> load("\n".repeat(KeyText.MAX_SIZE + 1)))
        .hasMessage("key file " + file + " has more than 16384 bytes, it is no key");
    assertThat(load(ZERO_SEED + "\n".repeat(KeyText.MAX_SIZE - ZERO_SEED.length())).did())
        .isEqualTo(key.did());
  }

  @Test
  void randomKeysComeBackFromTheirFiles() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      var pair = KeyPair.generate(new Random(seed));
      KeyFile.create(file, pair);

      assertThat(KeyFile.load(file).sign(Bytes.EMPTY)).isEqualTo(pair.sign(Bytes.EMPTY));
      Files.delete(file);
    }
  }

  @Test
  void anEncryptedFileTellsWhoseKeyItIsWithoutItsPassphrase() throws IOException {
    KeyFile.create(file, key, Passphrase.owned("secret".toCharArray()));
    var asked = new ArrayList<String>();
    var signer =
        KeyFile.open(
            file,
            name -> {
              asked.add(name);
              return Optional.of(Passphrase.owned("secret".toCharArray()));
            });

    assertThat(KeyFile.isEncrypted(file)).isTrue();
    assertThat(signer.did()).isEqualTo(key.did());
    assertThat(signer).hasToString("locked key of " + key.did());
    assertThat(KeyFile.loadPublic(file, PassphraseSource.NONE)).isEqualTo(key.publicKey());
    assertThat(asked).isEmpty();
    assertThat(signer.sign(Bytes.EMPTY)).isEqualTo(key.sign(Bytes.EMPTY));
    assertThat(signer.sign(Bytes.EMPTY)).isEqualTo(key.sign(Bytes.EMPTY));
    assertThat(asked).containsExactly("key file " + file);
    assertThat(Files.readString(file)).doesNotContain("BEGIN PRIVATE KEY");
  }

  @Test
  void aFileWithoutAPassphraseIsNotEncrypted() throws IOException {
    KeyFile.create(file, key);
    assertThat(KeyFile.isEncrypted(file)).isFalse();
    assertThat(KeyFile.open(file, PassphraseSource.NONE)).isInstanceOf(KeyPair.class);
    Files.delete(file);

    KeyFile.create(file, KeyText.encode(key, KeyText.Format.LIBP2P));
    assertThat(KeyFile.isEncrypted(file)).isFalse();
    assertThat(KeyFile.open(file, PassphraseSource.NONE).did()).isEqualTo(key.did());
  }

  @Test
  void whatIsGivenToBeWrittenIsWiped() {
    var content = KeyText.encode(key, KeyText.Format.PKCS8);
    KeyFile.create(file, content);
    var next = KeyText.encode(key, KeyText.Format.MULTIBASE);
    KeyFile.replace(file, folder.resolve("old.key"), next);

    assertThat(content).containsOnly(0);
    assertThat(next).containsOnly(0);
  }

  @Test
  void aWrongPassphraseSignsNothingAndIsAskedForAgain() {
    KeyFile.create(file, key, Passphrase.owned("secret".toCharArray()));
    var answers = new ArrayDeque<>(List.of("wrong", "secret"));
    var signer =
        KeyFile.open(file, _ -> Optional.of(Passphrase.owned(answers.remove().toCharArray())));

    assertThatThrownBy(() -> signer.sign(Bytes.EMPTY))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.NOT_AUTHORISED))
        .hasMessage("the passphrase is wrong");
    assertThat(signer.sign(Bytes.EMPTY)).isEqualTo(key.sign(Bytes.EMPTY));
    assertThatThrownBy(() -> KeyFile.load(file))
        .hasMessage("key file " + file + " is encrypted, and its passphrase is not given");
  }

  @Test
  void anEncryptedFileThatNamesAnotherKeyIsNoticed() throws IOException {
    KeyFile.create(file, key, Passphrase.owned("secret".toCharArray()));
    var text = Files.readString(file);
    var stranger = KeyText.encode(KeyPair.generate(new Random(1)).publicKey());
    Files.writeString(file, text.substring(0, text.indexOf("-----BEGIN PUBLIC")) + stranger);

    var signer = KeyFile.open(file, _ -> Optional.of(Passphrase.owned("secret".toCharArray())));

    assertThatThrownBy(() -> signer.sign(Bytes.EMPTY)).isInstanceOf(IpvmException.class);
  }

  @Test
  void aReplacedKeyIsKeptUnderItsNewName() throws IOException {
    var retired = folder.resolve("old.key");
    var next = KeyPair.generate(KeyType.P_256, new Random(1));
    KeyFile.create(file, key);

    KeyFile.replace(file, retired, KeyText.encode(next, KeyText.Format.PKCS8));

    assertThat(KeyFile.load(file).did()).isEqualTo(next.did());
    assertThat(KeyFile.load(retired).did()).isEqualTo(key.did());
    assertThatThrownBy(
            () -> KeyFile.replace(file, retired, KeyText.encode(key, KeyText.Format.PKCS8)))
        .isInstanceOfSatisfying(IpvmException.class, code(ErrorCode.CONFLICT))
        .hasMessage("key file " + retired + " exists and is never overwritten");
    assertThat(KeyFile.load(file).did()).isEqualTo(next.did());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, retired);
    }
  }

  private KeyPair load(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return load(file);
  }

  private static KeyPair load(Path file) {
    try {
      if (FileRights.isPosix(file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return KeyFile.load(file);
  }

  private static Consumer<IpvmException> code(ErrorCode code) {
    return e -> assertThat(e.code()).isEqualTo(code);
  }
}
