package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.OldToken;
import io.ipvm.ucan.Option;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Ucan;
import io.ipvm.ucan.Validator;
import io.ipvm.ucan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of ours and of iso-ucan, read by the other; tokens of ucanto, read by us. The differences
/// are listed in `docs/interop-ucan.md`.
@Tag("interop")
final class UcanInteropTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private static UcanPeer peer;

  private final KeyPair owner = KeyPair.generate(new Random(1));
  private final KeyPair holder = KeyPair.generate(new Random(2));

  @BeforeAll
  static void find() throws Exception {
    var found = UcanPeer.find();
    assumeTrue(found.isPresent(), "skipped: no npm");
    peer = found.orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "ES256", "ES384", "ES512", "RS256"})
  void weAuthoriseWhatIsoUcanWrites(String algorithm) throws Exception {
    var answer = Fields.of(ask("isoWrite", "algorithm", Node.of(algorithm)), "answer");
    boolean required = algorithm.equals("Ed25519") || algorithm.equals("ES256");
    var options =
        required
            ? Options.interop(Option.RELEASE_CANDIDATE)
            : Options.interop(Option.RELEASE_CANDIDATE, Option.OFF_SPEC_ALGORITHMS);

    var grant = Delegation.decode(bytes(answer, "delegation"), options);
    var demand = Invocation.decode(bytes(answer, "invocation"), options);

    assertThat(grant.cid()).isEqualTo(Cid.parse(answer.requireString("delegationCid")));
    assertThat(demand.cid()).isEqualTo(Cid.parse(answer.requireString("invocationCid")));
    assertThat(grant.issuer().text()).isEqualTo(answer.requireString("owner"));
    assertThat(demand.proofs()).containsExactly(grant.cid());
    // It always writes the executor, also where it is the subject (trap T3).
    assertThat(demand.audience()).isEqualTo(grant.issuer());
    assertThat(validate(demand, options, grant)).isInstanceOf(Verdict.Authorized.class);
    assertThatThrownBy(() -> Delegation.decode(bytes(answer, "delegation")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(required ? "RELEASE_CANDIDATE" : "OFF_SPEC_ALGORITHMS");
  }

  @Test
  void isoUcanWritesNotBeforeIntoInvocations() throws Exception {
    var question =
        MapNode.of("ask", Node.of("isoWrite"))
            .with("algorithm", Node.of("Ed25519"))
            .with("nbf", Node.of(7));
    var answer = Fields.of(peer.ask(question), "answer");
    var both = Options.interop(Option.RELEASE_CANDIDATE, Option.INVOCATION_NBF);

    assertThat(Invocation.decode(bytes(answer, "invocation"), both).notBefore()).isEqualTo(7L);
    assertThatThrownBy(() ->
            Invocation.decode(
                bytes(answer, "invocation"), Options.interop(Option.RELEASE_CANDIDATE)))
        .hasMessageContaining("INVOCATION_NBF");
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "P_256"})
  void isoUcanTakesWhatWeWrite(KeyType type) throws Exception {
    var ours = KeyPair.generate(type, new Random(3));
    var grant =
        Ucan.delegate(ours)
            .to(holder.did())
            .on(ours.did())
            .command("/wasm")
            .policy(Policy.parse("fun == \"add_one\" and limits.gas <= 1e9"))
            .expires(LATER)
            .sign();
    var demand =
        Ucan.invoke(holder)
            .on(ours.did())
            .to(holder.did())
            .command("/wasm/run")
            .args(args(5))
            .chain(grant)
            .expires(LATER)
            .sign();

    var answer = isoRead(demand, grant);

    assertThat(answer).isEmpty();
  }

  @Test
  void isoUcanRefusesWhatOurPolicyForbids() throws Exception {
    var grant =
        Ucan.delegate(owner)
            .to(holder.did())
            .on(owner.did())
            .command("/wasm/run")
            .policy(Policy.parse("limits.gas <= 1000"))
            .expires(LATER)
            .sign();
    var demand =
        Ucan.invoke(holder)
            .on(owner.did())
            .command("/wasm/run")
            .args(args(1001))
            .chain(grant)
            .expires(LATER)
            .sign();

    assertThat(isoRead(demand, grant).orElseThrow()).contains("invalid arguments");
    assertThat(validate(demand, Options.STRICT, grant)).isInstanceOf(Verdict.Refused.class);
  }

  /// Trap T24: iso-ucan compares commands as text.
  @Test
  void isoUcanLetsACommandCoverAnotherThatOnlyBeginsLikeIt() throws Exception {
    var grant =
        Ucan.delegate(owner)
            .to(holder.did())
            .on(owner.did())
            .command("/crypto")
            .expires(LATER)
            .sign();
    var demand =
        Ucan.invoke(holder)
            .on(owner.did())
            .command("/cryptocurrency")
            .chain(grant)
            .expires(LATER)
            .sign();

    assertThat(isoRead(demand, grant)).isEmpty();
    assertThat(validate(demand, Options.STRICT, grant)).isInstanceOf(Verdict.Refused.class);
  }

  /// Trap T2: iso-ucan computes names and signatures over an encoding of its own.
  @Test
  void isoUcanNamesTokensOfTheFinalVersionAsWeDo() throws Exception {
    var grant =
        Ucan.delegate(owner)
            .to(holder.did())
            .on(owner.did())
            .command("/wasm")
            .expires(LATER)
            .sign();
    var demand =
        Ucan.invoke(holder).on(owner.did()).command("/wasm/run").chain(grant).expires(LATER).sign();

    var answer = Fields.of(peer.ask(question(demand, grant)), "answer");

    assertThat(Cid.parse(answer.requireString("invocation"))).isEqualTo(demand.cid());
    assertThat(answer.requireList("delegations"))
        .hasSize(1)
        .first()
        .satisfies(
            it -> assertThat(Cid.parse(((Node.StringNode) it).value())).isEqualTo(grant.cid()));
  }

  @Test
  void weReadWhatUcantoWrites() throws Exception {
    var answer = Fields.of(ask("ucantoWrite", "x", Node.NULL), "answer");

    for (var archive : List.of("delegation", "invocation", "receipt")) {
      var tokens = OldToken.read(bytes(answer, archive));
      var name = Cid.parse(answer.requireString(archive + "Cid"));

      assertThat(tokens).extracting(OldToken::cid).contains(name);
      for (var token : tokens) {
        var signature =
            switch (token) {
              case OldToken.Ucan09 ucan -> Optional.of(ucan.signature().check());
              case OldToken.Receipt09 receipt -> Optional.of(receipt.signature().check());
              case OldToken.Task02 _ -> Optional.<OldToken.Signature.Check>empty();
            };
        assertThat(signature).contains(OldToken.Signature.Check.VERIFIES);
      }
    }
  }

  private static MapNode args(long gas) {
    return MapNode.of("fun", Node.of("add_one")).with("limits", MapNode.of("gas", Node.of(gas)));
  }

  private static Verdict validate(Invocation demand, Options options, Delegation grant) {
    ProofStore carried = cid -> Optional.of(grant).filter(it -> it.cid().equals(cid));
    return Validator.builder().options(options).build().validate(demand, carried);
  }

  private static MapNode ask(String what, String key, Node value) throws Exception {
    return peer.ask(MapNode.of("ask", Node.of(what)).with(key, value));
  }

  /// Empty if iso-ucan takes it, else why not.
  private static Optional<String> isoRead(Invocation demand, Delegation grant) throws Exception {
    var answer = peer.ask(question(demand, grant));
    return answer.find("error").map(it -> ((Node.StringNode) it).value());
  }

  private static MapNode question(Invocation demand, Delegation grant) {
    return MapNode.of("ask", Node.of("isoRead"))
        .with("invocation", Node.of(demand.bytes().hex()))
        .with("delegations", Node.list(Node.of(grant.bytes().hex())));
  }

  private static Bytes bytes(Fields answer, String key) {
    return Bytes.fromHex(answer.requireString(key));
  }
}
