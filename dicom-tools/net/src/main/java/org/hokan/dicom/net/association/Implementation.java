package org.hokan.dicom.net.association;

import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.FileMetaInformation;

/** How this toolkit names itself to peers (PS3.7 §D.3.3.2). */
public final class Implementation {
  /** Implementation Class UID, the one that our files name. */
  public static final Uid CLASS_UID = FileMetaInformation.IMPLEMENTATION_CLASS_UID;

  /** Implementation Version Name, at most 16 characters. */
  public static final String VERSION_NAME = FileMetaInformation.IMPLEMENTATION_VERSION_NAME;

  private Implementation() {}
}
