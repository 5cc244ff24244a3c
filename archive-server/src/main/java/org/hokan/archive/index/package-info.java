/**
 * Knows which patients, studies, series and instances there are and where each instance's bytes
 * lie; answers queries by DICOM matching. Derived from the packs: it can be thrown away and made
 * anew.
 *
 * <p>Start at {@link org.hokan.archive.index.Index}. Uses: db. Used by: ingest, retrieve, scp, web.
 */
@NullMarked
package org.hokan.archive.index;

import org.jspecify.annotations.NullMarked;
