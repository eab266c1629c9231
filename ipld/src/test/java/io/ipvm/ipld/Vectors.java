package io.ipvm.ipld;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// Published vectors, which skip the test that asks for them where they are not here.
final class Vectors {
  private Vectors() {}

  static Fields json(String path) throws IOException {
    return Fields.of(DagJson.decode(bytes(path)), path);
  }

  static Stream<Fields> each(Fields fields, String key) {
    return fields.requireList(key).stream().map(item -> Fields.of(item, key));
  }

  static Bytes bytes(String path) throws IOException {
    var file = TestData.find(path);
    assumeTrue(file.isPresent(), TestData.ABSENT);
    return Bytes.owned(Files.readAllBytes(file.orElseThrow()));
  }

  static List<String> lines(String path) throws IOException {
    var file = TestData.find(path);
    assumeTrue(file.isPresent(), TestData.ABSENT);
    return Files.readAllLines(file.orElseThrow());
  }
}
