/**
 * Keeps bytes safe: volumes, packs, durable writes, digests. Knows no patient, contract, price or
 * database.
 *
 * <p>Start at {@link org.hokan.archive.storage.PackStore}. Uses: nothing. Used by: ingest,
 * retrieve, compression, retention, and the admin pages of web. The form on disk is described in
 * {@code archive-server/docs/packs.md}.
 */
@NullMarked
package org.hokan.archive.storage;

import org.jspecify.annotations.NullMarked;
