package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DataDirectoryTest {
  @Test
  void isWhereTheVariableSays() {
    var environment = Map.of("IPVM_HOME", "/data/ipvm", "XDG_DATA_HOME", "/x", "HOME", "/home/a");

    assertThat(DataDirectory.standard(environment, "Linux").root())
        .isEqualTo(Path.of("/data/ipvm"));
  }

  @Test
  void isThePlatformsFolderOtherwise() {
    var home = Map.of("HOME", "/home/a");

    assertThat(DataDirectory.standard(home, "Linux").root())
        .isEqualTo(Path.of("/home/a/.local/share/ipvm"));
    assertThat(DataDirectory.standard(home, "Mac OS X").root())
        .isEqualTo(Path.of("/home/a/Library/Application Support/ipvm"));
    assertThat(DataDirectory.standard(home, "Windows 11").root())
        .isEqualTo(Path.of("/home/a/AppData/Local/ipvm"));
    assertThat(
            DataDirectory.standard(Map.of("HOME", "/home/a", "XDG_DATA_HOME", "/x"), "Linux")
                .root())
        .isEqualTo(Path.of("/x/ipvm"));
  }
}
