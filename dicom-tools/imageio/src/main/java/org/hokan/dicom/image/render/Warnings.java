package org.hokan.dicom.image.render;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found wrong and passed over while a frame was rendered; each is told once. */
final class Warnings {
  private final Set<String> all = new LinkedHashSet<>();

  void add(String warning) {
    all.add(warning);
  }

  List<String> list() {
    return List.copyOf(all);
  }
}
