/**
 * The DIMSE door: a request comes in, the flow or room that answers it is called, a status goes
 * out; nothing more.
 *
 * <p>Start at {@link DicomServices}: it gives the DICOM server its association policy and its
 * providers (PS3.4 Annexes A, B, C, F, J). Uses: ae, ingest, retrieve, commitment, procedure,
 * index, audit. Used by: node.
 */
@NullMarked
package org.hokan.archive.scp;

import org.jspecify.annotations.NullMarked;
