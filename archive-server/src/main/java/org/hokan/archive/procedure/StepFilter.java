package org.hokan.archive.procedure;

import java.util.Optional;

/**
 * Which steps to list.
 *
 * @param incomplete only ended ones with missing instances
 * @param max most rows
 */
public record StepFilter(
    Optional<String> facility, Optional<StepStatus> status, boolean incomplete, int max) {}
