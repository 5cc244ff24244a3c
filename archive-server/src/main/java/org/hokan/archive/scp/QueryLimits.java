package org.hokan.archive.scp;

import java.time.Duration;

/**
 * What one C-FIND may take.
 *
 * @param maxMatches most that are told
 * @param longestSearch for how long it may find nothing before it is ended; one that goes on
 *     finding is not
 */
public record QueryLimits(int maxMatches, Duration longestSearch) {}
