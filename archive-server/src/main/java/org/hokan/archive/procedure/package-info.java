/**
 * What modalities say of their examinations: Modality Performed Procedure Steps (PS3.4 Annex F),
 * kept durably; an ended one closes its studies' billing records and names the images that are
 * missing.
 *
 * <p>Start at {@link PerformedProcedures}. Uses: index, ingest, job, audit, db. Used by: scp, web,
 * node.
 */
@NullMarked
package org.hokan.archive.procedure;

import org.jspecify.annotations.NullMarked;
