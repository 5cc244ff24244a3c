/**
 * Durable work: what was promised is done, also after a restart, by one node at a time.
 *
 * <p>Start at {@link JobQueue}. Uses: db. Used by: commitment, procedure, node.
 */
@NullMarked
package org.hokan.archive.job;

import org.jspecify.annotations.NullMarked;
