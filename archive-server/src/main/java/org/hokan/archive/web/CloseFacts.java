package org.hokan.archive.web;

import java.time.Instant;
import java.time.YearMonth;

/**
 * A month's close that is under way.
 *
 * @param progress what it does now, for people; may be empty
 * @param problem why its last attempt failed; empty: none did
 * @param givenUp whether it is not tried any more, until somebody closes the month again
 */
public record CloseFacts(
    YearMonth month, Instant since, String by, String progress, String problem, boolean givenUp) {}
