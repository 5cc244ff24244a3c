package org.hokan.archive.retention;

/** What became of a study of a list. */
public enum ItemState {
  /** Nothing yet. */
  PROPOSED,
  /** It is destroyed; there is a certificate. */
  DESTROYED,
  /** It is kept, for something speaks against it now. */
  KEPT,
  /** It could not be destroyed; another run tries again. */
  FAILED
}
