package io.ipvm.ucan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.Did;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// did:web from a server of the test, on loopback, which only the test's resolver may connect to.
final class WebDidResolverTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String KEY = Chains.ANN.did().text().substring("did:key:".length());

  private static ServerSocket server;
  private static SSLSocketFactory trusting;
  private static final AtomicInteger FETCHES = new AtomicInteger();
  private static final CountDownLatch OVER = new CountDownLatch(1);

  private final TimeAndUseTest.MovingClock clock = new TimeAndUseTest.MovingClock(Chains.NOW);
  private WebDidResolver resolver;

  @BeforeEach
  void open() {
    resolver =
        new WebDidResolver(clock, trusting, InetAddress::isLoopbackAddress, Duration.ofSeconds(20));
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var store = certificate(folder);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    trusting = context.getSocketFactory();
    server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(WebDidResolverTest::serve);
  }

  @AfterAll
  static void stop() throws IOException {
    OVER.countDown();
    server.close();
  }

  /// A certificate for `localhost`, which nobody but this test trusts.
  private static KeyStore certificate(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = folder.resolve("test.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException _) {
        // Over, or a handshake that failed.
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      var path = in.readLine().split(" ", 3)[1];
      for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        assertThat(line).doesNotContainIgnoringCase("authorization:");
      }
      FETCHES.incrementAndGet();
      socket.getOutputStream().write(answer(path).getBytes(UTF_8));
    } catch (IOException _) {
      // The client went away.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String answer(String path) throws InterruptedException {
    return switch (path) {
      case "/.well-known/did.json" -> ok(document(did("")));
      case "/people/ann/did.json" -> ok(document(did(":people:ann")));
      case "/other/did.json" -> ok(document("did:web:example.com"));
      case "/large/did.json" -> ok(" ".repeat(WebDidResolver.MAX_DOCUMENT + 1));
      case "/moved/did.json" -> "HTTP/1.1 302 Found\r\nLocation: /.well-known/did.json\r\n\r\n";
      case "/slow/did.json" -> {
        OVER.await();
        yield "";
      }
      default -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    };
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body;
  }

  private static String did(String path) {
    return "did:web:localhost%3A" + server.getLocalPort() + path;
  }

  private static String document(String did) {
    return """
    { "@context": ["https://www.w3.org/ns/did/v1"],
      "id": "DID",
      "verificationMethod": [
        {"id": "DID#one", "type": "Multikey", "controller": "DID", "publicKeyMultibase": "KEY"}],
      "capabilityDelegation": ["#one"],
      "capabilityInvocation": [] }
    """
        .replace("DID", did)
        .replace("KEY", KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":people:ann"})
  void did4FindsTheKeysByPurpose(String path) {
    var did = Did.parse(did(path));

    assertThat(resolver.resolve(did, DidResolver.Purpose.DELEGATE))
        .containsExactly(Chains.ANN.publicKey());
    assertThat(resolver.resolve(did, DidResolver.Purpose.INVOKE)).isEmpty();
  }

  @Test
  void aDocumentIsFetchedOnceUntilItIsOld() {
    var did = Did.parse(did(":people:ann"));
    int before = FETCHES.get();

    resolver.resolve(did, DidResolver.Purpose.DELEGATE);
    clock.seconds += WebDidResolver.KEPT.toSeconds();
    resolver.resolve(did, DidResolver.Purpose.DELEGATE);
    assertThat(FETCHES.get() - before).isEqualTo(1);

    clock.seconds++;
    resolver.resolve(did, DidResolver.Purpose.DELEGATE);
    assertThat(FETCHES.get() - before).isEqualTo(2);
  }

  @Test
  void aFailureIsKeptForAWhileToo() {
    var did = Did.parse(did(":nowhere"));
    int before = FETCHES.get();

    unavailable(resolver, did, "status 404");
    unavailable(resolver, did, "status 404");
    assertThat(FETCHES.get() - before).isEqualTo(1);

    clock.seconds += WebDidResolver.FAILURE_KEPT.toSeconds() + 1;
    unavailable(resolver, did, "status 404");
    assertThat(FETCHES.get() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    ":large, more than 65536 bytes",
    ":moved, status 302",
    ":other, is about another: did:web:example.com"
  })
  void whatIsNoDocumentOfTheDidIsNotTaken(String path, String why) {
    unavailable(resolver, Did.parse(did(path)), why);
  }

  @Test
  void aHostThatDoesNotAnswerCostsLimitedTime() {
    var hasty =
        new WebDidResolver(clock, trusting, InetAddress::isLoopbackAddress, Duration.ofMillis(200));

    unavailable(hasty, Did.parse(did(":slow")), "no answer within 200 ms");
  }

  @Test
  void addressesOfThisMachineAreNotConnectedTo() {
    int before = FETCHES.get();
    var real =
        new WebDidResolver(clock, trusting, PublicAddresses::contains, Duration.ofSeconds(20));

    unavailable(real, Did.parse(did("")), "localhost is at no public address");

    assertThat(FETCHES.get()).isEqualTo(before);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() {
    var strict =
        new WebDidResolver(
            clock,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            InetAddress::isLoopbackAddress,
            Duration.ofSeconds(20));

    unavailable(strict, Did.parse(did("")), "certification path");
  }

  @Test
  void theNameOfTheHostHasToBeInTheCertificate() {
    var byAddress = did("").replace("localhost", "127.0.0.1");

    unavailable(resolver, Did.parse(byAddress), "127.0.0.1");
  }

  @Test
  void didKeysNeedNobody() {
    assertThat(resolver.resolve(Chains.BEN.did(), DidResolver.Purpose.INVOKE))
        .containsExactly(Chains.BEN.publicKey());
  }

  @ParameterizedTest
  @CsvSource({
    "did:web:example.com, https://example.com/.well-known/did.json",
    "did:web:example.com:user:ann, https://example.com/user/ann/did.json",
    "did:web:example.com%3A8443, https://example.com:8443/.well-known/did.json"
  })
  void theDidSaysWhereItsDocumentIs(String did, String url) {
    assertThat(WebDidResolver.url(Did.parse(did))).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:ann%40example.com",
        "did:web:example.com%2Fpath",
        "did:web:example.com%3Fq",
        "did:web:example.com%23f",
        "did:web:example.com:..:secret",
        "did:web:example.com::x",
        "did:web:%20"
      })
  void aHostThatIsMoreThanAHostIsRefused(String did) {
    assertThatThrownBy(() -> WebDidResolver.url(Did.parse(did)))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, false",
    "10.1.2.3, false",
    "100.64.0.1, false",
    "100.128.0.1, true",
    "127.0.0.1, false",
    "169.254.169.254, false",
    "172.16.0.1, false",
    "172.32.0.1, true",
    "192.0.2.1, false",
    "192.168.0.1, false",
    "198.18.0.1, false",
    "203.0.113.1, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "8.8.8.8, true",
    "::, false",
    "::1, false",
    "::ffff:10.0.0.1, false",
    "64:ff9b::a00:1, false",
    "fc00::1, false",
    "fe80::1, false",
    "ff02::1, false",
    "2001:db8::1, false",
    "2002:a00:1::, false",
    "2606:4700::1, true"
  })
  void onlyAddressesOfTheInternetArePublic(String address, boolean expected) throws IOException {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isEqualTo(expected);
  }

  private static void unavailable(WebDidResolver resolver, Did did, String why) {
    assertThatThrownBy(() -> resolver.resolve(did, DidResolver.Purpose.DELEGATE))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(why);
  }
}
