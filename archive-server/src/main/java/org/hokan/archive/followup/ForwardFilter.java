package org.hokan.archive.followup;

import java.util.Optional;

/**
 * Which forwards. What is empty does not restrict.
 *
 * @param all also studies of which all was sent
 * @param most how many at most, 1 to 10000
 */
public record ForwardFilter(
    Optional<String> facility,
    Optional<String> destination,
    Optional<String> studyInstanceUid,
    boolean all,
    int most) {}
