/**
 * Gives back the space of entries that somebody decided to drop, and of nothing else.
 *
 * <p>Start at {@link Compaction}. The decisions are rows of the index; the packs are written anew
 * by storage; this room brings the two together so that a crash at any step leaves each object that
 * is kept on disk and once in the index. Uses: storage, index, audit, db. Used by: node.
 */
@NullMarked
package org.hokan.archive.compaction;

import org.jspecify.annotations.NullMarked;
