package org.hokan.dicom.net.service;

import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.DimseResponse;

/** A response with its data set, empty where it has none. */
record Response(DimseResponse command, PresentationContext context, byte[] dataSet) {
  /** About what a pending one is as objects; of others there is one for each request. */
  private static final int PENDING_COST = 512;

  /** Bytes to be counted while it waits for its thread. */
  int cost() {
    return dataSet.length + (command.status().isPending() ? PENDING_COST : 0);
  }
}
