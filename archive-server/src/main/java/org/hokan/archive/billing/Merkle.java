package org.hokan.archive.billing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A Merkle tree over records' hashes as they come, in memory that grows with the logarithm of their
 * number. A leaf is SHA-256 of a zero byte and the hash, a node SHA-256 of a one byte and its two
 * children; a node without a sibling moves up as it is (the shape of RFC 6962 §2.1). Collects the
 * path of chosen leaves. Not thread-safe.
 */
final class Merkle {
  private final List<Node> peaks = new ArrayList<>();
  private final NavigableMap<Long, Path> paths = new TreeMap<>();
  private long size;

  Merkle(List<Path> paths) {
    paths.forEach(path -> this.paths.put(path.leaf, path));
  }

  /** A whole subtree of 2^height leaves, the first one at {@code from}. */
  private record Node(byte[] hash, long from, long leaves) {
    boolean holds(long leaf) {
      return leaf >= from && leaf < from + leaves;
    }
  }

  /** The path of one leaf, from it up: each step says on which side the sibling stands. */
  static final class Path {
    private final long leaf;
    private final List<String> steps = new ArrayList<>();

    Path(long leaf) {
      this.leaf = leaf;
    }

    /** {@code L} or {@code R}, where the sibling stands, and its hash in hexadecimal digits. */
    List<String> steps() {
      return steps;
    }

    private void add(Node left, Node right) {
      if (left.holds(leaf)) {
        steps.add("R" + hex(right.hash));
      } else if (right.holds(leaf)) {
        steps.add("L" + hex(left.hash));
      }
    }
  }

  /** Adds the next record's hash, 64 hexadecimal digits. */
  void add(String hash) {
    peaks.add(new Node(sha256((byte) 0, HexFormat.of().parseHex(hash), new byte[0]), size++, 1));
    while (peaks.size() > 1
        && peaks.get(peaks.size() - 2).leaves == peaks.get(peaks.size() - 1).leaves) {
      joinLast(peaks);
    }
  }

  long size() {
    return size;
  }

  /** The root over all that was added, at least one; ends the paths, so it is asked for once. */
  String root() {
    List<Node> rest = new ArrayList<>(peaks);
    while (rest.size() > 1) {
      joinLast(rest);
    }
    return hex(rest.get(0).hash);
  }

  private void joinLast(List<Node> nodes) {
    Node right = nodes.remove(nodes.size() - 1);
    Node left = nodes.remove(nodes.size() - 1);
    paths
        .subMap(left.from, right.from + right.leaves)
        .values()
        .forEach(path -> path.add(left, right));
    nodes.add(
        new Node(sha256((byte) 1, left.hash, right.hash), left.from, left.leaves + right.leaves));
  }

  private static byte[] sha256(byte kind, byte[] one, byte[] other) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind);
      digest.update(one);
      digest.update(other);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every Java runtime)", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
