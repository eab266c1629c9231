package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.HomestarSeed;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A settings file of Homestar 0.3.0, key by key: what becomes of it here (`homestar.md` section
/// 15). The key pair is taken; most other keys are about a network and servers this node does not
/// have yet, and say so. Nothing is dropped without a word.
final class HomestarSettings {
  private static final String KEY_PAIR = "node.network.keypair_config";
  private static final String NO_NETWORK = "there is no network here yet";
  private static final String NO_SERVER = "there is no server here yet";

  /// What a key holds and what becomes of it, one line each: key, form, fate, reason.
  private static final Map<String, Known> KNOWN = new LinkedHashMap<>();

  static {
    known(Form.NUMBER, Fate.IGNORED, "nothing is deleted by itself", "node", "gc_interval");
    known(Form.NUMBER, Fate.LATER, NO_SERVER, "node", "shutdown_timeout");
    known(
        Form.NUMBER,
        Fate.LATER,
        "nothing is measured all the time yet",
        "node.monitoring",
        "console_subscriber_port process_collector_interval");
    known(
        Form.TEXT,
        Fate.IGNORED,
        "the store is in the data directory: --data-dir",
        "node.db",
        "url");
    known(Form.NUMBER, Fate.IGNORED, "the store has no connections", "node.db", "max_pool_size");
    var network = "node.network";
    known(Form.NUMBER, Fate.LATER, NO_NETWORK, network, "events_buffer_len poll_cache_interval");
    known(Form.NUMBER, Fate.LATER, NO_SERVER, network + ".metrics", "port");
    known(Form.TEXT, Fate.LATER, NO_SERVER, network + ".rpc", "host");
    known(
        Form.NUMBER,
        Fate.LATER,
        NO_SERVER,
        network + ".rpc",
        "port max_connections server_timeout");
    known(Form.TEXT, Fate.LATER, NO_SERVER, network + ".webserver", "v4_host v6_host");
    known(
        Form.NUMBER,
        Fate.LATER,
        NO_SERVER,
        network + ".webserver",
        "port timeout websocket_capacity websocket_sender_timeout");
    var ipfs = "blocks come from files and archives: ipvm dag import";
    known(Form.TEXT, Fate.IGNORED, ipfs, network + ".ipfs", "host");
    known(Form.NUMBER, Fate.IGNORED, ipfs, network + ".ipfs", "port");
    knownOfLibp2p(network + ".libp2p");
  }

  private static void knownOfLibp2p(String libp2p) {
    known(Form.TEXT, Fate.LATER, NO_NETWORK, libp2p, "listen_address");
    known(Form.LIST, Fate.LATER, NO_NETWORK, libp2p, "announce_addresses node_addresses");
    known(
        Form.NUMBER,
        Fate.LATER,
        NO_NETWORK,
        libp2p,
        "max_connected_peers max_announce_addresses idle_connection_timeout"
            + " transport_connection_timeout dial_interval bootstrap_interval");
    knownOfLibp2p(
        libp2p + ".dht",
        "enable_resolve_receipts_in_background",
        "p2p_receipt_timeout p2p_workflow_info_timeout p2p_provider_timeout receipt_quorum"
            + " workflow_quorum");
    knownOfLibp2p(
        libp2p + ".pubsub",
        "enable",
        "duplication_cache_time heartbeat max_transmit_size mesh_n mesh_n_low mesh_n_high"
            + " mesh_outbound_min");
    knownOfLibp2p(libp2p + ".mdns", "enable enable_ipv6", "query_interval ttl");
    knownOfLibp2p(libp2p + ".quic", "enable", "");
    knownOfLibp2p(
        libp2p + ".rendezvous",
        "enable_client enable_server",
        "registration_ttl discovery_interval");
    knownOfLibp2p(
        libp2p + ".autonat", "only_public_ips", "boot_delay retry_interval throttle_server_period");
  }

  private final Path folder;
  private final List<Line> lines = new ArrayList<>();
  private Optional<KeyPair> key = Optional.empty();

  /// What becomes of a key.
  enum Fate {
    TAKEN,
    LATER,
    IGNORED,
    UNKNOWN,
    REFUSED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param reason in words; never the value of a secret
  record Line(String key, Fate fate, String reason) {}

  private record Known(Form form, Fate fate, String reason) {}

  /// What a value has to be.
  private enum Form {
    NUMBER("a number that is not negative") {
      @Override
      boolean fits(Object value) {
        return switch (value) {
          case Integer number -> number >= 0;
          case Long number -> number >= 0;
          default -> false;
        };
      }
    },
    FLAG("true or false") {
      @Override
      boolean fits(Object value) {
        return value instanceof Boolean;
      }
    },
    TEXT("text") {
      @Override
      boolean fits(Object value) {
        return value instanceof String;
      }
    },
    LIST("a list of texts") {
      @Override
      boolean fits(Object value) {
        return value instanceof List<?> items && items.stream().allMatch(String.class::isInstance);
      }
    };

    private final String wanted;

    Form(String wanted) {
      this.wanted = wanted;
    }

    abstract boolean fits(Object value);
  }

  /// Reads a file. What is wrong with a key is a line; only a file that is no TOML is an error.
  ///
  /// @param folder what the path of a key file is relative to: Homestar takes the one it runs in
  static HomestarSettings read(Path file, Path folder) {
    var settings = new HomestarSettings(folder);
    var values = TomlFile.values(file);
    values.forEach((name, value) -> {
      if (!name.equals(KEY_PAIR) && !name.startsWith(KEY_PAIR + ".")) {
        settings.add(name, value);
      }
    });
    settings.addKeyPair(values);
    return settings;
  }

  private HomestarSettings(Path folder) {
    this.folder = folder;
  }

  private static void known(Form form, Fate fate, String reason, String table, String names) {
    for (var name : names.split(" ", -1)) {
      if (!name.isEmpty()) {
        KNOWN.put(table + "." + name, new Known(form, fate, reason));
      }
    }
  }

  private static void knownOfLibp2p(String table, String flags, String numbers) {
    known(Form.FLAG, Fate.LATER, NO_NETWORK, table, flags);
    known(Form.NUMBER, Fate.LATER, NO_NETWORK, table, numbers);
  }

  /// One for each key of the file.
  List<Line> lines() {
    return List.copyOf(lines);
  }

  /// The pair the file names or derives.
  Optional<KeyPair> key() {
    return key;
  }

  private void add(String name, Object value) {
    var known = KNOWN.get(name);
    if (known == null) {
      lines.add(new Line(name, Fate.UNKNOWN, "Homestar 0.3.0 knows no such key either"));
    } else if (known.form().fits(value)) {
      lines.add(new Line(name, known.fate(), known.reason()));
    } else {
      lines.add(new Line(name, Fate.REFUSED, "it has to be " + known.form().wanted));
    }
  }

  private void addKeyPair(Map<String, Object> values) {
    var choice = values.get(KEY_PAIR);
    if (choice != null) {
      lines.add(
          choice.equals("random")
              ? new Line(KEY_PAIR, Fate.IGNORED, "ipvm init makes keys once and keeps them")
              : new Line(
                  KEY_PAIR,
                  Fate.REFUSED,
                  "it has to be random, or a table existing or random_seed"));
    }
    addKeyPair(values, "existing", "path", this::load);
    addKeyPair(values, "random_seed", "seed", HomestarSettings::derive);
  }

  /// Where a pair comes from.
  @FunctionalInterface
  private interface KeySource {
    KeyPair key(KeyType type, String text);
  }

  private void addKeyPair(
      Map<String, Object> values, String table, String field, KeySource source) {
    var name = KEY_PAIR + "." + table;
    if (values.keySet().stream().noneMatch(given -> given.startsWith(name + "."))) {
      return;
    }
    var type = type(values.get(name + ".key_type"));
    if (type.isEmpty() || !(values.get(name + "." + field) instanceof String text)) {
      lines.add(
          new Line(name, Fate.REFUSED, "it needs key_type, ed25519 or secp256k1, and " + field));
      return;
    }
    try {
      var pair = source.key(type.get(), text);
      if (pair.publicKey().type() != type.get()) {
        lines.add(
            new Line(name, Fate.REFUSED, "the key is of type " + pair.publicKey().type().title()));
        return;
      }
      key = Optional.of(pair);
      lines.add(new Line(name, Fate.TAKEN, "peer " + pair.publicKey().peerId()));
    } catch (IpvmException | IllegalArgumentException e) {
      lines.add(new Line(name, Fate.REFUSED, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<KeyType> type(@Nullable Object text) {
    if ("ed25519".equals(text)) {
      return Optional.of(KeyType.ED25519);
    }
    return "secp256k1".equals(text) ? Optional.of(KeyType.SECP256K1) : Optional.empty();
  }

  private KeyPair load(KeyType type, String path) {
    return KeyFile.load(folder.resolve(path).normalize());
  }

  private static KeyPair derive(KeyType type, String seed) {
    try {
      return HomestarSeed.derive(type, Bytes.owned(Base64.getDecoder().decode(seed)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid seed: expected a base64 encoding of 32 bytes", e);
    }
  }
}
