package org.hokan.archive.billing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's Ed25519 key, which signs seals; in a file that only its owner may read. A lost key is
 * followed by a new one; what the old one signed is then {@link UsageLedger#unknownKeys unknown}
 * until an operator vouches for it. Thread-safe.
 */
public final class NodeKey {
  private static final Logger LOG = LoggerFactory.getLogger(NodeKey.class);
  private static final String ALGORITHM = "Ed25519";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final PrivateKey secret;
  private final byte[] open;

  private NodeKey(PrivateKey secret, byte[] open) {
    this.secret = secret;
    this.open = open;
  }

  /** A new key in memory. */
  public static NodeKey fresh() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new NodeKey(pair.getPrivate(), pair.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + ": missing (expected: in every JDK since 15)", e);
    }
  }

  /**
   * The key of the file: two lines of Base64, the private key (PKCS #8) and the public one (X.509).
   * Made when the file is missing, with rights 0600, and then said in the log.
   *
   * @throws IOException when it cannot be read or written, holds no key, or others may read it
   */
  public static NodeKey open(Path file) throws IOException {
    if (Files.exists(file)) {
      return read(file);
    }
    NodeKey key = fresh();
    Base64.Encoder base64 = Base64.getEncoder();
    List<String> lines =
        List.of(base64.encodeToString(key.secret.getEncoded()), base64.encodeToString(key.open));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER));
    Files.write(part, lines, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try {
      Files.createLink(file, part); // unlike a move, it never replaces another process's key
      force(file.toAbsolutePath().getParent());
      LOG.info("{}: made; back it up, it signs the ledger's seals", file);
    } catch (FileAlreadyExistsException e) {
      return read(file);
    } finally {
      Files.deleteIfExists(part);
    }
    return key;
  }

  /**
   * So that the name is there after a power loss: seals that nobody has a key for are worthless.
   */
  private static void force(@Nullable Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(Objects.requireNonNull(folder))) {
      channel.force(true);
    }
  }

  private static void requireOwnersOnly(Path file) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
    if (!OWNER.containsAll(rights)) {
      throw new IOException(
          "%s: rights %s (expected: %s at most; whoever reads it can sign as the node)"
              .formatted(
                  file,
                  PosixFilePermissions.toString(rights),
                  PosixFilePermissions.toString(OWNER)));
    }
  }

  private static NodeKey read(Path file) throws IOException {
    requireOwnersOnly(file);
    try {
      List<String> lines = Files.readAllLines(file);
      byte[] open = Base64.getDecoder().decode(lines.get(1));
      PKCS8EncodedKeySpec secret =
          new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)));
      NodeKey key = new NodeKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(secret), open);
      byte[] probe = file.toString().getBytes(StandardCharsets.UTF_8);
      if (!verifies(open, probe, key.sign(probe))) {
        throw new IOException(
            file + ": its two keys do not belong together (expected: as written)");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          file + ": no key (expected: two lines of Base64, as the node wrote them)", e);
    }
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key (X.509), in Base64. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(open);
  }

  static boolean isPublicKey(String base64) {
    try {
      KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  static boolean verifies(byte[] publicKey, byte[] message, byte[] signed) {
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(publicKey));
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
