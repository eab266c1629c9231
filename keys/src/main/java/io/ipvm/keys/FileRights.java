package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Who may read a file, in the terms of the file system it is on.
sealed interface FileRights {
  /// POSIX: owner, group, others.
  record Posix(Set<PosixFilePermission> permissions) implements FileRights {
    static final Set<PosixFilePermission> OWNER_ONLY =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Set<PosixFilePermission> OTHERS =
        EnumSet.complementOf(
            EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));

    @Override
    public void requirePrivate(String kind, Path file) {
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        throw new IpvmException(
            ErrorCode.NOT_AUTHORISED,
            kind
                + " "
                + file
                + " has rights "
                + PosixFilePermissions.toString(permissions)
                + ", others than its owner must have none: chmod 600 "
                + shellQuoted(file));
      }
    }

    private static String shellQuoted(Path file) {
      var text = file.toString();
      return text.matches("[\\w./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
  }

  /// Windows: a list of who is allowed or denied what.
  record Acl(UserPrincipal owner, List<AclEntry> entries) implements FileRights {
    /// Who can read everything on the machine anyway.
    private static final Set<String> MACHINE =
        Set.of("NT AUTHORITY\\SYSTEM", "BUILTIN\\Administrators");

    private static final Set<AclEntryPermission> CONTENT =
        EnumSet.of(
            AclEntryPermission.READ_DATA,
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA);

    @Override
    public void requirePrivate(String kind, Path file) {
      for (var entry : entries) {
        var who = entry.principal();
        if (entry.type() == AclEntryType.ALLOW
            && entry.permissions().stream().anyMatch(CONTENT::contains)
            && !who.equals(owner)
            && !MACHINE.contains(who.getName())) {
          throw new IpvmException(
              ErrorCode.NOT_AUTHORISED,
              kind
                  + " "
                  + file
                  + " is open to "
                  + who.getName()
                  + ", others than its owner must have no rights: icacls \""
                  + file
                  + "\" /inheritance:r /grant:r \""
                  + owner.getName()
                  + ":F\"");
        }
      }
    }
  }

  /// A file system without rights, such as FAT: whoever mounts it decides.
  record None() implements FileRights {
    @Override
    public void requirePrivate(String kind, Path file) {}
  }

  /// Checks that nobody but the owner can read or write the file.
  ///
  /// @param kind what to call it, such as `key file`
  /// @throws IpvmException `NOT_AUTHORISED` with the command that mends it
  void requirePrivate(String kind, Path file);

  static FileRights of(Path file) throws IOException {
    if (isPosix(file)) {
      return new Posix(Files.getPosixFilePermissions(file));
    }
    var acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
    return acl == null ? new None() : new Acl(acl.getOwner(), acl.getAcl());
  }

  static boolean isPosix(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
  }

  /// What a new file in `folder` is created with, so that it is private from its first byte.
  static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    if (isPosix(folder)) {
      return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Posix.OWNER_ONLY)};
    }
    if (Files.getFileAttributeView(folder, AclFileAttributeView.class) == null) {
      return new FileAttribute<?>[0];
    }
    var user =
        folder
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
    return new FileAttribute<?>[] {new OwnerOnlyAcl(user)};
  }

  /// The access list with one entry: everything for the owner.
  record OwnerOnlyAcl(UserPrincipal owner) implements FileAttribute<List<AclEntry>> {
    @Override
    public String name() {
      return "acl:acl";
    }

    @Override
    public List<AclEntry> value() {
      return List.of(
          AclEntry.newBuilder()
              .setType(AclEntryType.ALLOW)
              .setPrincipal(owner)
              .setPermissions(EnumSet.allOf(AclEntryPermission.class))
              .build());
    }
  }
}
