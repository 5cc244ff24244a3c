package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One thing that was done to a contract. Never changes.
 *
 * @param number counts the contract's steps, from 1
 * @param version the version that it is about
 * @param side on whose behalf
 * @param signedBy the person of that side who said so
 * @param day with ACCEPT the first day on which the version holds, with TERMINATE the last day of
 *     the contract; empty otherwise
 * @param note for people; may be empty
 * @param at when it was entered
 * @param by who entered it
 */
public record ContractStep(
    int number,
    ContractAction action,
    int version,
    Side side,
    String signedBy,
    Optional<LocalDate> day,
    String note,
    Instant at,
    String by) {}
