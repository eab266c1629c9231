package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys that a DID document lists, and what each may sign.
///
/// Read as DAG-JSON, which is JSON with fewer ways to disagree: no key twice, no number that does
/// not fit. Only what a relationship names counts (rule DID-4): a method that stands there alone
/// signs nothing, and neither does one of a relationship that is absent or empty. Methods of kinds
/// that are not known are passed over, since documents list keys for other uses, too. Source: W3C
/// DID core 1.0, 5.2 and 5.3.
final class DidDocument {
  private static final Bytes COMPRESSED_EVEN = Bytes.of((byte) 2);
  private static final Bytes COMPRESSED_ODD = Bytes.of((byte) 3);
  private static final int COORDINATE = 32;

  /// Most methods that are looked at.
  static final int MAX_METHODS = 64;

  private final Did did;
  private final MapNode document;
  private final Map<String, MapNode> methods = new HashMap<>();

  private DidDocument(Did did, MapNode document) {
    this.did = did;
    this.document = document;
    for (var method : list("verificationMethod")) {
      var id = method instanceof MapNode fields ? text(fields, "id") : null;
      if (id != null) {
        methods.put(absolute(id), (MapNode) method);
      }
    }
  }

  /// Reads the document of `did`.
  ///
  /// @throws MalformedException if it is none, or that of another
  static DidDocument read(Did did, Bytes json) {
    if (!(DagJson.decode(json) instanceof MapNode document)) {
      throw new MalformedException("the document of " + did + " is no map");
    }
    var id = text(document, "id");
    if (!did.text().equals(id)) {
      throw new MalformedException("the document of " + did + " is about another: " + id);
    }
    return new DidDocument(did, document);
  }

  /// The keys that may sign for `purpose`; of these only the one that `named` picks by its
  /// fragment, if it has one (rule DID-1).
  List<PublicKey> keys(Did named, DidResolver.Purpose purpose) {
    var keys = new ArrayList<PublicKey>();
    for (var entry : list(relationship(purpose))) {
      var method =
          switch (entry) {
            case Node.StringNode(var id) -> methods.get(absolute(id));
            case MapNode embedded -> embedded;
            default -> null;
          };
      var key = method != null && picks(named, method) ? key(method) : null;
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  static String relationship(DidResolver.Purpose purpose) {
    return switch (purpose) {
      case DELEGATE -> "capabilityDelegation";
      case INVOKE -> "capabilityInvocation";
    };
  }

  private boolean picks(Did named, MapNode method) {
    var id = text(method, "id");
    return named.principal().equals(named) || (id != null && absolute(id).equals(named.text()));
  }

  private String absolute(String id) {
    return id.startsWith("#") ? did.text() + id : id;
  }

  private List<Node> list(String name) {
    if (document.find(name).orElse(null) instanceof Node.ListNode(var items)) {
      if (items.size() > MAX_METHODS) {
        throw new MalformedException(
            "the document of "
                + did
                + " has "
                + items.size()
                + " of "
                + name
                + ", limit "
                + MAX_METHODS);
      }
      return items;
    }
    return List.of();
  }

  private static @Nullable PublicKey key(MapNode method) {
    try {
      var multibase = text(method, "publicKeyMultibase");
      if (multibase != null) {
        return PublicKey.of(Did.parse("did:key:" + multibase));
      }
      return method.find("publicKeyJwk").orElse(null) instanceof MapNode jwk ? ofJwk(jwk) : null;
    } catch (MalformedException _) {
      // Of a kind that signs no tokens, or none at all: the others in the document still count.
      return null;
    }
  }

  private static @Nullable PublicKey ofJwk(MapNode jwk) {
    var kind = text(jwk, "kty") + " " + text(jwk, "crv");
    return switch (kind) {
      case "OKP Ed25519" -> new PublicKey(KeyType.ED25519, number(jwk, "x"));
      case "EC P-256" -> new PublicKey(KeyType.P_256, point(jwk));
      case "EC secp256k1" -> new PublicKey(KeyType.SECP256K1, point(jwk));
      default -> null;
    };
  }

  /// The compressed point; which of the two that `x` leaves, the parity of `y` says.
  private static Bytes point(MapNode jwk) {
    var x = number(jwk, "x");
    var y = number(jwk, "y");
    boolean odd = (y.at(COORDINATE - 1) & 1) == 1;
    return (odd ? COMPRESSED_ODD : COMPRESSED_EVEN).concat(x);
  }

  private static Bytes number(MapNode jwk, String name) {
    var text = text(jwk, name);
    if (text == null) {
      throw new MalformedException("a JWK has no " + name);
    }
    var number = Multibase.BASE64_URL.decodeBare(text);
    if (number.size() != COORDINATE) {
      throw new MalformedException(
          name + " of a JWK has " + number.size() + " bytes, has to have " + COORDINATE);
    }
    return number;
  }

  private static @Nullable String text(MapNode map, String name) {
    return map.find(name).orElse(null) instanceof Node.StringNode(var value) ? value : null;
  }
}
