package org.hokan.archive.followup;

import java.util.Optional;

/**
 * Which notices. What is empty does not restrict.
 *
 * @param before only with a lower number: the next page
 * @param most how many at most, 1 to 10000
 */
public record NoticeFilter(
    Optional<String> facility,
    Optional<String> studyInstanceUid,
    Optional<Long> before,
    int most) {}
