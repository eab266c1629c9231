package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a token of an older format says, for people to look at.
///
/// None of these is a [Token], and nothing here leads to a [Validator]: what they grant is not
/// granted by this node. Fields are as they were written; only the signature is computed. Sources:
/// UCAN 0.9.1 as IPLD (ucan-wg/ts-ucan, ipld/js-dag-ucan, storacha/ucanto), Homestar 0.3.0; section
/// 9 of the rules.
public sealed interface OldToken {
  /// The name of the block, by the hash its format uses.
  Cid cid();

  /// What people call the format.
  String format();

  /// Reads what is in a file: a CAR of ucanto, one block of it, a task or invocation of Homestar in
  /// DAG-CBOR or DAG-JSON. Blocks of an archive that are no tokens are left out.
  ///
  /// @throws io.ipvm.ipld.MalformedException if there is none in it
  static List<OldToken> read(Bytes bytes) {
    return OldTokenReader.read(bytes);
  }

  /// A delegation or an invocation of ucanto: in 0.9 both are the same.
  ///
  /// @param issuer a DID, as is `audience`
  /// @param expires seconds since 1970, null for never
  record Ucan09(
      Cid cid,
      String version,
      String issuer,
      String audience,
      List<Capability> capabilities,
      @Nullable Long notBefore,
      @Nullable Long expires,
      Optional<String> nonce,
      List<Node> facts,
      List<Cid> proofs,
      Signature signature)
      implements OldToken {
    public Ucan09 {
      capabilities = List.copyOf(capabilities);
      facts = List.copyOf(facts);
      proofs = List.copyOf(proofs);
    }

    @Override
    public String format() {
      return "UCAN " + version;
    }
  }

  /// `can` may be done with `with`.
  record Capability(String with, String can, Optional<Node> caveats) {}

  /// A receipt of ucanto.
  ///
  /// @param ran the invocation, or an older receipt's instruction
  /// @param issuer a DID, if it says whose receipt it is
  /// @param fork tasks to be run next, in any order
  /// @param join the task to be run after them
  record Receipt09(
      Cid cid,
      Cid ran,
      Outcome out,
      List<Cid> fork,
      Optional<Cid> join,
      MapNode meta,
      Optional<String> issuer,
      List<Cid> proofs,
      Signature signature)
      implements OldToken {
    public Receipt09 {
      fork = List.copyOf(fork);
      proofs = List.copyOf(proofs);
    }

    @Override
    public String format() {
      return "receipt of UCAN Invocation 0.1 (ucanto)";
    }
  }

  /// A task of Homestar, which nobody signs.
  ///
  /// @param instruction its CID, sha3-256
  /// @param run `{rsc, op, input, nnc}`, if it is not only linked to
  record Task02(
      Cid cid,
      Cid instruction,
      Optional<MapNode> run,
      Optional<Cid> cause,
      MapNode meta,
      List<Cid> proofs)
      implements OldToken {
    public Task02 {
      proofs = List.copyOf(proofs);
    }

    @Override
    public String format() {
      return "task of UCAN Invocation 0.2 (Homestar)";
    }
  }

  /// What is known about a signature.
  ///
  /// @param algorithm by its name, or its number where it has none here
  record Signature(String algorithm, Check check) {
    /// Whether it is the issuer's.
    public enum Check {
      VERIFIES,
      /// It is not the issuer's, or not over this.
      WRONG,
      /// The key of the issuer, or the algorithm, is not known here.
      UNKNOWN
    }
  }
}
