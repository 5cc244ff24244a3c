/**
 * Finds instances and sends them, each in the transfer syntax in which it is stored.
 *
 * <p>Start at {@link Retrieve}. Objects are streamed from their packs; one that the receiver does
 * not take as stored is reported as failed, the others go on. Uses: storage, index, billing. Used
 * by: scp, node.
 */
@NullMarked
package org.hokan.archive.retrieve;

import org.jspecify.annotations.NullMarked;
