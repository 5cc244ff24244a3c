/**
 * Keeps contracts and storage rules, and decides from an arrival's facts what becomes of it. The
 * decision is pure: it reads a snapshot in memory, never the database.
 *
 * <p>Start at {@link org.hokan.archive.contract.StorageRules} and {@link
 * org.hokan.archive.contract.Contracts}. Uses: ae, db. Used by: ingest, billing, web.
 */
@NullMarked
package org.hokan.archive.contract;

import org.jspecify.annotations.NullMarked;
