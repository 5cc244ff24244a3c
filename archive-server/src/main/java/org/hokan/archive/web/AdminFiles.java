package org.hokan.archive.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The files in the data folder by which admin commands find the node: {@code admin-token}, readable
 * by its owner only and kept over restarts, and {@code admin-address}, there while the node runs.
 */
final class AdminFiles {
  static final String TOKEN = "admin-token";
  static final String ADDRESS = "admin-address";
  private static final int TOKEN_BYTES = 32;
  private static final int SHORTEST_TOKEN = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path folder;

  AdminFiles(Path folder) {
    this.folder = folder;
  }

  /** The token; made when there is none yet. */
  String token() throws IOException {
    Path file = folder.resolve(TOKEN);
    if (Files.notExists(file)) {
      create(file);
    }
    checkOwnerOnly(file);
    String token = Files.readString(file).strip();
    if (token.length() < SHORTEST_TOKEN) {
      throw new IOException(
          "%s: %d characters (expected: at least %d; remove the file and start again to get a new token)"
              .formatted(file, token.length(), SHORTEST_TOKEN));
    }
    return token;
  }

  private void create(Path file) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    Path part = folder.resolve(TOKEN + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, ownerOnly());
    Files.writeString(part, HexFormat.of().formatHex(random) + "\n", StandardCharsets.US_ASCII);
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      Files.delete(part);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static void checkOwnerOnly(Path file) throws IOException {
    if (posix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "%s: others may read it (expected: its owner only; chmod 600 %s)".formatted(file, file));
    }
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  void writeAddress(String address) throws IOException {
    Path part = folder.resolve(ADDRESS + ".part");
    Files.writeString(part, address + "\n");
    Files.move(
        part,
        folder.resolve(ADDRESS),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void removeAddress() throws IOException {
    Files.deleteIfExists(folder.resolve(ADDRESS));
  }
}
