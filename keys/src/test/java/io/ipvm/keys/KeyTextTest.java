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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The forms that private keys are kept in. The keys here were made by OpenSSL 3.0 for this test.
final class KeyTextTest {
  private static final String PASSPHRASE = "p\u00e4ssword";

  private static final String ED25519 =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIKQm+u34IXs7NsjeHyuHlRidfP2WDhyC+40o3ENuxQyy
      -----END PRIVATE KEY-----
      """;

  private static final String ED25519_KEY =
      "76a6e44ca407862c65e75e4a534faf92533298e110ff517ed98bfb3e84a89c51";

  private static final String PBKDF2 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjMpCk05mM0UQICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEI4uqSQFnZpStA+Q7AtNLhYEQGx1
      rELmE4eW2awllSjMJ4bccB8ncAavtC8Pkaf9d5E+5yzY0X2SmijuhU+MShIUEKwG
      TgV8c1eVQM3Hz5lqPPQ=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String SCRYPT =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAiVY7PPfqs0uAICQAAC
      AQgCAQEwHQYJYIZIAWUDBAEqBBBbuuIXPLJdf+OmAEBgc3s8BEDf2gFZol/iYWqS
      81dHdfgt45K3B9J3QweF6TbFjFd2fu6W1VG6DMpuU6K5aTnkRv4shCiGRx3WYSh4
      hYTOgViv
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String AES_128_SHA_1 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGNMEkGCSqGSIb3DQEFDTA8MBsGCSqGSIb3DQEFDDAOBAinjH/HijE8fQICE4gw
      HQYJYIZIAWUDBAECBBCN74g0P5zIsan3+njWb5JMBECI77+pFueQOWZsmRhotZDu
      uBHg1MqTcJKszjM+h293QXaWzxSpmekWHWaVyOoIT2YD0+h/AHUWv5xkvTcoQ9RB
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String DES3 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGKME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAihSqv/awCH/gICCAAw
      DAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIomsl5t9h0rEEOJ1evwk75SimIY+X
      iIoDYwG6yYZgSEApl2EhAcOz73WuiTriUKG6OV5IBCU+Xi9yBwvzi4yiP1i1
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String PBES1 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MFgwHAYKKoZIhvcNAQwBAzAOBAhEs8SdwblljAICCAAEOEZsRj+YasgUCcfdrgZU
      gbY7diCmZ8m5v7cc/SViJs2O61j0ukjO61JtUDSx9vEIK6yvL4WoXGqL
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String P_256 =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXXAdjQYFD9LPneWy
      GTtyFzmNitwRlHXQKkbPTrJuNYuhRANCAATBsqEr5bUzNtw8Wax71Qgz1KOgheTb
      2cuL7OeU0CBM0My+bDtuLMPYjUw1Oqb1o9J3EqO4cxcbyvGJIs4CtCDY
      -----END PRIVATE KEY-----
      """;

  private static final String P_256_SEC1 =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIF1wHY0GBQ/Sz53lshk7chc5jYrcEZR10CpGz06ybjWLoAoGCCqGSM49
      AwEHoUQDQgAEwbKhK+W1MzbcPFmse9UIM9SjoIXk29nLi+znlNAgTNDMvmw7bizD
      2I1MNTqm9aPSdxKjuHMXG8rxiSLOArQg2A==
      -----END EC PRIVATE KEY-----
      """;

  private static final String P_256_KEY =
      "02c1b2a12be5b53336dc3c59ac7bd50833d4a3a085e4dbd9cb8bece794d0204cd0";

  private static final String SECP256K1 =
      """
      -----BEGIN PRIVATE KEY-----
      MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgVhYDPCwIgT+thn5esUOx
      EZJC+2rCiGBBvi9cAm17BfahRANCAAQ6RjC5psTto/m/R4gGHi5+EI6z6BzHTWKv
      dS5gSNicz+SOG0m12v/pPfKl2L1I2pdiMX7lEZ9AM15bGEZF3qh7
      -----END PRIVATE KEY-----
      """;

  private static final String SECP256K1_SEC1 =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHQCAQEEIFYWAzwsCIE/rYZ+XrFDsRGSQvtqwohgQb4vXAJtewX2oAcGBSuBBAAK
      oUQDQgAEOkYwuabE7aP5v0eIBh4ufhCOs+gcx01ir3UuYEjYnM/kjhtJtdr/6T3y
      pdi9SNqXYjF+5RGfQDNeWxhGRd6oew==
      -----END EC PRIVATE KEY-----
      """;

