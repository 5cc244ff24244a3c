/**
 * Does what storage rules want done besides keeping an object: forwards it, charges a service,
 * tells operators. What is to follow is written in the transaction that files the object; forwards
 * are then durable jobs.
 *
 * <p>Start at {@link org.hokan.archive.followup.FollowUpWork}. Uses: ingest, retrieve, index,
 * contract, ae, billing, job, audit, db. Used by: web, node.
 */
@NullMarked
package org.hokan.archive.followup;

import org.jspecify.annotations.NullMarked;
