package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyText;
import io.ipvm.keys.PassphraseSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyCommandsTest {
  private static final Path HELLO =
      Path.of("..", "examples", "hello", "hello.yaml").toAbsolutePath().normalize();

  private final KeyPair zero = KeyPair.ofSeed(Bytes.owned(new byte[32]));

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p-256", "secp256k1"})
  void createsAKeyThatSigns(String type) {
    var did = shell.run("key", "create", "new.key", "--type", type, "-o", "id").out().strip();

    var pair = KeyFile.load(folder.resolve("new.key"));
    assertThat(pair.did()).hasToString(did);
    assertThat(pair.publicKey().verifies(Bytes.EMPTY, pair.sign(Bytes.EMPTY))).isTrue();
    assertThat(shell.run("key", "show", "new.key", "-o", "id").out().strip()).isEqualTo(did);
    assertThat(shell.run("key", "show", did, "-o", "id").out().strip()).isEqualTo(did);
    assertThat(shell.run("key", "create", "new.key").status()).isEqualTo(ExitStatus.CONFLICT);
  }

  @Test
  void refusesAKeyTypeThatDoesNotSign() {
    var outcome = shell.run("key", "create", "new.key", "--type", "rsa");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("unknown key type rsa");
    assertThat(folder.resolve("new.key")).doesNotExist();
  }

  @Test
  void aPassphraseIsTypedTwiceAndAskedForWhenSigning() {
    var created = shell.answering("abc", "abc").run("key", "create", "--encrypt", "new.key");
    var shown = shell.answering().run("key", "show", "new.key", "-o", "json");
    var wrong = shell.answering("abd").run("key", "export", "new.key", "--private", "-O", "-");
    var right = shell.answering("abc").run("key", "export", "new.key", "--private", "-O", "-");

    assertThat(created.status()).isEqualTo(ExitStatus.OK);
    assertThat(shown.out()).contains("\"encrypted\": true");
    assertThat(wrong.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(wrong.err()).contains("the passphrase is wrong");
    assertThat(wrong.out()).isEmpty();
    assertThat(right.out()).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(shell.answering("abc", "abd").run("key", "create", "--encrypt", "x.key").err())
        .contains("the two passphrases differ");
    assertThat(folder.resolve("x.key")).doesNotExist();
  }

  @Test
  void withoutATerminalThePassphraseComesFromAFile() throws IOException {
    var secret = secretFile("pass.txt", "correct horse\nand nothing else counts\n");

    var created =
        shell.run("key", "create", "--encrypt", "--passphrase-file", "pass.txt", "new.key");
    var nothing = shell.run("key", "export", "new.key", "--private", "-O", "out.key");
    shell.with("IPVM__PASSPHRASE_FILE", secret.toString());
    var exported = shell.run("key", "export", "new.key", "--private", "-O", "out.key");

    assertThat(created.status()).isEqualTo(ExitStatus.OK);
    assertThat(nothing.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(nothing.err()).contains("is under a passphrase").contains("--passphrase-file FILE");
    assertThat(exported.status()).as(exported.err()).isEqualTo(ExitStatus.OK);
    assertThat(KeyFile.load(folder.resolve("out.key")).did())
        .isEqualTo(KeyFile.loadPublic(folder.resolve("new.key"), PassphraseSource.NONE).did());
  }

  @Test
  void aPassphraseFileThatOthersReadIsRefused() throws IOException {
    assumeTrue(posix(), "skipped: this file system has no POSIX rights");
    Files.writeString(folder.resolve("pass.txt"), "secret\n");
    Files.setPosixFilePermissions(
        folder.resolve("pass.txt"), PosixFilePermissions.fromString("rw-r--r--"));

    var outcome =
        shell.run("key", "create", "--encrypt", "--passphrase-file", "pass.txt", "new.key");

    assertThat(outcome.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(outcome.err()).contains("passphrase file").contains("chmod 600");
  }

  @Test
  void aRunWithALockedNodeKeyAsksBeforeItStarts() {
    shell.answering("abc", "abc").run("key", "rotate", "node", "--encrypt");

    var refused = shell.answering().run("run", HELLO.toString());
    var done = shell.answering("abc").run("run", HELLO.toString(), "-o", "json");

    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(done.status()).as(done.err()).isEqualTo(ExitStatus.OK);
    assertThat(shell.answering().run("runs", "ls").status()).isEqualTo(ExitStatus.OK);
    assertThat(new Shell(folder).run("doctor").out()).contains("under a passphrase");
  }

  @Test
  void importsAKeyForTheNodeAndKeepsTheOldOne() throws IOException {
    secretFile("peer.key", encoded(KeyText.Format.LIBP2P));
    var old = shell.run("key", "show", "node", "-o", "id").out().strip();

    var refused = shell.run("key", "import", "peer.key", "--as", "node");
    var taken = shell.run("key", "import", "peer.key", "--as", "node", "--replace", "-o", "json");

    assertThat(refused.status()).isEqualTo(ExitStatus.CONFLICT);
    assertThat(taken.status()).as(taken.err()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("key", "show", "node", "-o", "id").out().strip())
        .isEqualTo(zero.did().text());
    var kept = folder.resolve("data").resolve("node-" + old.substring(old.length() - 8) + ".key");
    assertThat(taken.out()).contains(kept.toString());
    assertThat(KeyFile.load(kept).did()).hasToString(old);
  }

  @Test
  void anImportIntoANewDataDirectoryLeavesNoOtherKey() throws IOException {
    secretFile("mine.pem", encoded(KeyText.Format.PKCS8));

    var taken = shell.run("key", "import", "mine.pem", "--as", "user");

    assertThat(taken.status()).as(taken.err()).isEqualTo(ExitStatus.OK);
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".key")))
          .containsExactlyInAnyOrder("node.key", "user.key");
    }
    assertThat(shell.run("key", "show", "user", "-o", "id").out().strip())
        .isEqualTo(zero.did().text());
  }

  @Test
  void importsAHomestarSeed() {
    var outcome =
        shell
            .typing("A".repeat(43) + "=\n")
            .run("key", "import", "-", "--seed", "-O", "homestar.key", "-o", "json");

    assertThat(outcome.out())
        .contains("\"peerId\": \"12D3KooWBYAug7e9eE7z1z1jaYjfVQCfRy8r3keVYD8jdsEGZHrT\"");
    assertThat(shell.typing("hello").run("key", "import", "-", "--seed", "-O", "x").err())
        .contains("a random_seed is base64, this is not");
  }

  @Test
  void anImportSaysWhereItGoesAndWhatItCannotRead() throws IOException {
    Files.writeString(folder.resolve("some.txt"), "hello SECRET");

    var nowhere = shell.run("key", "import", "some.txt");
    var unreadable = shell.run("key", "import", "some.txt", "-O", "x.key");

    assertThat(nowhere.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(nowhere.err()).contains("--as node");
    assertThat(unreadable.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(unreadable.err())
        .contains("some.txt holds no usable private key")
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pem", "did", "peer-id", "libp2p"})
  void exportsThePublicKeyOnly(String format) {
    KeyFile.create(folder.resolve("zero.key"), zero);

    var outcome = shell.run("key", "export", "zero.key", "--format", format);

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.out().strip())
        .isEqualTo(
            switch (format) {
              case "did" -> zero.did().text();
              case "peer-id" -> zero.publicKey().peerId();
              case "libp2p" -> "CAESIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
              default -> KeyText.encode(zero.publicKey()).strip();
            });
  }

  @Test
  void aPrivateKeyIsExportedOnlyWhenAFileIsNamed() {
    KeyFile.create(folder.resolve("zero.key"), zero);

    var careless = shell.run("key", "export", "zero.key", "--private");
    var wanting = shell.run("key", "export", "zero.key", "--format", "multibase");
    var meant =
        shell.run("key", "export", "zero.key", "--private", "--format", "multibase", "-O", "-");

    assertThat(careless.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(careless.out()).isEmpty();
    assertThat(wanting.err()).contains("a public key has no form multibase");
    assertThat(meant.out()).isEqualTo(encoded(KeyText.Format.MULTIBASE));
  }

  @Test
  void anEncryptedKeyIsNeverExportedWithoutItsEncryption() {
    KeyFile.create(folder.resolve("zero.key"), zero);

    var refused =
        shell
            .answering("abc", "abc")
            .run("key", "export", "zero.key", "--encrypt", "--format", "libp2p", "-O", "x");
    var done =
        shell.answering("abc", "abc").run("key", "export", "zero.key", "--encrypt", "-O", "y");

    assertThat(refused.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(refused.err()).contains("only pem can be encrypted");
    assertThat(folder.resolve("x")).doesNotExist();
    assertThat(done.status()).as(done.err()).isEqualTo(ExitStatus.OK);
    assertThat(KeyFile.isEncrypted(folder.resolve("y"))).isTrue();
  }

  @Test
  void aRotationKeepsTheOldKeyAndWhatItSigned() throws IOException {
    shell.run("run", HELLO.toString());
    var old = shell.run("key", "show", "node", "-o", "id").out().strip();
    var receipt = shell.run("receipt", "ls", "-o", "id").out().strip();

    var rotated = shell.run("key", "rotate", "node", "-o", "id");

    assertThat(rotated.out().strip()).startsWith("did:key:z6Mk").isNotEqualTo(old);
    assertThat(rotated.err()).contains("whoever trusted " + old);
    assertThat(shell.run("receipt", "verify", receipt).status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("run", HELLO.toString()).err()).contains("1 replayed");
    assertThat(shell.run("key", "rotate", "other.key").err()).contains("there is no key other.key");
  }

  private String encoded(KeyText.Format format) {
    return new String(KeyText.encode(zero, format), StandardCharsets.US_ASCII);
  }

  private Path secretFile(String name, String content) throws IOException {
    var file = Files.writeString(folder.resolve(name), content);
    if (posix()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
