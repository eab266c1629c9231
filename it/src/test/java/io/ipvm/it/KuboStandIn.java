package io.ipvm.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The two calls of Kubo's HTTP API that Homestar makes: `cat` for modules, `dag/put` for receipts.
final class KuboStandIn implements AutoCloseable {
  private final Map<Cid, Bytes> files;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  KuboStandIn(Map<Cid, Bytes> files) throws IOException {
    this.files = new ConcurrentHashMap<>(files);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v0/cat", this::cat);
    server.createContext("/api/v0/dag/put", KuboStandIn::put);
    server.setExecutor(threads);
    server.start();
  }

  /// Has `bytes` to give whenever somebody asks for `cid`, whatever its hash is.
  void serve(Cid cid, Bytes bytes) {
    files.put(cid, bytes);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void cat(HttpExchange exchange) throws IOException {
    var cid = exchange.getRequestURI().getQuery().replaceFirst("^arg=", "");
    var file = files.get(Cid.parse(cid));
    if (file == null) {
      answer(
          exchange,
          500,
          Bytes.utf8("{\"Message\":\"nobody has it\",\"Code\":0,\"Type\":\"error\"}"));
    } else {
      answer(exchange, 200, file);
    }
  }

  private static void put(HttpExchange exchange) throws IOException {
    var receipt = onlyPart(exchange.getRequestBody().readAllBytes());
    var cid = Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, receipt);
    answer(exchange, 200, Bytes.utf8("{\"Cid\":{\"/\":\"" + cid + "\"}}"));
  }

  /// The content of a multipart body of a single part.
  private static Bytes onlyPart(byte[] body) {
    var text = new String(body, StandardCharsets.ISO_8859_1);
    var boundary = text.substring(0, text.indexOf("\r\n"));
    int start = text.indexOf("\r\n\r\n") + 4;
    return Bytes.of(body).slice(start, text.lastIndexOf("\r\n" + boundary));
  }

  private static void answer(HttpExchange exchange, int status, Bytes body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.size());
      body.writeTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
