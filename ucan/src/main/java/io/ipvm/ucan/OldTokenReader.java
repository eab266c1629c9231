package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.CarReader;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import io.ipvm.keys.SignatureAlgorithm;
import io.ipvm.ucan.OldToken.Signature;
import io.ipvm.ucan.OldToken.Signature.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the formats of [OldToken], told apart by the keys they cannot do without.
final class OldTokenReader {
  /// Largest file, in bytes: what a container may have.
  static final int MAX_SIZE = ContainerWriter.MAX_SIZE;

  /// Multicodec number of DIDs other than did:key, as bytes.
  private static final long DID_CORE = 0x0d1d;

  /// What every archive of version 1 has behind its first byte or two, and of version 2 instead.
  private static final Bytes CAR_ROOTS = Bytes.fromHex("a265726f6f7473");

  private static final Bytes CAR_2 = Bytes.fromHex("0aa16776657273696f6e02");

  private OldTokenReader() {}

  static List<OldToken> read(Bytes bytes) {
    if (bytes.size() > MAX_SIZE) {
      throw new MalformedException(
          "a file of old tokens has " + bytes.size() + " bytes, limit " + MAX_SIZE);
    }
    var tokens = isArchive(bytes) ? ofArchive(bytes) : ofNode(node(bytes));
    if (tokens.isEmpty()) {
      throw new MalformedException("there is no token of UCAN 0.9 or Homestar in it");
    }
    return tokens;
  }

  private static boolean isArchive(Bytes bytes) {
    return bytes.size() > CAR_2.size()
        && (bytes.slice(0, CAR_2.size()).equals(CAR_2)
            || bytes.slice(1, 1 + CAR_ROOTS.size()).equals(CAR_ROOTS)
            || bytes.slice(2, 2 + CAR_ROOTS.size()).equals(CAR_ROOTS));
  }

  private static Node node(Bytes bytes) {
    return !bytes.isEmpty() && bytes.at(0) == '{' ? DagJson.decode(bytes) : DagCbor.decode(bytes);
  }

