package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Finds the keys of a did:web in the document that its host serves over HTTPS (W3C CCG did:web).
///
/// A stranger chooses the host by naming a DID, so a fetch must not become a way into a network
/// that only this machine sees. Hence: HTTPS on the host itself, no proxy, no redirect, no
/// credentials; a document of limited size in limited time; and connections to public addresses
/// alone. The address is checked where the connection is made, by the socket, and is the one that
/// is connected to: a name that changes its address between a check and a connection gains nothing.
/// That is why this is `HttpsURLConnection`, which takes its sockets from us, and not
/// `java.net.http`, which resolves names by itself; see docs/decisions/025-chains.md.
///
/// Documents are kept for a while, so a key that is taken back may still count for as long.
/// Failures are kept for a shorter while, so that nobody makes us knock without end. Any thread may
/// ask; two may both fetch.
public final class WebDidResolver implements DidResolver {
  /// Largest document, in bytes.
  public static final int MAX_DOCUMENT = 64 * 1024;

  /// How long a fetch may take in all.
  public static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  /// How long a document counts.
  public static final Duration KEPT = Duration.ofMinutes(5);

  /// How long a failure counts.
  public static final Duration FAILURE_KEPT = Duration.ofSeconds(10);

  private static final String METHOD = "did:web:";
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(%3[Aa][0-9]{1,5})?");
  private static final int DOCUMENTS_KEPT = 256;

  /// A document, or why there is none.
  private sealed interface Answer {
    long until();
  }

  private record Present(DidDocument document, long until) implements Answer {}

  private record Absent(String why, long until) implements Answer {}

  private final SSLSocketFactory sockets;
  private final InstantSource clock;
  private final Duration limit;
  private final Bounded<Did, Answer> answers = new Bounded<>(DOCUMENTS_KEPT, _ -> 1);

  /// Asks the hosts of the internet.
  public WebDidResolver(InstantSource clock) {
    this(
        clock,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        PublicAddresses::contains,
        TIME_LIMIT);
  }

  WebDidResolver(
      InstantSource clock, SSLSocketFactory tls, Predicate<InetAddress> allowed, Duration limit) {
    this.clock = clock;
    this.sockets = new CheckedSockets(tls, allowed);
    this.limit = limit;
  }

  /// The keys of a did:web, or of a did:key.
  @Override
  public List<PublicKey> resolve(Did did, Purpose purpose) {
    if (!did.text().startsWith(METHOD)) {
      return DidResolver.KEY.resolve(did, purpose);
    }
    var principal = did.principal();
    long now = clock.instant().getEpochSecond();
    var answer = answers.find(principal);
    if (answer == null || answer.until() < now) {
      answer = ask(principal, now);
      answers.put(principal, answer);
    }
    return switch (answer) {
      case Present(var document, _) -> document.keys(did, purpose);
      case Absent(var why, _) -> throw new IpvmException(ErrorCode.UNAVAILABLE, why);
    };
  }

  private Answer ask(Did did, long now) {
    var url = url(did);
    try {
      return new Present(DidDocument.read(did, fetch(url)), now + KEPT.toSeconds());
    } catch (IOException | MalformedException e) {
      return new Absent(
          "no document at " + url + ": " + e.getMessage(), now + FAILURE_KEPT.toSeconds());
    }
  }

  /// Where the document is: colons stand for slashes, and a port is percent-encoded.
  ///
  /// @throws MalformedException if `did` names no host
  static URI url(Did did) {
    var parts = List.of(did.text().substring(METHOD.length()).split(":", -1));
    var path = parts.subList(1, parts.size());
    boolean steps = path.stream().noneMatch(step -> step.matches("[.]{0,2}"));
    if (!HOST.matcher(parts.getFirst()).matches() || !steps) {
      throw new MalformedException(did + " names no host and path");
    }
    var host = parts.getFirst().replaceFirst("%3[Aa]", ":");
    var folder = path.isEmpty() ? ".well-known" : String.join("/", path);
    return URI.create("https://" + host + "/" + folder + "/did.json");
  }

  /// A thread of its own fetches, for a host may answer a byte now and then for ever; closing the
  /// connection ends it.
  private Bytes fetch(URI url) throws IOException {
    var connection = open(url);
    var task = new FutureTask<>(() -> read(connection));
    Thread.ofVirtual().name("did-web").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      connection.disconnect();
      throw new IOException("no answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      task.cancel(true);
      connection.disconnect();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException("fetching", e);
    }
  }

  private HttpsURLConnection open(URI url) throws IOException {
    try {
      var connection = (HttpsURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
      connection.setSSLSocketFactory(sockets);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout((int) limit.toMillis());
      connection.setReadTimeout((int) limit.toMillis());
      connection.setRequestProperty("Accept", "application/did+json, application/json");
      connection.setRequestProperty("Connection", "close");
      return connection;
    } catch (MalformedURLException e) {
      throw new MalformedException(url + " is no URL", e);
    }
  }

  private static Bytes read(HttpsURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpsURLConnection.HTTP_OK) {
      throw new IOException("status " + status);
    }
    try (var in = connection.getInputStream()) {
      var body = in.readNBytes(MAX_DOCUMENT + 1);
      if (body.length > MAX_DOCUMENT) {
        throw new IOException("more than " + MAX_DOCUMENT + " bytes");
      }
      return Bytes.owned(body);
    }
  }
}
