/**
 * Tries other storage rules on what came in past days: what would have been done otherwise, and
 * what that would have cost. Changes nothing.
 *
 * <p>Start at {@link org.hokan.archive.trial.RuleTrial}. Uses: index, ingest, contract, billing,
 * storage, db. Used by: web, node.
 */
@NullMarked
package org.hokan.archive.trial;

import org.jspecify.annotations.NullMarked;
