package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A Homestar 0.3.0 in a process of its own: installed by npm, on loopback, with an empty database,
/// asked over its WebSocket. For one thread.
final class HomestarPeer implements AutoCloseable {
  private static final String PACKAGE = "homestar-runtime@0.3.0";
  private static final long PATIENCE_SECONDS = 60;
  private static final long RETRY_MILLIS = 100;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<MapNode> messages = new LinkedBlockingQueue<>();
  private int requests;
  private int unexpected;

  /// What Homestar says of a task it has run.
  record Notified(Cid workflow, Cid receipt, MapNode content) {}

  /// The binary for this machine, which stays in `target` for the next time; empty if there is no
  /// npm.
  static Optional<Path> findBinary() throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target", "homestar"));
    var binary = binaryIn(folder);
    if (binary.isEmpty() && isOnPath("npm")) {
      var log = folder.resolve("npm.log").toFile();
      var npm =
          new ProcessBuilder("npm", "install", "--prefix", ".", "--no-audit", "--no-fund", PACKAGE)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      if (npm.waitFor() != 0) {
        throw new IOException("npm cannot install " + PACKAGE + ", see " + log.getAbsolutePath());
      }
      binary = binaryIn(folder);
    }
    return binary.map(Path::toAbsolutePath);
  }

  private static Optional<Path> binaryIn(Path folder) throws IOException {
    try (var files = Files.find(folder, 4, (file, _) -> file.endsWith("bin/homestar"))) {
      return files.findFirst();
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

  /// Starts `binary` with what it writes in `folder`; it gets modules from `kubo`.
  HomestarPeer(Path binary, Path folder, KuboStandIn kubo)
      throws IOException, InterruptedException {
    var ports = freePorts(3);
    var settings = Files.writeString(folder.resolve("settings.toml"), settings(ports, kubo.port()));
    var command =
        List.of(binary.toString(), "start", "--db", "homestar.db", "-c", settings.toString());
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("homestar.log").toFile());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    process = builder.start();
    try {
      socket = connect(URI.create("ws://127.0.0.1:" + ports.getFirst()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String settings(List<Integer> ports, int kubo) {
    return """
    [node.network.libp2p]
    listen_address = "/ip4/127.0.0.1/tcp/0"
    [node.network.libp2p.mdns]
    enable = false
    [node.network.libp2p.quic]
    enable = false
    [node.network.libp2p.rendezvous]
    enable_client = false
    [node.network.webserver]
    port = WEB
    [node.network.rpc]
    host = "127.0.0.1"
    port = CONTROL
    [node.network.metrics]
    port = METRICS
    [node.network.ipfs]
    host = "127.0.0.1"
    port = KUBO
    """
        .replace("WEB", ports.get(0).toString())
        .replace("CONTROL", ports.get(1).toString())
        .replace("METRICS", ports.get(2).toString())
        .replace("KUBO", Integer.toString(kubo));
  }

  /// Ports that are free now. Homestar cannot be asked which one it took.
  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private WebSocket connect(URI address) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        return http.newWebSocketBuilder().buildAsync(address, new Listener()).join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof ConnectException) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      if (process.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("homestar ended with status " + process.exitValue());
      }
    }
  }

  /// Runs a workflow and returns what is said of its first `count` tasks.
  List<Notified> run(Bytes document, int count) throws InterruptedException {
    var workflow = DagJson.decode(document, DagJson.Options.HOMESTAR);
    var call =
        MapNode.builder()
            .put("jsonrpc", "2.0")
            .put("id", ++requests)
            .put("method", "subscribe_run_workflow")
            .put("params", Node.list(MapNode.of(Map.of("name", name(), "workflow", workflow))))
            .build();
    socket.sendText(DagJson.encode(call), true).join();

    var subscription = answer(requests);
    var notified = new ArrayList<Notified>();
    while (notified.size() < count) {
      var params = (MapNode) next().find("params").orElseThrow();
      if (params.find("subscription").equals(Optional.of(subscription))) {
        notified.add(notified(params));
      } else {
        unexpected++;
      }
    }
    return notified;
  }

  /// How many notifications came that no [#run] waited for.
  int unexpected() {
    return unexpected;
  }

  private Node name() {
    return Node.of("workflow-" + requests);
  }

  private Node answer(int id) throws InterruptedException {
    var early = new ArrayList<MapNode>();
    while (true) {
      var message = next();
      if (message.has("params")) {
        early.add(message);
      } else if (message.find("id").equals(Optional.of(Node.of(id)))) {
        messages.addAll(early);
        return message
            .find("result")
            .orElseThrow(() -> new AssertionError("homestar refused: " + message));
      }
    }
  }

  private MapNode next() throws InterruptedException {
    var message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("homestar said nothing for " + PATIENCE_SECONDS + " s");
    }
    return message;
  }

  /// The result is DAG-JSON as a list of byte values.
  private static Notified notified(MapNode params) {
    var bytes = new ByteArrayOutputStream();
    for (var value : ((ListNode) params.find("result").orElseThrow()).items()) {
      bytes.write((int) ((IntNode) value).value());
    }
    var result = (MapNode) DagJson.decode(Bytes.owned(bytes.toByteArray()));
    var metadata = (MapNode) result.find("metadata").orElseThrow();
    return new Notified(
        link(metadata, "workflow"),
        link(result, "receipt_cid"),
        (MapNode) result.find("receipt").orElseThrow());
  }

  static Cid link(MapNode map, String key) {
    return ((LinkNode) map.find(key).orElseThrow()).value();
  }

  /// Puts the parts of messages together.
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add((MapNode) DagJson.decode(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
