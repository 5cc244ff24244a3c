package org.hokan.dicom.net.association;

import org.hokan.dicom.data.Uid;

/** How this toolkit names itself to peers (PS3.7 §D.3.3.2). */
public final class Implementation {
  /** Implementation Class UID, derived from a UUID (PS3.5 §B.2). */
  public static final Uid CLASS_UID = Uid.of("2.25.47573377760213857892279285674721538599");

  /** Implementation Version Name, at most 16 characters. */
  public static final String VERSION_NAME = "HOKAN_0_1";

  private Implementation() {}
}
