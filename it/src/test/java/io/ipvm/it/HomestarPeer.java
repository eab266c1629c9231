package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.ListNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int ATTEMPTS = 3;
  private static final long PATIENCE_SECONDS = 60;
  private static final long RETRY_MILLIS = 100;
  private static final long POLL_MILLIS = 5;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final HomestarDatabase database;
  private final Path log;
  private final BlockingQueue<MapNode> messages = new LinkedBlockingQueue<>();
  private final List<MapNode> early = new ArrayList<>();
  private int requests;

  /// Homestar says nothing any more, although something is still to come.
  static final class Silence extends AssertionError {
    @Serial private static final long serialVersionUID = 1L;

    Silence(String message) {
      super(message);
    }
  }

  /// What Homestar says of a task it has run.
  private record Notified(Cid workflow, Answer.Issued receipt) {}

  /// The binary for this machine, which stays in `target` for the next time; empty if there is no
  /// npm.
  static Optional<Path> findBinary() throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target", "homestar"));
    var binary = binaryIn(folder);
    if (binary.isEmpty() && Npm.isHere()) {
      Npm.install(folder, PACKAGE);
      binary = binaryIn(folder);
    }
    return binary.map(Path::toAbsolutePath);
  }

  private static Optional<Path> binaryIn(Path folder) throws IOException {
    try (var files = Files.find(folder, 4, (file, _) -> file.endsWith("bin/homestar"))) {
      return files.findFirst();
    }
  }

  /// Starts `binary` with what it writes in `folder`; it gets modules from `kubo`. Its ports were
  /// free a moment ago; if one is not any more, it ends at once, and is started again.
  static HomestarPeer start(Path binary, Path folder, KuboStandIn kubo)
      throws IOException, InterruptedException, SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new HomestarPeer(binary, folder, kubo);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private HomestarPeer(Path binary, Path folder, KuboStandIn kubo)
      throws IOException, InterruptedException, SQLException {
    log = folder.resolve("homestar.log");
    var ports = freePorts(3);
    var settings = Files.writeString(folder.resolve("settings.toml"), settings(ports, kubo.port()));
    var command =
        List.of(binary.toString(), "start", "--db", "homestar.db", "-c", settings.toString());
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    process = builder.start();
    try {
      socket = connect(URI.create("ws://127.0.0.1:" + ports.getFirst()));
      database = new HomestarDatabase(folder.resolve("homestar.db"));
    } catch (IOException | InterruptedException | SQLException | RuntimeException e) {
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

  /// Runs a document to its end, be it good or bad.
  ///
  /// @param document DAG-JSON, sent as it is
  Answer run(String document) throws IOException, InterruptedException, SQLException {
    return await(accepted(submit(document)));
  }

  /// The same through the other door: the document as DAG-CBOR, in a list of byte values.
  Answer runAsCbor(Node document) throws IOException, InterruptedException, SQLException {
    var map = MapNode.of(Map.of("name", Node.of(nextName()), "workflow", document));
    var bytes = new ArrayList<Node>();
    for (byte each : DagCbor.encode(map).toArray()) {
      bytes.add(Node.of(each & 0xff));
    }
    return await(accepted(call(DagJson.encode(Node.list(bytes)))));
  }

  /// Runs a document of which Homestar knows results. Of these it tells or does not, as it happens.
  ///
  /// @return the name Homestar keeps it under
  String replay(String document) throws InterruptedException, SQLException {
    accepted(submit(document));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!status(name()).equals("completed")) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError(name() + " is not completed");
      }
    }
    return name();
  }

  /// How many receipts Homestar keeps that answer an instruction.
  int count(Cid instruction) throws SQLException {
    return database.count(instruction);
  }

  /// Begins a document that has no end, and returns the name Homestar keeps it under.
  String start(String document) throws InterruptedException {
    accepted(submit(document));
    return name();
  }

  /// Why Homestar does not take a document; empty if it does.
  Optional<String> refusal(String document) throws InterruptedException {
    return submit(document).find("error").map(DagJson::encode);
  }

  /// Asks for notifications of a document; the answer to that question.
  private MapNode submit(String document) throws InterruptedException {
    return call("{\"name\":\"" + nextName() + "\",\"workflow\":" + document + "}");
  }

  private MapNode call(String parameter) throws InterruptedException {
    socket
        .sendText(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + requests
                + ",\"method\":\"subscribe_run_workflow\",\"params\":["
                + parameter
                + "]}",
            true)
        .join();
    return answer(requests);
  }

  private String nextName() {
    requests++;
    return name();
  }

  private String name() {
    return "workflow-" + requests;
  }

  private static Node accepted(MapNode answer) {
    return answer
        .find("result")
        .orElseThrow(() -> new AssertionError("homestar refused: " + DagJson.encode(answer)));
  }

  /// Waits until the database says that the workflow is over and all its receipts were told. Some
  /// errors end the thread of the workflow, and nobody ever says anything: then Homestar is silent
  /// in its log, too.
  private Answer await(Node subscription) throws IOException, InterruptedException, SQLException {
    var notified = new HashMap<Cid, Notified>();
    long written = 0;
    long silentSince = System.nanoTime();
    while (true) {
      var message = messages.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (message != null) {
        take(message, subscription, notified);
        continue;
      }
      long silence = System.nanoTime() - silentSince;
      boolean silent = silence > SILENCE_NANOS;
      var run = database.find(name());
      if (run.isPresent()
          && (run.get().isCompleted() || silent)
          && notified.keySet().containsAll(run.get().receipts().keySet())) {
        return answer(run.get(), notified);
      }
      // Something is still to come: on a busy machine that takes longer than being silent does.
      if (silence > TimeUnit.SECONDS.toNanos(10)) {
        throw new Silence(name() + ": nothing is said any more");
      }
      if (Files.size(log) != written) {
        written = Files.size(log);
        silentSince = System.nanoTime();
      }
    }
  }

  private void take(MapNode message, Node subscription, Map<Cid, Notified> notified) {
    var params = (MapNode) message.find("params").orElseThrow();
    if (params.find("subscription").equals(Optional.of(subscription))) {
      var told = notified(params);
      notified.put(told.receipt().cid(), told);
    }
  }

  /// What was told and what is kept have to be the same.
  private static Answer answer(HomestarDatabase.Run run, Map<Cid, Notified> notified) {
    var receipts = new HashMap<Cid, Answer.Issued>();
    notified
        .values()
        .forEach(told -> {
          if (!told.workflow().equals(run.workflow())) {
            throw new AssertionError("told of " + told.workflow() + ", not of " + run);
          }
          var instruction = run.receipts().get(told.receipt().cid());
          if (instruction == null) {
            throw new AssertionError("a receipt that is not kept: " + told);
          }
          receipts.put(instruction, told.receipt());
        });
    return new Answer(run.workflow(), run.instructions(), receipts);
  }

  /// Where Homestar says that the document is that was begun under `name`.
  String status(String name) throws SQLException {
    return database.find(name).map(HomestarDatabase.Run::status).orElse("unknown");
  }

  private MapNode answer(int id) throws InterruptedException {
    while (true) {
      var message = next();
      if (message.has("params")) {
        early.add(message);
      } else if (message.find("id").equals(Optional.of(Node.of(id)))) {
        messages.addAll(early);
        early.clear();
        return message;
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
  private static MapNode result(MapNode params) {
    var bytes = new ByteArrayOutputStream();
    for (var value : ((ListNode) params.find("result").orElseThrow()).items()) {
      bytes.write((int) ((IntNode) value).value());
    }
    return (MapNode) DagJson.decode(Bytes.owned(bytes.toByteArray()));
  }

  private static Notified notified(MapNode params) {
    var result = result(params);
    var metadata = (MapNode) result.find("metadata").orElseThrow();
    return new Notified(
        Answer.link(metadata, "workflow"),
        new Answer.Issued(
            Answer.link(result, "receipt_cid"), (MapNode) result.find("receipt").orElseThrow()));
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
  public void close() throws SQLException {
    database.close();
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
