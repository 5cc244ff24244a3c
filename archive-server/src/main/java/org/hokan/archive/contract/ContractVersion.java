package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Terms that one side wrote. Never changes; whether they were agreed stand in the steps.
 *
 * @param number counts the contract's versions, from 1
 * @param side who wrote them
 * @param validFrom the first day on which they are to hold; empty: as soon as they are agreed, or
 *     from the contract's first day
 * @param madeBy who entered them
 */
public record ContractVersion(
    int number,
    Side side,
    Optional<LocalDate> validFrom,
    ContractTerms terms,
    Instant madeAt,
    String madeBy) {}
