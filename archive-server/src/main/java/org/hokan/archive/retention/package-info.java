/**
 * Deletes what no contract and no rule keeps any longer; never what is on legal hold, and nothing
 * that people did not approve.
 *
 * <p>Start at {@link Deletions} and {@link LegalHolds}. Uses: index, ingest, contract, compaction
 * (whose bytes stay), ae, job, audit, db. Used by: web, node.
 */
@NullMarked
package org.hokan.archive.retention;

import org.jspecify.annotations.NullMarked;
