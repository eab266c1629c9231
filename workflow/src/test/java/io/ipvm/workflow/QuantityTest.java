package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TIME | 30000 | 30000",
        "TIME | 0 | 0",
        "TIME | \"30s\" | 30000",
        "TIME | \"500ms\" | 500",
        "TIME | \"1.5 s\" | 1500",
        "TIME | \"5min\" | 300000",
        "TIME | \"5m\" | 300000",
        "TIME | \"2h\" | 7200000",
        "TIME | \"7d\" | 604800000",
        "TIME | [10,\"minutes\"] | 600000",
        "TIME | [1,\"kilo\",\"second\"] | 1000000",
        "SIZE | \"256MiB\" | 268435456",
        "SIZE | \"1kB\" | 1000",
        "SIZE | \"0.5KiB\" | 512",
        "SIZE | [10,\"mega\",\"bytes\"] | 10000000",
        "SIZE | \"999999999999TiB\" | 9223372036854775807",
        "COUNT | 18446744073709551615 | 9223372036854775807",
        "COUNT | 1000000000.0 | 1000000000",
      })
  void readsNumbersAndUnits(Quantity quantity, String json, long value) {
    var problems = new Problems();

    var read = quantity.read(DagJson.decode(json), DocumentPath.ROOT, problems);

    assertThat(problems.sorted()).isEmpty();
    assertThat(read).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TIME | -1",
        "TIME | 1.5",
        "TIME | \"30\"",
        "TIME | \"30 parsecs\"",
        "TIME | \"0.3ms\"",
        "TIME | null",
        "TIME | {}",
        "TIME | [10]",
        "TIME | [10,\"bytes\"]",
        "TIME | [10,5]",
        "TIME | [10,\"many\",\"minutes\"]",
        "SIZE | \"256M\"",
        "SIZE | [\"x\",\"bytes\"]",
        "SIZE | [-10,\"bytes\"]",
        "COUNT | \"5\"",
        "COUNT | true",
      })
  void refusesTheRest(Quantity quantity, String json) {
    var problems = new Problems();

    var read = quantity.read(DagJson.decode(json), DocumentPath.of("x"), problems);

    assertThat(read).isEmpty();
    assertThat(problems.sorted())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("is no number of");
  }
}
