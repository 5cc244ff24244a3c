package org.hokan.archive.index;

import java.util.Optional;

/**
 * Which certificates of destruction, the latest first.
 *
 * @param before only lower numbers; {@link Long#MAX_VALUE}: from the latest
 * @param max most rows
 */
public record CertificateFilter(
    Optional<String> facility,
    Optional<String> studyInstanceUid,
    Optional<String> patientId,
    long before,
    int max) {
  /** All of one study. */
  public static CertificateFilter ofStudy(String facility, String studyInstanceUid) {
    return new CertificateFilter(
        Optional.of(facility),
        Optional.of(studyInstanceUid),
        Optional.empty(),
        Long.MAX_VALUE,
        Integer.MAX_VALUE);
  }
}
