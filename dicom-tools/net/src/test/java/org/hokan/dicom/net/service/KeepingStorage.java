package org.hokan.dicom.net.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;

/** Keeps what it is sent in memory, and who gave up. */
final class KeepingStorage implements StorageScp {
  final Map<Uid, byte[]> objects = new ConcurrentHashMap<>();
  final Map<Uid, ServiceContext> contexts = new ConcurrentHashMap<>();
  final Queue<CStoreRq> requests = new ConcurrentLinkedQueue<>();
  final Queue<Throwable> aborted = new ConcurrentLinkedQueue<>();

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    requests.add(request);
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
        contexts.put(request.affectedSopInstanceUid(), context);
        return CompletableFuture.completedStage(Outcome.SUCCESS);
      }

      @Override
      public void aborted(Throwable cause) {
        aborted.add(cause);
      }
    };
  }
}
