package io.ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PropertyTest {
  @Test
  void triesEverySeedFromZeroOn() {
    var seen = new ArrayList<Long>();

    Property.check(3, seen::add);

    assertThat(seen).isEqualTo(List.of(0L, 1L, 2L));
  }

  @Test
  void namesTheSeedThatFails() {
    Property.Check upToSix = seed -> assertThat(seed).isLessThan(7);

    assertThatThrownBy(() -> Property.check(upToSix))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 7 (-Dipvm.seed=7)");
  }

  @Test
  void aSeedGivesTheSameNumbersAgain() {
    assertThat(Property.random(5).nextLong()).isEqualTo(Property.random(5).nextLong());
    assertThat(Property.random(5).nextLong()).isNotEqualTo(Property.random(6).nextLong());
  }
}
