package org.hokan.archive.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/**
 * What makes a patient one within a facility: the patient ID without spaces around it; without an
 * ID, the study.
 *
 * @param id the patient ID, maybe empty or cut
 * @param key unique within the facility
 */
record PatientKey(String id, String key) {
  private static final int MAX = 200;

  static PatientKey of(DataSet head, String studyInstanceUid) {
    String id = Cut.clean(String.join("\\", head.strings(Tag.PatientID))).strip();
    if (id.isEmpty()) {
      return new PatientKey("", "S" + studyInstanceUid);
    }
    return new PatientKey(Cut.to(MAX, id), id.length() < MAX ? "P" + id : "H" + digest(id));
  }

  boolean isUnknown() {
    return id.isEmpty();
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
