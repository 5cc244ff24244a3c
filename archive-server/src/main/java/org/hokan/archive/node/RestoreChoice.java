package org.hokan.archive.node;

import java.util.Optional;

/**
 * What a person decided about a database that is lost.
 *
 * @param anew makes it from the journal though it is there
 * @param packsOnly begins an empty one; the index is made from the packs
 * @param thorough compares all rows with the journal, however many there are
 * @param database whose journal is to be used, where volumes have several
 */
record RestoreChoice(boolean anew, boolean packsOnly, boolean thorough, Optional<String> database) {
  /** Nobody decided anything. */
  static final RestoreChoice NONE = new RestoreChoice(false, false, false, Optional.empty());
}
