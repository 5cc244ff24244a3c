package org.hokan.archive.contract;

/** What a service's price is for; those of the first four kinds are charged by the node itself. */
public enum ServiceKind {
  /** Each GB (10^9 bytes) begun that is kept at the end of a month. */
  STORAGE,
  /** Each GB (10^9 bytes) begun by which compression makes smaller what is kept then. */
  COMPRESSION,
  /** Each examination that is kept a second time. */
  COPY,
  /** Each examination of which images are sent back. */
  RETRIEVAL,
  /** A medium written. */
  MEDIA,
  /** Anything done to images on request. */
  PROCESSING,
  /** A hard copy. */
  PRINT,
  /** Fifty further cases of the album. */
  ALBUM_BLOCK;

  /** Whether a rule may charge it: what the node charges by itself would be charged twice. */
  public boolean isForRules() {
    return switch (this) {
      case STORAGE, COMPRESSION, COPY, RETRIEVAL -> false;
      case MEDIA, PROCESSING, PRINT, ALBUM_BLOCK -> true;
    };
  }
}
