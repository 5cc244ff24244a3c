package org.hokan.archive.journal;

/** Takes what a journal holds, in order. */
interface ChangeVisitor {
  /** A change, of which nothing may last before its {@link #commit}. */
  void change(String json);

  /** All changes since the commit before are one transaction, or all of a snapshot. */
  void commit(long number, String hash);
}
