package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// The same value in several codecs (ipld/codec-fixtures); a file's name is the CID of its bytes.
final class CodecFixturesTest {
  @Test
  void everyFixtureReadsAsTheSameValueAndIsWrittenToTheSameBytes() throws IOException {
    var archive = TestData.find("ipld/codec-fixtures.zip");
    assumeTrue(archive.isPresent(), TestData.ABSENT);

    try (var zip = FileSystems.newFileSystem(archive.orElseThrow());
        var folders = Files.list(zip.getPath("/"))) {
      int files = 0;
      for (var folder : folders.filter(Files::isDirectory).toList()) {
        files += check(folder);
      }
      Conformance.of("ipld/codec-fixtures.zip").passed(files).record();
    }
  }

  /// Returns how many files were checked.
  private static int check(Path folder) throws IOException {
    int checked = 0;
    var values = new ArrayList<Node>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var bytes = Bytes.owned(Files.readAllBytes(file));
        var name = file.getFileName().toString();
        var cid = Cid.parse(name.substring(0, name.indexOf('.')));
        assertThat(cid.names(bytes)).as(name).isTrue();
        checked++;
        if (cid.codec() == Codec.DAG_CBOR) {
          var value = DagCbor.decode(bytes);
          values.add(value);
          assertThat(DagCbor.encode(value)).as("%s", folder).isEqualTo(bytes);
        } else if (cid.codec() == Codec.DAG_PB) {
          var value = DagPb.decode(bytes);
          values.add(value);
          assertThat(DagPb.encode(value)).as("%s", folder).isEqualTo(bytes);
        } else if (cid.codec() == Codec.DAG_JSON) {
          var value = DagJson.decode(bytes);
          values.add(value);
          assertThat(DagJson.encode(value))
              .as("%s", folder)
              .isEqualTo(new String(bytes.toArray(), StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(values.stream().distinct()).as("%s", folder).hasSizeLessThanOrEqualTo(1);
    return checked;
  }
}
