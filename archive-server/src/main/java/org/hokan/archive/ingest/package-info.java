/**
 * Carries one received SOP instance to "durable, indexed, decided, charged".
 *
 * <p>Start at {@link Ingest}: it takes the bytes of a C-STORE as they come, decides by the
 * facility's contract and rules, appends to a pack, and answers after the bytes are forced to disk;
 * the {@code Indexer} then makes rows of it in batches. Uses: storage, index, contract, billing,
 * audit, db. Used by: scp, web, node.
 */
@NullMarked
package org.hokan.archive.ingest;

import org.jspecify.annotations.NullMarked;
