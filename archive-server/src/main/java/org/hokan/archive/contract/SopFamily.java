package org.hokan.archive.contract;

import java.util.Map;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;

/**
 * What kind of object a SOP class is for, in the few words in which a hospital's rules speak of it.
 * The storage SOP classes of PS3.4 §B.5 stand in groups, which begin with the same UID components.
 */
enum SopFamily {
  /** Stills of visible light: endoscopy, microscopy, photography, ophthalmology. */
  VISIBLE_LIGHT,
  /** Video of visible light. */
  VIDEO,
  /** Pictures of all other modalities: CT, MR, ultrasound, secondary capture. */
  IMAGE,
  /** Structured reports and key object selections. */
  REPORT,
  /** Encapsulated documents and models: PDF, CDA. */
  DOCUMENT,
  WAVEFORM,
  /** How pictures are to be shown. */
  PRESENTATION,
  RADIOTHERAPY,
  /** All else, SOP classes that the standard does not know included. */
  OTHER;

  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
  private static final Map<String, SopFamily> BY_COMPONENT =
      Map.ofEntries(
          Map.entry("1", IMAGE),
          Map.entry("2", IMAGE),
          Map.entry("3", IMAGE),
          Map.entry("4", IMAGE),
          Map.entry("6", IMAGE),
          Map.entry("7", IMAGE),
          Map.entry("9", WAVEFORM),
          Map.entry("11", PRESENTATION),
          Map.entry("12", IMAGE),
          Map.entry("13", IMAGE),
          Map.entry("14", IMAGE),
          Map.entry("20", IMAGE),
          Map.entry("30", IMAGE),
          Map.entry("77", VISIBLE_LIGHT),
          Map.entry("88", REPORT),
          Map.entry("104", DOCUMENT),
          Map.entry("128", IMAGE),
          Map.entry("130", IMAGE),
          Map.entry("481", RADIOTHERAPY));

  static SopFamily of(String sopClass) {
    if (!sopClass.startsWith(STORAGE)) {
      return OTHER;
    }
    String component = sopClass.substring(STORAGE.length()).split("\\.", 2)[0];
    SopFamily family = BY_COMPONENT.getOrDefault(component, OTHER);
    return family == VISIBLE_LIGHT && isVideo(sopClass) ? VIDEO : family;
  }

  private static boolean isVideo(String sopClass) {
    return Uid.isUid(sopClass)
        && StorageSopClasses.of(new Uid(sopClass))
            .filter(known -> known.name().startsWith("Video "))
            .isPresent();
  }

  /** The word for it in a condition: {@code visible-light}. */
  String word() {
    return Words.of(this);
  }
}
