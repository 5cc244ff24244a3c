package org.hokan.archive.billing;

/**
 * The seal over what a statement bills, as the statement prints it.
 *
 * @param number the seal's number
 * @param root its Merkle root, 64 hexadecimal digits; empty on statements of before it was printed
 */
public record SealMark(long number, String root) {
  static SealMark of(Seal seal) {
    return new SealMark(seal.number(), seal.root());
  }

  boolean isOf(Seal seal) {
    return seal.number() == number && (root.isEmpty() || root.equals(seal.root()));
  }
}
