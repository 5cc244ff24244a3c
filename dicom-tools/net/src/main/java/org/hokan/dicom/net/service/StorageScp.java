package org.hokan.dicom.net.service;

import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;

/**
 * Receives objects (C-STORE, PS3.4 Annex B). Push-based: the data set is handed over as it comes,
 * and no thread waits for a slow peer. Implementations are thread-safe; what they return is used by
 * one thread at a time.
 */
@FunctionalInterface
public interface StorageScp {
  /**
   * An object begins. Runs on a worker thread; must not wait for the peer. To refuse, return {@link
   * StoreReception#refusing} or throw a {@link ServiceException}; the data set is then skipped.
   */
  StoreReception store(CStoreRq request, ServiceContext context);
}
