package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.KeyType;
import io.ipvm.keys.SignatureAlgorithm;
import java.util.Map;

/// The header `h` that says how a token is signed: `34 01`, algorithm, its parameters, encoding of
/// what is signed.
///
/// All algorithms of the specification are read, so that a refusal names them. Taken are those that
/// every implementation has to know, Ed25519, ES256 and ES256K, over DAG-CBOR; what else verifies
/// here is taken by an option of its own. Source: ChainAgnostic/varsig 1.0.0; rules VSG-1 to VSG-7.
///
/// @param signatureSize how many bytes a signature like that has
record Varsig(SignatureAlgorithm algorithm, int signatureSize, Encoding encoding) {
  /// Ed25519, SHA2-512, DAG-CBOR.
  static final Bytes ED25519 = Bytes.fromHex("3401ed01ed011371");

  /// P-256, SHA2-256, DAG-CBOR.
  static final Bytes ES256 = Bytes.fromHex("3401ec0180241271");

  /// secp256k1, SHA2-256, DAG-CBOR.
  static final Bytes ES256K = Bytes.fromHex("3401ec01e7011271");

  /// The three of the required suite, which nearly every token has; so they are not decoded.
  private static final Map<Bytes, Varsig> REQUIRED =
      Map.of(ED25519, decode(ED25519), ES256, decode(ES256), ES256K, decode(ES256K));

  private static final String SUPPORTED = "Ed25519, ES256 and ES256K are";

  private static final long PREFIX = 0x34;
  private static final long VERSION = 0x01;

  private static final long EDDSA = 0xed;
  private static final long ECDSA = 0xec;
  private static final long RSA = 0x1205;
  private static final long BLS = 0xb1;

  private static final long SHA2_256 = 0x12;
  private static final long SHA2_512 = 0x13;
  private static final long SHA2_384 = 0x20;

  /// In what form the payload is signed.
  enum Encoding {
    IDENTICAL,
    DAG_CBOR,
    DAG_JSON
  }

  /// Reads a header of any algorithm of the specification that there are keys for.
  ///
  /// @throws MalformedException if `header` is none, or of an algorithm nobody verifies here
  static Varsig decode(Bytes header) {
    var in = new BytesReader(header);
    long prefix = in.varint();
    if (prefix != PREFIX) {
      throw new MalformedException("varsig begins with 0x" + hex(prefix) + ", has to with 0x34");
    }
    long version = in.varint();
    if (version != VERSION) {
      // Version 0 had no version byte: here stands its algorithm.
      throw new MalformedException("varsig has version 0x" + hex(version) + ", known is 0x1");
    }
    long family = in.varint();
    if (family == BLS) {
      throw unsupported("BLS");
    }
    if (family != EDDSA && family != ECDSA && family != RSA) {
      throw new MalformedException("signature algorithm 0x" + hex(family) + " is not known");
    }
    long first = in.varint();
    long second = in.varint();
    var algorithm = family == RSA ? rsa(first, second) : onCurve(family, first, second);
    int size =
        switch (algorithm) {
          case ED25519, ES256, ES256K -> 64;
          case ES384 -> 96;
          case ES512 -> 132;
          case RS256, RS384, RS512 -> (int) second; // the size of the modulus
        };
    var encoding = encoding(in);
    in.end();
    return new Varsig(algorithm, size, encoding);
  }

  /// The header of tokens that keys of `type` sign.
  ///
  /// @throws IpvmException `CALLER_ERROR` if keys of that type sign no tokens
  static Bytes of(KeyType type) {
    return switch (type) {
      case ED25519 -> ED25519;
      case P_256 -> ES256;
      case SECP256K1 -> ES256K;
      case P_384, P_521, RSA ->
          throw new IpvmException(
              ErrorCode.CALLER_ERROR, "keys of type " + type.title() + " sign no tokens");
    };
  }

  /// Reads the header of a token.
  ///
  /// @throws MalformedException if tokens are not signed like that; it names what `header` says,
  ///   and the option that would take it
  static Varsig require(Bytes header, Options options) {
    var usual = REQUIRED.get(header);
    if (usual != null) {
      return usual;
    }
    var other = decode(header);
    switch (other.encoding) {
      case DAG_CBOR -> {}
      case DAG_JSON ->
          options.require(
              Option.DAG_JSON_SIGNATURE,
              "the signature is over DAG_JSON, tokens are signed over DAG_CBOR");
      case IDENTICAL ->
          throw new MalformedException(
              "the signature is over IDENTICAL, tokens are signed over DAG_CBOR");
    }
    if (!other.algorithm.keyType().signs()) {
      options.require(
          Option.OFF_SPEC_ALGORITHMS,
          "signature algorithm " + other.algorithm.title() + " is not supported, " + SUPPORTED);
    }
    return other;
  }

  private static SignatureAlgorithm onCurve(long family, long curve, long hash) {
    if (family == EDDSA && curve == 0xed && hash == SHA2_512) {
      return SignatureAlgorithm.ED25519;
    } else if (family == EDDSA && curve == 0x1203 && hash == 0x19) {
      throw unsupported("Ed448");
    } else if (family == ECDSA && curve == 0x1200 && hash == SHA2_256) {
      return SignatureAlgorithm.ES256;
    } else if (family == ECDSA && curve == 0xe7 && hash == SHA2_256) {
      return SignatureAlgorithm.ES256K;
    } else if (family == ECDSA && curve == 0x1201 && hash == SHA2_384) {
      return SignatureAlgorithm.ES384;
    } else if (family == ECDSA && curve == 0x1202 && hash == SHA2_512) {
      return SignatureAlgorithm.ES512;
    } else if (family == ECDSA && curve == 0xe7 && hash == 0x1b) {
      throw new MalformedException("signature algorithm EIP-191 is no part of UCAN");
    }
    throw new MalformedException(
        "no signature algorithm has curve 0x" + hex(curve) + " and hash 0x" + hex(hash));
  }

  private static MalformedException unsupported(String algorithm) {
    return new MalformedException(
        "signature algorithm " + algorithm + " is not supported, " + SUPPORTED);
  }

  private static SignatureAlgorithm rsa(long hash, long modulusBytes) {
    if (modulusBytes < 128 || modulusBytes > 1024) {
      throw new MalformedException("RSA modulus has " + modulusBytes + " bytes, 128 to 1024 are");
    }
    if (hash == SHA2_256) {
      return SignatureAlgorithm.RS256;
    } else if (hash == SHA2_384) {
      return SignatureAlgorithm.RS384;
    } else if (hash == SHA2_512) {
      return SignatureAlgorithm.RS512;
    }
    throw new MalformedException("no RSA signature has hash 0x" + hex(hash));
  }

  private static Encoding encoding(BytesReader in) {
    long code = in.varint();
    return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
      case 0x5f -> Encoding.IDENTICAL;
      case 0x71 -> Encoding.DAG_CBOR;
      case 0x0129 -> Encoding.DAG_JSON;
      default -> throw new MalformedException("payload encoding 0x" + hex(code) + " is not known");
    };
  }

  private static String hex(long code) {
    return Long.toHexString(code);
  }
}
