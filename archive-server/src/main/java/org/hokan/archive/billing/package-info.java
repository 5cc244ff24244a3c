/**
 * Counts and charges: the append-only ledger, the tariff, monthly statements and their exports.
 * Money is exact; nothing recorded is ever changed, a correction is a new record.
 *
 * <p>Start at {@link UsageLedger}. Uses: contract, db. Used by: ingest, retrieve, compression,
 * retention, web (admin part).
 */
@NullMarked
package org.hokan.archive.billing;

import org.jspecify.annotations.NullMarked;
