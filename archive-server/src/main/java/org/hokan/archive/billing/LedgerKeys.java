package org.hokan.archive.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key that signs seals, and the public keys that an operator vouches for: those that this node
 * had before, and those of other nodes on the same database.
 *
 * @param key signs from now on
 * @param earlier public keys (X.509, Base64) whose seals are the provider's own too
 */
public record LedgerKeys(NodeKey key, Set<String> earlier) {
  private static final int MOST = 10_000;
  private static final int LONGEST = 200;

  public LedgerKeys {
    earlier = Set.copyOf(earlier);
  }

  /** One key, and no earlier ones. */
  public static LedgerKeys of(NodeKey key) {
    return new LedgerKeys(key, Set.of());
  }

  /**
   * Both files; the key is made when it is missing, the other file may be missing.
   *
   * @param earlier one public key on each line; empty lines and those with a # first are passed
   *     over
   * @throws IOException when one cannot be read, or is not what it should be
   */
  public static LedgerKeys open(Path key, Path earlier) throws IOException {
    NodeKey own = NodeKey.open(key);
    return new LedgerKeys(own, Files.exists(earlier) ? read(earlier) : Set.of());
  }

  private static Set<String> read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> keys =
          lines
              .limit(MOST)
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toList());
      for (String key : keys) {
        if (key.length() > LONGEST || !NodeKey.isPublicKey(key)) {
          throw new IOException(
              "%s: a line of %d characters (expected: a public key as hokan receipt key shows it)"
                  .formatted(file, key.length()));
        }
      }
      return new HashSet<>(keys);
    } catch (UncheckedIOException e) {
      throw new IOException("%s: no text (expected: public keys, one a line)".formatted(file), e);
    }
  }

  boolean know(String publicKey) {
    return key.publicKey().equals(publicKey) || earlier.contains(publicKey);
  }
}
