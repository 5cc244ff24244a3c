package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares the names on copy volumes with those on first volumes. */
final class CopyCatalog {
  private final List<Volume> copies;
  private final List<Volume> firsts;

  CopyCatalog(List<Volume> copies, List<Volume> firsts) {
    this.copies = copies;
    this.firsts = firsts;
  }

  /**
   * Packs of copy volumes, or what tells of them, of which no first volume has one; nothing is told
   * when one is away.
   */
  List<PackRef> withoutFirst() throws IOException {
    List<PackRef> found = new ArrayList<>();
    if (!firsts.stream().allMatch(Volume::look)) {
      return found;
    }
    for (Volume volume : copies) {
      PackCatalog.packs(
          volume,
          pack -> {
            if (isWithoutFirst(pack.pack())) {
              found.add(pack.pack());
            }
          });
      PackCatalog.large(
          volume,
          pack -> {
            if (isWithoutFirst(pack)) {
              found.add(pack);
            }
          });
    }
    return found;
  }

  private boolean isWithoutFirst(PackRef copy) {
    return firsts.stream().noneMatch(volume -> copy.on(volume).exists());
  }
}
