package io.ipvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileRightsTest {
  private static final Path FILE = Path.of("it's a key");
  private static final User ALICE = new User("PC\\alice");

  private record User(String getName) implements UserPrincipal {}

  @Test
  void theCommandIsQuotedForTheShell() {
    var rights = new FileRights.Posix(PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> rights.requirePrivate("key file", FILE))
        .hasMessageEndingWith("chmod 600 'it'\\''s a key'");
  }

  @Test
  void onWindowsTheOwnerAndTheMachineItselfMayRead() {
    var rights =
        new FileRights.Acl(
            ALICE,
            List.of(
                entry(AclEntryType.ALLOW, ALICE, AclEntryPermission.READ_DATA),
                entry(
                    AclEntryType.ALLOW,
                    new User("NT AUTHORITY\\SYSTEM"),
                    AclEntryPermission.READ_DATA),
                entry(
                    AclEntryType.ALLOW,
                    new User("BUILTIN\\Administrators"),
                    AclEntryPermission.READ_DATA),
                entry(AclEntryType.DENY, new User("Everyone"), AclEntryPermission.READ_DATA),
                entry(AclEntryType.ALLOW, new User("Everyone"), AclEntryPermission.SYNCHRONIZE)));

    assertThatCode(() -> rights.requirePrivate("key file", FILE)).doesNotThrowAnyException();
  }

  @Test
  void onWindowsNobodyElseMayReadOrWrite() {
    for (var permission : List.of(AclEntryPermission.READ_DATA, AclEntryPermission.WRITE_DATA)) {
      var rights =
          new FileRights.Acl(
              ALICE, List.of(entry(AclEntryType.ALLOW, new User("Everyone"), permission)));

      assertThatThrownBy(() -> rights.requirePrivate("key file", FILE))
          .isInstanceOfSatisfying(
              IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED))
          .hasMessage(
              "key file it's a key is open to Everyone, others than its owner must have no rights:"
                  + " icacls \"it's a key\" /inheritance:r /grant:r \"PC\\alice:F\"");
    }
  }

  @Test
  void aNewFileOnWindowsIsItsOwnersAlone() {
    var attribute = new FileRights.OwnerOnlyAcl(ALICE);

    assertThat(attribute.name()).isEqualTo("acl:acl");
    assertThat(attribute.value()).singleElement().returns(ALICE, AclEntry::principal);
    assertThatCode(
            () -> new FileRights.Acl(ALICE, attribute.value()).requirePrivate("key file", FILE))
        .doesNotThrowAnyException();
  }

  @Test
  void aFileSystemWithoutRightsAsksForNone() {
    assertThatCode(() -> new FileRights.None().requirePrivate("key file", FILE))
        .doesNotThrowAnyException();
  }

  private static AclEntry entry(AclEntryType type, User who, AclEntryPermission permission) {
    return AclEntry.newBuilder().setType(type).setPrincipal(who).setPermissions(permission).build();
  }
}
