package org.hokan.archive.scp;

import org.hokan.archive.ingest.Ingest;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ServiceException;

/**
 * Queries and retrievals answer on all that was acknowledged before them, or say that they can't.
 */
final class Freshness {
  private Freshness() {}

  /**
   * Waits for the index.
   *
   * @throws ServiceException answered as C000H: an answer that lacks images would be worse than
   *     none
   */
  static void require(Ingest ingest) {
    try {
      if (!ingest.awaitIndexed()) {
        throw new ServiceException(
            Status.UNABLE_TO_PROCESS, "index not up to date; try again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException(Status.UNABLE_TO_PROCESS, "node is stopping");
    }
  }

  /**
   * To be asked after the index was read: a rebuild that began meanwhile may have taken rows away.
   *
   * @throws ServiceException answered as C000H
   */
  static void requireWhole(Ingest ingest) {
    if (ingest.isRebuilding()) {
      throw new ServiceException(
          Status.UNABLE_TO_PROCESS, "index is being rebuilt; try again later");
    }
  }
}
