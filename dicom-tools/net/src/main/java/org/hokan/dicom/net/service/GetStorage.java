package org.hokan.dicom.net.service;

import java.util.Optional;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Status;

/** Takes the C-STORE sub-operations of a C-GET for as long as that runs; refuses others. */
final class GetStorage implements StorageScp {
  private volatile Optional<StorageScp> current = Optional.empty();

  Use use(StorageScp storage) {
    current = Optional.of(storage);
    return () -> current = Optional.empty();
  }

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    return current
        .orElseThrow(() -> new ServiceException(Status.PROCESSING_FAILURE, "no C-GET is under way"))
        .store(request, context);
  }

  /** Ends the use. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }
}