  private static final String SECP256K1_KEY =
      "033a4630b9a6c4eda3f9bf4788061e2e7e108eb3e81cc74d62af752e6048d89ccf";

  private static final String P_384 =
      """
      -----BEGIN PRIVATE KEY-----
      MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDB07ZUazVzLRXWQxJRu
      HStr+w9x4CRPemx4+8ya70Prl3iXeB77+S8s1w+wzOWWhEihZANiAASIHorFiP25
      +LOsbcnnS9R3Zmrh/hXg/Ov8dDG0iB/q/b1Pd5IoDjMkeU3cKyK9Ep/XEYvdDMSN
      CBZY0zHzkvtJvwItN1/aRit4QDoMrfSX7iJFF4sFvX8SvZwROtd5gmk=
      -----END PRIVATE KEY-----
      """;

  @TempDir private Path folder;

  @Test
  void readsWhatOpensslWrites() {
    assertThat(decode(ED25519).publicKey().raw().hex()).isEqualTo(ED25519_KEY);
    assertThat(decode(P_256).publicKey())
        .isEqualTo(new PublicKey(KeyType.P_256, Bytes.fromHex(P_256_KEY)));
    assertThat(decode(P_256_SEC1).publicKey().raw().hex()).isEqualTo(P_256_KEY);
    assertThat(decode(SECP256K1).publicKey())
        .isEqualTo(new PublicKey(KeyType.SECP256K1, Bytes.fromHex(SECP256K1_KEY)));
    assertThat(decode(SECP256K1_SEC1).publicKey().raw().hex()).isEqualTo(SECP256K1_KEY);
  }

  @Test
  void readsDerWithoutAFrame() {
    for (var text : List.of(ED25519, P_256, SECP256K1, SECP256K1_SEC1)) {
      var der = Pem.decode(ascii(text)).getFirst().content();

      assertThat(KeyText.decode(der, "key", PassphraseSource.NONE).publicKey())
          .isEqualTo(decode(text).publicKey());
    }
  }

