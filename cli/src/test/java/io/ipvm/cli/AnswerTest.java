package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnswerTest {
  private static final Cid CID =
      Cid.parse("bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");

  @Test
  void keepsTheOrderOfFields() {
    assertThat(JsonText.line(example()))
        .isEqualTo(
            "{\"run\":\"01\",\"tasks\":[{\"label\":\"a\",\"millis\":3}],\"done\":true,"
                + "\"workflow\":\""
                + CID
                + "\",\"at\":\"2026-01-02T03:04:05Z\",\"output\":{\"b\":null},\"files\":[]}");
  }

  @Test
  void spreadsForReading() {
    assertThat(JsonText.pretty(example()))
        .isEqualTo(
            """
            {
              "run": "01",
              "tasks": [
                {
                  "label": "a",
                  "millis": 3
                }
              ],
              "done": true,
              "workflow": "%s",
              "at": "2026-01-02T03:04:05Z",
              "output": {
                "b": null
              },
              "files": []
            }\
            """
                .replace("%s", CID.toString()));
  }

  @Test
  void isDagJsonWithoutItsWhiteSpace() {
    var value =
        MapNode.builder()
            .put("zz", Node.list(Node.of(1), Node.of(-1.5), Node.list(), MapNode.EMPTY))
            .put("a", Node.of(CID))
            .put("bytes", Bytes.of((byte) 1, (byte) 2))
            .put("b", "ünï\u0001")
            .build();

    assertThat(JsonText.line(Answer.of(value))).isEqualTo(DagJson.encode(value));
    assertThat(DagJson.decode(JsonText.pretty(Answer.of(value)))).isEqualTo(value);
  }

  @Test
  void isYamlToo() {
    var values =
        Answer.fields()
            .put("text", "yes")
            .put(
                "all",
                Answer.of(
                    Node.list(
                        Node.NULL,
                        Node.of(true),
                        Node.of(1.5),
                        Node.of(new BigInteger("18446744073709551615")),
                        Node.of(CID),
                        Node.of(Bytes.of((byte) 1)),
                        MapNode.of("k", Node.of("v")))))
            .build();

    assertThat(YamlText.of(values))
        .isEqualTo(
            """
            text: yes
            all:
            - null
            - true
            - 1.5
            - 18446744073709551615
            - /: %s
            - /:
                bytes: AQ
            - k: v
            """
                .replace("%s", CID.toString()));
  }

  @Test
  void leavesOutWhatIsAbsent() {
    var answer =
        Answer.fields()
            .putIfPresent("a", Optional.empty())
            .putIfPresent("b", Optional.of(7L))
            .putIfPresent("c", Optional.of(CID))
            .putIfPresent("d", Optional.of(Node.of(false)))
            .putIfPresent("e", Optional.of(Answer.texts(List.of("x"))))
            .build();

    assertThat(JsonText.line(answer))
        .isEqualTo("{\"b\":7,\"c\":\"" + CID + "\",\"d\":false,\"e\":[\"x\"]}");
  }

  @Test
  void showsFieldsToPeople() {
    var answer =
        Answer.fields()
            .put("name", "sheet\u001b")
            .put("empty", "")
            .put("functions", Answer.texts(List.of("crop", "blur")))
            .put("none", Answer.items(List.of()))
            .put("value", Answer.of(Node.list(Node.of(1))))
            .put("inner", Answer.fields().put("x", 1).build())
            .build();

    assertThat(FieldLines.of(answer, 80, new Paint(false)))
        .containsExactly(
            "name       sheet\\u001b",
            "empty      -",
            "functions  crop",
            "           blur",
            "none       -",
            "value      [1]",
            "inner      x  1");
  }

  private static Answer example() {
    return Answer.fields()
        .put("run", "01")
        .put(
            "tasks",
            Answer.items(List.of(Answer.fields().put("label", "a").put("millis", 3).build())))
        .put("done", true)
        .put("workflow", CID)
        .put("at", Instant.parse("2026-01-02T03:04:05Z"))
        .put("output", Answer.of(MapNode.of("b", Node.NULL)))
        .put("files", Answer.items(List.of()))
        .build();
  }
}
