package org.hokan.archive.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreReception;

/** A destination that takes associations and objects, and answers none. */
final class MuteReceiver implements AutoCloseable {
  private final Set<String> associations = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final DicomServer server;

  MuteReceiver() throws IOException {
    server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .workerThreads(64)
            .services(
                Services.builder().storage(List.<Uid>of(Objects.SOP_CLASS), this::store).build())
            .closeTimeout(Duration.ofMillis(1))
            .start();
  }

  int port() {
    return server.port();
  }

  /** On how many associations it got an object. */
  int associations() {
    return associations.size();
  }

  private StoreReception store(CStoreRq request, ServiceContext context) {
    associations.add(context.association().id());
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StoreReception.refusing(Outcome.SUCCESS);
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