  @Test
  void readsAHomestarKeyThatIsABareSeedInAFrame() {
    var text = new String(Pem.encode("PRIVATE KEY", new byte[32]), StandardCharsets.US_ASCII);

    assertThat(decode(text).publicKey())
        .isEqualTo(KeyPair.ofSeed(Bytes.owned(new byte[32])).publicKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {PBKDF2, SCRYPT, AES_128_SHA_1})
  void readsWhatOpensslEncrypts(String text) {
    assertThat(decode(text, PASSPHRASE).publicKey().raw().hex()).isEqualTo(ED25519_KEY);
    assertThatThrownBy(() -> decode(text, "password"))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED))
        .hasMessage("the passphrase is wrong");
    assertThatThrownBy(() -> decode(text))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED))
        .hasMessage("the key is encrypted, and its passphrase is not given");
  }

  @Test
  void refusesOldEncryptionByName() {
    assertThatThrownBy(() -> decode(DES3, PASSPHRASE))
        .isInstanceOf(MalformedException.class)
        .hasMessage("it is encrypted by 1.2.840.113549.3.7, known is AES-CBC");
    assertThatThrownBy(() -> decode(PBES1, PASSPHRASE))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("it is encrypted by 1.2.840.113549.1.12.1.3, known is PBES2");
  }

  @Test
  void refusesEncryptionThatWouldTakeForEver() {
    assertThatThrownBy(() -> decode(locked(pbkdf2(10_000_001)), PASSPHRASE))
        .isInstanceOf(MalformedException.class)
        .hasMessage("its number of iterations is 10000001, has to be 1 to 10000000");
    assertThatThrownBy(() -> decode(locked(pbkdf2(0)), PASSPHRASE))
        .hasMessage("its number of iterations is 0, has to be 1 to 10000000");
    assertThatThrownBy(() -> decode(locked(scrypt(1 << 20, 8, 1)), PASSPHRASE))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("its scrypt cost 1048576 with block size 8 is no power of 2 or")
        .hasMessageEndingWith("takes more than 268435456 bytes");
    assertThatThrownBy(() -> decode(locked(scrypt(1023, 8, 1)), PASSPHRASE))
        .hasMessageStartingWith("its scrypt cost 1023 ");
    assertThatThrownBy(() -> decode(locked(scrypt(2, 1 << 20, 16)), PASSPHRASE))
        .hasMessageStartingWith("its scrypt cost 2 ");
    assertThatThrownBy(() -> decode(locked(scrypt(2, 1, 17)), PASSPHRASE))
        .hasMessage("its scrypt parallelism is 17, has to be 1 to 16");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenReadsBack(KeyText.Format format) {
    Property.check(
        20,
        seed -> {
          for (var type : List.of(KeyType.ED25519, KeyType.P_256, KeyType.SECP256K1)) {
            var pair = KeyPair.generate(type, new Random(seed));
            if (format == KeyText.Format.SEC1 && type == KeyType.ED25519) {
              assertThatThrownBy(() -> KeyText.encode(pair, format))
                  .hasMessage("SEC 1 has no Ed25519 keys, PKCS#8 and libp2p have");
              continue;
            }

            var read = KeyText.decode(KeyText.encode(pair, format), "key", PassphraseSource.NONE);

            assertThat(read.publicKey()).isEqualTo(pair.publicKey());
            assertThat(read.secret()).isEqualTo(pair.secret());
          }
        });
  }

  @Test
  void whatIsEncryptedReadsBackWithThePassphraseOnly() {
    var pair = KeyPair.generate(KeyType.P_256, new Random(1));

    var text = new String(encrypted(pair), StandardCharsets.US_ASCII);

    assertThat(text)
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        .contains("-----BEGIN PUBLIC KEY-----")
        .doesNotContain("-----BEGIN PRIVATE KEY-----");
    assertThat(decode(text, PASSPHRASE).secret()).isEqualTo(pair.secret());
    assertThatThrownBy(() -> decode(text, "another")).hasMessage("the passphrase is wrong");
    var one = parameters(text);
    var other = parameters(new String(encrypted(pair), StandardCharsets.US_ASCII));
    for (int salted = 0; salted < one.size(); salted++) {
      assertThat(one.get(salted)).as("salt and initialisation vector").hasSize(16);
      assertThat(one.get(salted)).isNotEqualTo(other.get(salted)).isNotEqualTo(new byte[16]);
    }
  }

  @Test
  void opensslReadsWhatIsWritten() throws IOException, InterruptedException {
    assumeTrue(isInstalled("openssl"), "skipped: no openssl on this machine");
    for (var type : List.of(KeyType.ED25519, KeyType.P_256, KeyType.SECP256K1)) {
      var pair = KeyPair.generate(type, new Random(2));
      var plain = folder.resolve(type + ".pem");
      var locked = folder.resolve(type + "-locked.pem");
      Files.write(plain, KeyText.encode(pair, KeyText.Format.PKCS8));
      Files.write(locked, encrypted(pair));
      var expected = KeyText.encode(pair.publicKey());

      assertThat(openssl("pkey", "-in", plain.toString(), "-pubout")).isEqualTo(expected);
      assertThat(
              openssl("pkey", "-in", locked.toString(), "-passin", "pass:" + PASSPHRASE, "-pubout"))
          .isEqualTo(expected);
    }
  }

  /// Kubo keeps its identity like this; the key is that of 32 zero bytes.
  @Test
  void readsALibp2pKeyInBase64AndAMultibaseKey() {
    var zero = KeyPair.ofSeed(Bytes.owned(new byte[32]));
    var libp2p = new String(KeyText.encode(zero, KeyText.Format.LIBP2P), StandardCharsets.US_ASCII);
    var multibase =
        new String(KeyText.encode(zero, KeyText.Format.MULTIBASE), StandardCharsets.US_ASCII);

    assertThat(libp2p).startsWith("CAESQ").endsWith("\n");
    assertThat(multibase).isEqualTo("MgCYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n");
    assertThat(decode(libp2p).did()).isEqualTo(zero.did());
    assertThat(decode(multibase).did()).isEqualTo(zero.did());
  }

  @Test
  void refusesWhatItHasNoUseForByName() {
    assertThatThrownBy(() -> decode(P_384))
        .hasMessage("it is a P-384 key, which signs nothing here");
    assertThatThrownBy(() -> decode("MhyYA"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is no private key that signs here");
    assertThatThrownBy(() -> decode("CAES!"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("its line is no base64");
    assertThatThrownBy(() -> decode(ED25519.replace("PRIVATE", "OPENSSH PRIVATE")))
        .hasMessageContaining("OpenSSH's own format");
    assertThatThrownBy(() -> decode(P_256 + KeyText.encode(decode(SECP256K1).publicKey())))
        .hasMessage("its public key belongs to another private key");
    assertThatThrownBy(() -> decode(ED25519 + KeyText.encode(decode(SECP256K1).publicKey())))
        .hasMessage("its private key is of type Ed25519, its public one secp256k1");
  }

  @Test
  void noMessageQuotesTheSecret() {
    for (var text : List.of("MgCYSECRETSECRET*", "CAESSECRET*", "hello SECRET", "zSECRET0")) {
      assertThatThrownBy(() -> decode(text))
          .satisfies(e -> assertThat(e + "" + e.getCause()).doesNotContain("SECRET"));
    }
  }

  @Test
  void isNeverSurprised() {
    var samples = List.of(ED25519, PBKDF2, SCRYPT, P_256, P_256_SEC1, SECP256K1_SEC1, P_384);
    Property.check(
        300,
        seed -> {
          var random = new Random(seed);
          var sample = samples.get(random.nextInt(samples.size()));
          var block = Pem.decode(ascii(sample)).getLast();
          var der = Arrays.copyOf(block.content(), random.nextInt(block.content().length) + 1);
          for (int i = random.nextInt(3); i > 0; i--) {
            der[random.nextInt(der.length)] = (byte) random.nextInt();
          }
          // Cheap to derive from, whatever the mutation: no passphrase is at hand.
          try {
            KeyText.decode(Pem.encode(block.label(), der), "the key", PassphraseSource.NONE);
            KeyText.decode(der, "the key", PassphraseSource.NONE);
          } catch (IpvmException e) {
            assertThat(e.code()).isIn(ErrorCode.CALLER_ERROR, ErrorCode.NOT_AUTHORISED);
          }
        });
  }

  private static byte[] encrypted(KeyPair pair) {
    try (var passphrase = Passphrase.owned(PASSPHRASE.toCharArray())) {
      return KeyText.encode(pair, passphrase);
    }
  }

  private static KeyPair decode(String text) {
    return KeyText.decode(ascii(text), "the key", PassphraseSource.NONE);
  }

  private static KeyPair decode(String text, String passphrase) {
    return KeyText.decode(
        ascii(text), "the key", _ -> Optional.of(Passphrase.owned(passphrase.toCharArray())));
  }

  /// Salt and initialisation vector of what is written.
  private static List<byte[]> parameters(String text) {
    var info = EncryptedPrivateKeyInfo.getInstance(Pem.decode(ascii(text)).getFirst().content());
    var scheme = PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
    var derivation = PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
    var iv = DEROctetString.getInstance(scheme.getEncryptionScheme().getParameters());
    assertThat(derivation.getIterationCount()).isEqualTo(BigInteger.valueOf(600_000));
    return List.of(derivation.getSalt(), iv.getOctets());
  }

  private static KeyDerivationFunc pbkdf2(int iterations) {
    var hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    return new KeyDerivationFunc(
        PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], iterations, hmac));
  }

  private static KeyDerivationFunc scrypt(int cost, int block, int parallel) {
    return new KeyDerivationFunc(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11"),
        new DERSequence(
            new ASN1Encodable[] {
              new DEROctetString(new byte[16]),
              new ASN1Integer(cost),
              new ASN1Integer(block),
              new ASN1Integer(parallel)
            }));
  }

  /// An encrypted key whose content nobody will get to see.
  private static String locked(KeyDerivationFunc derivation) {
    var iv = new DEROctetString(new byte[16]);
    var scheme = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, iv);
    var algorithm =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, scheme));
    try {
      var der = new EncryptedPrivateKeyInfo(algorithm, new byte[64]).getEncoded();
      return new String(Pem.encode("ENCRYPTED PRIVATE KEY", der), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static String openssl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
