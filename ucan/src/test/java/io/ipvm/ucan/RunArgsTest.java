package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.RunArgs.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunArgsTest {
  private final RunArgs plain = RunArgs.of(Tokens.RAN, "add_one", List.of(Node.of(41)));

  @Test
  void comeBackAsTheyWereWritten() {
    var limits = new Limits(1_000L, 65_536L, 500L);
    var budget = Budget.parse("10/day").cid();

    for (var args : List.of(plain, plain.limits(limits), plain.limits(limits).budget(budget))) {
      assertThat(RunArgs.of(args.toNode())).isEqualTo(args);
    }
  }

  @Test
  void whatBoundsNothingIsLeftOut() {
    assertThat(plain.toNode().keys()).containsExactly("fun", "mod", "params");
    assertThat(plain.limits(new Limits(7L, null, null)).toNode().find("limits"))
        .contains(MapNode.of("gas", Node.of(7)));
    assertThat(RunArgs.of(plain.toNode().with("limits", MapNode.EMPTY))).isEqualTo(plain);
  }

  @Test
  void aModuleIsALinkOrAUrl() {
    var url = plain.toNode().with("mod", Node.of("ipfs://" + Tokens.RAN));
    var data = plain.toNode().with("mod", Node.of("data:application/wasm;base64,AA=="));

    assertThat(plain.module()).contains(Tokens.RAN);
    assertThat(RunArgs.of(url).module()).contains(Tokens.RAN);
    assertThat(RunArgs.of(data).module()).isEmpty();
  }

  @Test
  void refusesOtherArguments() {
    var node = plain.toNode();

    refused(node.without("mod"), "args of /wasm/run lacks the key \"mod\"");
    refused(node.with("mod", Node.of(1)), "\"mod\" is of kind integer, not link or string");
    refused(node.without("fun"), "lacks the key \"fun\"");
    refused(node.with("params", MapNode.EMPTY), "of kind map, not list");
    refused(node.with("args", Node.list()), "unknown key \"args\"");
    refused(node.with("budget", Budget.parse("1/day").toNode()), "of kind map, not link");
    refused(
        node.with("limits", MapNode.of("gas", Node.of(0))),
        "limits.gas is 0, has to be 1 to 2^53-1");
    refused(node.with("limits", MapNode.of("fuel", Node.of(1))), "unknown key \"fuel\"");
    refused(
        node.with("limits", MapNode.of("time", Node.of(1L << 53))),
        "limits.time is 9007199254740992");
  }

  private static void refused(MapNode args, String why) {
    assertThatThrownBy(() -> RunArgs.of(args))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
