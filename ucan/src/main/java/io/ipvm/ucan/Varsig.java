package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.keys.KeyType;

/// The header `h` that says how a token is signed: `34 01`, algorithm, its parameters, encoding of
/// what is signed.
///
/// All algorithms of the specification are read, so that a refusal names them; tokens are signed
/// and verified with those that every implementation has to know, Ed25519, ES256 and ES256K, over
/// DAG-CBOR. Source: ChainAgnostic/varsig 1.0.0; rules VSG-1 to VSG-7.
record Varsig(Algorithm algorithm, Encoding encoding) {
  /// Ed25519, SHA2-512, DAG-CBOR.
  static final Bytes ED25519 = Bytes.fromHex("3401ed01ed011371");

  /// P-256, SHA2-256, DAG-CBOR.
  static final Bytes ES256 = Bytes.fromHex("3401ec0180241271");

  /// secp256k1, SHA2-256, DAG-CBOR.
  static final Bytes ES256K = Bytes.fromHex("3401ec01e7011271");

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

  /// What people call an algorithm with its curve and hash.
  enum Algorithm {
    ED25519("Ed25519"),
    ED448("Ed448"),
    ES256("ES256"),
    ES256K("ES256K"),
    ES384("ES384"),
    ES512("ES512"),
    RS256("RS256"),
    RS384("RS384"),
    RS512("RS512");

    private final String title;

    Algorithm(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// In what form the payload is signed.
  enum Encoding {
    IDENTICAL,
    DAG_CBOR,
    DAG_JSON
  }

  /// Reads a header of any algorithm of the specification.
  ///
  /// @throws MalformedException if `header` is none, or of an algorithm that is no part of UCAN
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
    var algorithm = algorithm(in);
    var encoding = encoding(in);
    in.end();
    return new Varsig(algorithm, encoding);
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

  /// The type of the keys that sign tokens with `header`.
  ///
  /// @throws MalformedException if tokens are not signed like that; it names what `header` says
  static KeyType requireKeyType(Bytes header) {
    if (header.equals(ED25519)) {
      return KeyType.ED25519;
    } else if (header.equals(ES256)) {
      return KeyType.P_256;
    } else if (header.equals(ES256K)) {
      return KeyType.SECP256K1;
    }
    var other = decode(header);
    if (other.encoding != Encoding.DAG_CBOR) {
      throw new MalformedException(
          "the signature is over " + other.encoding + ", tokens are signed over DAG_CBOR");
    }
    throw new MalformedException(
        "signature algorithm " + other.algorithm.title + " is not supported, " + SUPPORTED);
  }

  private static Algorithm algorithm(BytesReader in) {
    long family = in.varint();
    if (family == BLS) {
      throw new MalformedException("signature algorithm BLS is not supported, " + SUPPORTED);
    }
    if (family != EDDSA && family != ECDSA && family != RSA) {
      throw new MalformedException("signature algorithm 0x" + hex(family) + " is not known");
    }
    long first = in.varint();
    long second = in.varint();
    if (family == RSA) {
      return rsa(first, second);
    }
    if (family == EDDSA && first == 0xed && second == SHA2_512) {
      return Algorithm.ED25519;
    } else if (family == EDDSA && first == 0x1203 && second == 0x19) {
      return Algorithm.ED448;
    } else if (family == ECDSA && first == 0x1200 && second == SHA2_256) {
      return Algorithm.ES256;
    } else if (family == ECDSA && first == 0xe7 && second == SHA2_256) {
      return Algorithm.ES256K;
    } else if (family == ECDSA && first == 0x1201 && second == SHA2_384) {
      return Algorithm.ES384;
    } else if (family == ECDSA && first == 0x1202 && second == SHA2_512) {
      return Algorithm.ES512;
    } else if (family == ECDSA && first == 0xe7 && second == 0x1b) {
      throw new MalformedException("signature algorithm EIP-191 is no part of UCAN");
    }
    throw new MalformedException(
        "no signature algorithm has curve 0x" + hex(first) + " and hash 0x" + hex(second));
  }

  private static Algorithm rsa(long hash, long modulusBytes) {
    if (modulusBytes < 128 || modulusBytes > 1024) {
      throw new MalformedException("RSA modulus has " + modulusBytes + " bytes, 128 to 1024 are");
    }
    if (hash == SHA2_256) {
      return Algorithm.RS256;
    } else if (hash == SHA2_384) {
      return Algorithm.RS384;
    } else if (hash == SHA2_512) {
      return Algorithm.RS512;
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
