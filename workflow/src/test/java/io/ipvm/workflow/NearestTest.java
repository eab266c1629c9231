package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  @Test
  void countsEditsAndSwaps() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("gary", "gray")).isEqualTo(1);
    assertThat(Nearest.distance("same", "same")).isZero();
  }

  @Test
  void guessesOnlyWhatIsNear() {
    var names = List.of("resize", "rotate", "sheet");

    assertThat(Nearest.to("reszie", names)).contains("resize");
    assertThat(Nearest.to("SHEET", names)).contains("sheet");
    assertThat(Nearest.to("grayscale", names)).isEmpty();
    assertThat(Nearest.to("x".repeat(200), names)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
    assertThat(Nearest.to("sheet", names)).isEmpty();
  }
}
