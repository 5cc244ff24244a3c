/**
 * Keeps what is stored smaller, as rules and contracts say: recompresses, proves that every bit can
 * be given back, and lets the index point to the smaller form; where a contract lets something be
 * lost, proves how much. Never on the way to Success: jobs do it, at once, after a delay or at
 * night, and hold back while the node stores.
 *
 * <p>Start at {@link org.hokan.archive.compression.Compressions}. Uses: storage, index, ingest,
 * contract, billing, job, audit, db. Used by: web, node.
 */
@NullMarked
package org.hokan.archive.compression;

import org.jspecify.annotations.NullMarked;
