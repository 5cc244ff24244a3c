package org.hokan.archive.contract;

/** How well an object is kept. */
public enum StorageClass {
  /** Kept once. */
  ECONOMY,
  /** Kept also as a second copy, and written to media at set intervals. */
  DELUXE
}
