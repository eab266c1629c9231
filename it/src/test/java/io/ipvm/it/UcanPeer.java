package io.ipvm.it;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Other libraries of UCAN, iso-ucan and ucanto, in processes of their own: one for each question,
/// which `ucan-peer.mjs` answers.
final class UcanPeer {
  private static final String SCRIPT = "ucan-peer.mjs";
  private static final String[] PACKAGES = {
    "iso-ucan@0.5.0", "iso-signatures@0.5.1", "@ucanto/core@10.4.6", "@ucanto/principal@9.0.3"
  };

  private final Path folder;

  private UcanPeer(Path folder) {
    this.folder = folder;
  }

  /// Installed into `target`, where it stays for the next time; empty if there is no npm.
  static Optional<UcanPeer> find() throws IOException, InterruptedException {
    if (!Npm.isHere()) {
      return Optional.empty();
    }
    var folder = Files.createDirectories(Path.of("target", "ucan-peers"));
    try (InputStream script = UcanPeer.class.getResourceAsStream(SCRIPT)) {
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(folder.resolve("node_modules"))) {
      Npm.install(folder, PACKAGES);
    }
    return Optional.of(new UcanPeer(folder));
  }

  /// What the script answers; both are JSON that happens to be DAG-JSON.
  MapNode ask(MapNode question) throws IOException, InterruptedException {
    var log = folder.resolve("node.log").toFile();
    var node =
        new ProcessBuilder("node", SCRIPT).directory(folder.toFile()).redirectError(log).start();
    try {
      try (var in = node.getOutputStream()) {
        in.write(DagJson.encode(question).getBytes(StandardCharsets.UTF_8));
      }
      var answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (node.waitFor() != 0) {
        throw new IOException("node ended with an error, see " + log.getAbsolutePath());
      }
      return (MapNode) DagJson.decode(answer);
    } finally {
      node.destroyForcibly();
    }
  }
}
