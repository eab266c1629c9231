package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  @Test
  void bothBranchesComeBackAsTheyWent() {
    for (var outcome : List.of(new Outcome.Ok(Node.NULL), new Outcome.Failed(MapNode.EMPTY))) {
      assertThat(Outcome.of(outcome.toNode())).isEqualTo(outcome);
    }
  }

  @Test
  void refusesBothBranchesNeitherAndOthers() {
    var ok = MapNode.of("ok", Node.of(1L));

    for (var node :
        List.of(
            MapNode.EMPTY,
            ok.with("error", Node.of(2L)),
            ok.with("just", Node.of(2L)),
            MapNode.of("just", Node.of(1L)),
            MapNode.of("Ok", Node.of(1L)),
            Node.of("ok"),
            Node.NULL)) {
      assertThatThrownBy(() -> Outcome.of(node))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("out has to be {\"ok\": value} or {\"error\": value}");
    }
  }
}
