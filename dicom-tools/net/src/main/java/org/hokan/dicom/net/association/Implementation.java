package org.hokan.dicom.net.association;

import org.hokan.dicom.data.Uid;

/** How this toolkit names itself to peers (PS3.7 §D.3.3.2). */
public final class Implementation {
  /**
   * Implementation Class UID, derived from a UUID (PS3.5 §B.2); the one that our files name, too.
   */
  public static final Uid CLASS_UID = Uid.of("2.25.283011740264813217403528862371294073911");

  /** Implementation Version Name, at most 16 characters. */
  public static final String VERSION_NAME = "HOKAN_0_1";

  private Implementation() {}
}
