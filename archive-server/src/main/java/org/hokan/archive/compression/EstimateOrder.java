package org.hokan.archive.compression;

import java.util.Optional;
import org.hokan.archive.contract.Compression;
import org.hokan.archive.contract.StorageRule;

/**
 * Of what an estimate is asked for.
 *
 * @param facility whose objects
 * @param rule only what it matches; empty: all
 * @param form what it is to be kept as
 * @param sample most objects that are compressed
 */
public record EstimateOrder(
    String facility, Optional<StorageRule> rule, Compression form, int sample) {}
