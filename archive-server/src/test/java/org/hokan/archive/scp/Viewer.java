package org.hokan.archive.scp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.Capabilities;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StorageScp;
import org.hokan.dicom.net.service.StoreReception;

/** A C-MOVE destination: keeps what comes in memory, takes endoscopic images in some syntaxes. */
final class Viewer implements StorageScp, AutoCloseable {
  final Map<Uid, byte[]> objects = new ConcurrentHashMap<>();
  final Queue<CStoreRq> requests = new ConcurrentLinkedQueue<>();
  final Queue<AssociationInfo> associations = new ConcurrentLinkedQueue<>();
  private final DicomServer server;
  private volatile Outcome answer = Outcome.SUCCESS;

  Viewer(Uid... syntaxes) throws IOException {
    List<Uid> sopClasses = List.of(ScpNode.ENDOSCOPIC);
    Capabilities capabilities =
        Capabilities.builder().scp(ScpNode.ENDOSCOPIC, List.of(syntaxes)).build();
    server =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .services(Services.builder().storage(sopClasses, this).build())
            .policy(capabilities::accept)
            .start();
  }

  int port() {
    return server.port();
  }

  Viewer answering(Outcome outcome) {
    answer = outcome;
    return this;
  }

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    requests.add(request);
    associations.add(context.association());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new StoreReception() {
      @Override
      public void data(ByteBuffer chunk) {
        byte[] copy = new byte[chunk.remaining()];
        chunk.get(copy);
        bytes.writeBytes(copy);
      }

      @Override
      public CompletionStage<Outcome> end() {
        objects.put(request.affectedSopInstanceUid(), bytes.toByteArray());
        return CompletableFuture.completedStage(answer);
      }

      @Override
      public void aborted(Throwable cause) {
        // What came so far is not kept.
      }
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
