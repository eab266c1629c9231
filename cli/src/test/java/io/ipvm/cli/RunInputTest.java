package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunInputTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     | width=640          | {\"width\":640}",
        "{}                     | name=Ada           | {\"name\":\"Ada\"}",
        "{}                     | name=\"640\"       | {\"name\":\"640\"}",
        "{}                     | name=a=b           | {\"name\":\"a=b\"}",
        "{}                     | name=              | {\"name\":\"\"}",
        "{}                     | tags=[\"a\"]       | {\"tags\":[\"a\"]}",
        "{\"a\":{\"x\":1}}      | a.y=true           | {\"a\":{\"x\":1,\"y\":true}}",
        "{}                     | a.b.c=1            | {\"a\":{\"b\":{\"c\":1}}}",
        "{\"l\":[1,2]}          | l[0]=9             | {\"l\":[9,2]}",
        "{\"l\":[1,2]}          | l[2]=3             | {\"l\":[1,2,3]}",
        "{\"l\":[{\"x\":1}]}    | l[0].x=2           | {\"l\":[{\"x\":2}]}",
      })
  void setsOneValue(String input, String assignment, String expected) {
    assertThat(RunInput.set(DagJson.decode(input), assignment)).isEqualTo(DagJson.decode(expected));
  }

  @ParameterizedTest
  @CsvSource({"width", "=640", "a.=1", "l[9]=1", "n.x=1"})
  void refusesWhatSetsNothing(String assignment) {
    Node input = DagJson.decode("{\"l\":[],\"n\":7}");

    assertThatThrownBy(() -> RunInput.set(input, assignment))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.USAGE));
  }

  @Test
  void startsFromNothing() {
    assertThat(RunInput.set(MapNode.EMPTY, "a=1")).isEqualTo(MapNode.of("a", Node.of(1)));
  }
}
