/**
 * Keeps the facilities, their application entities, and what each of them may do.
 *
 * <p>Start at {@link org.hokan.archive.ae.ApplicationEntities}. Uses: db. Used by: contract, scp,
 * web.
 */
@NullMarked
package org.hokan.archive.ae;

import org.jspecify.annotations.NullMarked;
