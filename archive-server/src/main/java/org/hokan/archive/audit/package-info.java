/**
 * Keeps the audit trail: who did what to which patient's data, and who changed what by hand. Events
 * are added and listed, never changed or deleted.
 *
 * <p>Start at {@link org.hokan.archive.audit.Audit}. Uses: db. Used by: ae, contract, billing, the
 * flows and the doors.
 */
@NullMarked
package org.hokan.archive.audit;

import org.jspecify.annotations.NullMarked;
