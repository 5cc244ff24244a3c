/**
 * Finds instances and sends them, each in the transfer syntax in which it is stored, or else in one
 * that the receiver takes.
 *
 * <p>Start at {@link Retrieve}. Objects are streamed from their packs, and transcoded while they
 * are sent where that is needed; one that cannot be sent is reported as failed, the others go on.
 * Uses: storage, index, billing. Used by: scp, node.
 */
@NullMarked
package org.hokan.archive.retrieve;

import org.jspecify.annotations.NullMarked;
