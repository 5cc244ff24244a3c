package org.hokan.archive.index;

import java.time.Instant;

/**
 * What is dead in one pack.
 *
 * @param bytes length of the objects, without headers
 * @param oldest when the first of them was decided about
 */
public record DeadSpace(String pack, long entries, long bytes, Instant oldest) {}
