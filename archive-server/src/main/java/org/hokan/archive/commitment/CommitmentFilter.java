package org.hokan.archive.commitment;

import java.util.Optional;

/**
 * Which requests to list.
 *
 * @param before only lower numbers: the next page
 * @param max most rows
 */
public record CommitmentFilter(
    Optional<String> facility,
    Optional<String> aeTitle,
    Optional<CommitmentState> state,
    Optional<Long> before,
    int max) {}
