package org.hokan.archive.retrieve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationPolicy;
import org.hokan.dicom.net.association.Capabilities;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StorageScp;
import org.hokan.dicom.net.service.StoreReception;

/** A destination that remembers what came, and on which associations. */
final class Receiver implements StorageScp, AutoCloseable {
  final Queue<CStoreRq> requests = new ConcurrentLinkedQueue<>();
  final Queue<ServiceContext> contexts = new ConcurrentLinkedQueue<>();
  private final DicomServer server;

  /** Takes every storage class in every syntax that can be stored. */
  Receiver(int port) throws IOException {
    this(port, takes(StorageSopClasses.all()));
  }

  Receiver(int port, AssociationPolicy policy) throws IOException {
    server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .services(Services.builder().storage(StorageSopClasses.all(), this).build())
            .policy(policy)
            .closeTimeout(Duration.ofMillis(1))
            .start();
  }

  static AssociationPolicy takes(List<Uid> sopClasses) {
    List<Uid> storable = TransferSyntax.storable().stream().map(TransferSyntax::uid).toList();
    Capabilities.Builder capabilities = Capabilities.builder();
    sopClasses.forEach(uid -> capabilities.scp(uid, storable));
    return capabilities.build()::accept;
  }

  int port() {
    return server.port();
  }

  /** How many associations brought something. */
  int associations() {
    Set<String> ids = new LinkedHashSet<>();
    contexts.forEach(context -> ids.add(context.association().id()));
    return ids.size();
  }

  /** How many associations there are now. */
  int open() {
    return server.associations();
  }

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    requests.add(request);
    contexts.add(context);
    return StoreReception.refusing(Outcome.SUCCESS);
  }

  @Override
  public void close() {
    server.close();
  }
}
