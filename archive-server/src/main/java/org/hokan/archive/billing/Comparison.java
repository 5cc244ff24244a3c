package org.hokan.archive.billing;

import java.util.Optional;

/**
 * What was, beside what would have been.
 *
 * @param was under what is agreed
 * @param would under the terms to simulate; empty: none were given
 */
public record Comparison(Simulated was, Optional<Simulated> would) {}