  private static List<OldToken> ofArchive(Bytes bytes) {
    var tokens = new ArrayList<OldToken>();
    try (var car = new CarReader(new ByteArrayInputStream(bytes.toArray()))) {
      for (var block = car.next(); block.isPresent(); block = car.next()) {
        if (block.get().cid().codec() == Codec.DAG_CBOR) {
          tokens.addAll(ofNode(DagCbor.decode(block.get().bytes())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }

  private static List<OldToken> ofNode(Node node) {
    if (!(node instanceof MapNode map)) {
      return List.of();
    }
    if (map.has("att")) {
      return List.of(ucan(map));
    } else if (map.has("ocm")) {
      return List.of(receipt(map));
    } else if (map.has("run")) {
      return List.of(task(map));
    } else if (map.has("task")) {
      return ofNode(Fields.of(map, "invocation").require("task"));
    } else if (map.has("tasks")) {
      return Fields.of(map, "workflow").requireList("tasks").stream()
          .flatMap(it -> ofNode(it).stream())
          .toList();
    }
    return List.of();
  }

  private static OldToken ucan(MapNode map) {
    var fields = Fields.of(map, "UCAN 0.9");
    var issuer = did(fields.requireBytes("iss"));
    var audience = did(fields.requireBytes("aud"));
    var version = fields.requireString("v");
    var nonce = fields.findString("nnc");
    var facts = fields.findList("fct").orElse(List.of());
    var notBefore = fields.findLong("nbf").orElse(null);
    var expires = fields.hasNull("exp") ? null : Long.valueOf(fields.requireLong("exp"));
    var proofs = map.has("prf") ? fields.requireLinks("prf") : List.<Cid>of();
    var capabilities = fields.requireList("att").stream().map(OldTokenReader::capability).toList();
    var signature = new OldSignature(fields.requireBytes("s"));
    fields.end();
    var payload =
        MapNode.builder()
            .put("iss", issuer)
            .put("aud", audience)
            .put("att", Node.list(fields.requireList("att")))
            .put("exp", fields.require("exp"))
            .put("prf", Node.list(proofs.stream().map(it -> Node.of(it.toString())).toList()));
    // Left out where JavaScript takes it for false, as it was when it was signed.
    if (!facts.isEmpty()) {
      payload.put("fct", Node.list(facts));
    }
    nonce.filter(it -> !it.isEmpty()).ifPresent(it -> payload.put("nnc", it));
    if (notBefore != null && notBefore != 0) {
      payload.put("nbf", notBefore);
    }
    var header =
        MapNode.builder().put("alg", signature.name).put("ucv", version).put("typ", "JWT").build();
    var signed = Bytes.utf8(base64Url(header) + "." + base64Url(payload.build()));
    return new OldToken.Ucan09(
        cid(map, HashFunction.SHA2_256),
        version,
        issuer,
        audience,
        capabilities,
        notBefore,
        expires,
        nonce,
        facts,
        proofs,
        signature.check(issuer, signed));
  }

  private static OldToken.Capability capability(Node node) {
    var fields = Fields.of(node, "capability");
    var capability =
        new OldToken.Capability(
            fields.requireString("with"), fields.requireString("can"), fields.find("nb"));
    fields.end();
    return capability;
  }

  private static OldToken receipt(MapNode map) {
    var fields = Fields.of(map, "receipt of ucanto");
    var outcome = fields.requireMap("ocm");
    var signature = new OldSignature(fields.requireBytes("sig"));
    fields.end();
    var ocm = Fields.of(outcome, "receipt of ucanto");
    var ran = ocm.requireLink("ran");
    var out = Outcome.of(ocm.require("out"));
    var fx = ocm.requireFields("fx");
    var fork = fx.requireLinks("fork");
    var join = fx.findLink("join");
    fx.end();
    var meta = ocm.findMap("meta").orElse(MapNode.EMPTY);
    var issuer = ocm.findString("iss");
    var proofs = outcome.has("prf") ? ocm.requireLinks("prf") : List.<Cid>of();
    ocm.end();
    return new OldToken.Receipt09(
        cid(map, HashFunction.SHA2_256),
        ran,
        out,
        fork,
        join,
        meta,
        issuer,
        proofs,
        signature.check(issuer.orElse(""), DagCbor.encode(outcome)));
  }

  private static OldToken task(MapNode map) {
    var fields = Fields.of(map, "task of Homestar");
    var run = fields.require("run");
    var cause = fields.hasNull("cause") ? Optional.<Cid>empty() : fields.findLink("cause");
    var meta = fields.findMap("meta").orElse(MapNode.EMPTY);
    var proofs = map.has("prf") ? fields.requireLinks("prf") : List.<Cid>of();
    fields.end();
    var task = cid(map, HashFunction.SHA3_256);
    return switch (run) {
      case Node.LinkNode(var link) ->
          new OldToken.Task02(task, link, Optional.empty(), cause, meta, proofs);
      case MapNode instruction -> {
        requireInstruction(instruction);
        var name = cid(instruction, HashFunction.SHA3_256);
        yield new OldToken.Task02(task, name, Optional.of(instruction), cause, meta, proofs);
      }
      default ->
          throw new MalformedException(
              "task of Homestar: \"run\" is of kind " + Node.kind(run) + ", not map or link");
    };
  }

  private static void requireInstruction(MapNode instruction) {
    var fields = Fields.of(instruction, "instruction of Homestar");
    fields.requireString("rsc");
    fields.requireString("op");
    fields.require("input");
    fields.require("nnc");
    fields.end();
  }

  private static Cid cid(Node node, HashFunction hash) {
    return Cid.of(Codec.DAG_CBOR, hash, DagCbor.encode(node));
  }

  private static String base64Url(Node json) {
    return Multibase.BASE64_URL.encodeBare(Bytes.utf8(DagJson.encode(json)));
  }

  /// A DID as bytes: the multicodec and the key of a did:key, else a number and the text.
  private static String did(Bytes bytes) {
    var in = new BytesReader(bytes);
    if (in.varint() == DID_CORE) {
      return "did:" + new String(in.rest().toArray(), StandardCharsets.UTF_8);
    }
    return "did:key:" + Multibase.BASE58_BTC.encode(bytes);
  }

  /// A signature with its algorithm before it: two varints, number and size.
  private static final class OldSignature {
    private final String name;
    private final Optional<SignatureAlgorithm> algorithm;
    private final Bytes raw;

    OldSignature(Bytes bytes) {
      var in = new BytesReader(bytes);
      long code = in.varint();
      raw = in.bytes(in.varint());
      algorithm = algorithm(code);
      // Where a signature has no number of its own, its name stands behind it.
      var title = new String(in.rest().toArray(), StandardCharsets.UTF_8);
      name = algorithm.map(OldSignature::joseName).orElse(title.isEmpty() ? hex(code) : title);
    }

    private static String hex(long code) {
      return "0x" + Long.toHexString(code);
    }

    private static String joseName(SignatureAlgorithm algorithm) {
      return algorithm == SignatureAlgorithm.ED25519 ? "EdDSA" : algorithm.title();
    }

    private static Optional<SignatureAlgorithm> algorithm(long code) {
      return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
        case 0xd0ed -> Optional.of(SignatureAlgorithm.ED25519);
        case 0xd0e7 -> Optional.of(SignatureAlgorithm.ES256K);
        case 0xd01200 -> Optional.of(SignatureAlgorithm.ES256);
        case 0xd01201 -> Optional.of(SignatureAlgorithm.ES384);
        case 0xd01202 -> Optional.of(SignatureAlgorithm.ES512);
        case 0xd01205 -> Optional.of(SignatureAlgorithm.RS256);
        default -> Optional.empty();
      };
    }

    Signature check(String issuer, Bytes signed) {
      return new Signature(
          name, algorithm.map(it -> verify(it, issuer, signed)).orElse(Check.UNKNOWN));
    }

    private Check verify(SignatureAlgorithm used, String issuer, Bytes signed) {
      PublicKey key;
      try {
        key = PublicKey.of(Did.parse(issuer));
      } catch (MalformedException _) {
        return Check.UNKNOWN;
      }
      return key.verifies(used, signed, raw) ? Check.VERIFIES : Check.WRONG;
    }
  }
}
