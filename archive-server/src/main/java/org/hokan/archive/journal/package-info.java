/**
 * Keeps what no pack holds beside the packs: every change of the embedded database's journaled
 * tables, on each volume, as lines of text. From it a lost database is made again.
 *
 * <p>Start at {@link org.hokan.archive.journal.Journal}. Uses: storage for its files, db for the
 * changes. Used by: node.
 */
@NullMarked
package org.hokan.archive.journal;

import org.jspecify.annotations.NullMarked;
