package org.hokan.archive.storage;

import java.util.List;
import java.util.Map;

/** What starts have cut off the ends of packs. Thread-safe. */
public interface CutEnds {
  /** All of it; from memory. */
  List<CutEnd> all();

  /**
   * Whether a volume holds a tenth of what it may: somebody is to look why starts cut so much off,
   * and to forget what is stored. At the bound packs are given up in place of being cut.
   */
  boolean areMany();

  /**
   * The objects of which at least the header can be read, in their order.
   *
   * @throws StorageException when there is none of that name, or it cannot be read
   */
  List<CutObject> objects(String name);

  /**
   * Deletes the bytes for good.
   *
   * @throws StorageException when there is none of that name, or it cannot be deleted
   */
  void forget(String name);

  /**
   * Puts back what this start cut off and is known to have been acknowledged, and so was no torn
   * end but damaged: the pack is only read from now on, and its damages are told as all others. To
   * be called before anything is appended.
   *
   * @param marks for each pack the offset up to which its objects are known
   * @return how many ends were put back
   */
  int putBack(Map<String, Long> marks);
}
