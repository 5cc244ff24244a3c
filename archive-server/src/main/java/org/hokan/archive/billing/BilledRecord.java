package org.hokan.archive.billing;

/**
 * A record and what bills it.
 *
 * @param record the record
 * @param statement the statement's number; empty while the record's month is open
 */
public record BilledRecord(BillingRecord record, String statement) {}
