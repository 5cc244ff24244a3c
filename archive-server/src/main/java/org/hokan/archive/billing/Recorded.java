package org.hokan.archive.billing;

import java.time.Instant;

/**
 * How a record came into the ledger.
 *
 * @param at when, to the millisecond
 * @param by who: a person's name, or {@code node} for what the node records by itself
 * @param previousHash the hash of the record before it; 64 zeros in the first
 * @param hash SHA-256 over the record's canonical form, which includes {@code previousHash}
 */
public record Recorded(Instant at, String by, String previousHash, String hash) {}
