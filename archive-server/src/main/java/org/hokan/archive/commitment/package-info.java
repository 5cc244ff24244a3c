/**
 * Storage commitment: takes requests durably, reads each instance again and compares its digest,
 * and tells the asker what is safe, also after a restart (PS3.4 Annex J).
 *
 * <p>Start at {@link Commitments}. Uses: storage, index, ingest, ae, job, audit, db. Used by: scp,
 * web, node.
 */
@NullMarked
package org.hokan.archive.commitment;

import org.jspecify.annotations.NullMarked;
