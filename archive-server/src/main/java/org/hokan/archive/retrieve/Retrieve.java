package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is stored: as C-STORE sub-operations on the asker's association (C-GET, PS3.4 §C.4.3)
 * or on one to a destination (C-MOVE, §C.4.2), streamed from the packs. One that cannot be sent is
 * counted as failed and the others go on. Sends in the calling thread, reads ahead in others;
 * thread-safe.
 */
public final class Retrieve {
  private static final Logger LOG = LoggerFactory.getLogger(Retrieve.class);

  private final RetrieveSettings settings;
  private final Sources sources;
  private final Index index;
  private final DicomClient client;
  private final Executor readers = readers();

  public Retrieve(RetrieveSettings settings, PackStore store, Index index, DicomClient client) {
    this.settings = settings;
    this.sources = new Sources(store);
    this.index = index;
    this.client = client;
  }

  /** One for each processor, for as long as there is something to read. */
  private static Executor readers() {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    ThreadPoolExecutor readers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "retrieve-reader");
              thread.setDaemon(true);
              return thread;
            });
    readers.allowCoreThreadTimeOut(true);
    return readers;
  }

  /**
   * The instances that the keys name, in the order in which they came.
   *
   * @throws TooManyMatchesException when one operation may not send so many
   */
  public List<InstanceRow> find(String facility, RetrieveKeys keys) {
    List<InstanceRow> rows = new ArrayList<>();
    index.locate(
        facility,
        keys,
        row -> {
          rows.add(row);
          return rows.size() <= settings.maxInstances();
        });
    if (rows.size() > settings.maxInstances()) {
      throw new TooManyMatchesException(settings.maxInstances());
    }
    return rows;
  }

  /**
   * Sends them back to the asker.
   *
   * @throws IOException when the association is lost
   */
  public RetrieveResult get(List<InstanceRow> rows, GetResponder responder) throws IOException {
    SubOperations operations = new SubOperations(responder, rows.size());
    ReadAhead objects = new ReadAhead(sources, rows, readers);
    while (objects.hasNext() && !operations.isCancelled()) {
      StoredSource source = objects.next();
      InstanceRow row = source.row();
      try {
        operations.answered(row, responder.store(source.outgoing()));
      } catch (NoPresentationContextException e) {
        notTaken(row);
        operations.failed(row);
      } catch (AssociationException e) {
        throw e;
      } catch (StorageException | IOException | UncheckedIOException e) {
        LOG.error("{}: cannot be read: {}", row.sopInstanceUid(), e.getMessage());
        operations.failed(row);
      }
    }
    return operations.result();
  }

  /**
   * Sends them to a destination.
   *
   * @param originator who asked, and with which message; the destination is told
   * @throws IOException when the asker's association is lost
   */
  public RetrieveResult move(
      List<InstanceRow> rows,
      Destination destination,
      MoveOriginator originator,
      RetrieveResponder responder)
      throws IOException {
    SubOperations operations = new SubOperations(responder, rows.size());
    try (Delivery delivery = new Delivery(client, settings.aeTitle(), destination, rows)) {
      ReadAhead objects = new ReadAhead(sources, rows, readers);
      while (objects.hasNext() && !operations.isCancelled()) {
        StoredSource source = objects.next();
        InstanceRow row = source.row();
        try {
          operations.answered(row, delivery.send(source.outgoing(), originator));
        } catch (DeliveryException e) {
          LOG.warn("{} to {}: {}", row.sopInstanceUid(), destination.aeTitle(), e.getMessage());
          operations.failed(row);
        } catch (StorageException | UncheckedIOException e) {
          LOG.error("{}: cannot be read: {}", row.sopInstanceUid(), e.getMessage());
          operations.failed(row);
        }
      }
    }
    return operations.result();
  }

  /** Objects that were not as they were stored when they were to be sent, since the start. */
  public long damaged() {
    return sources.damaged();
  }

  private static void notTaken(InstanceRow row) {
    LOG.warn(
        "{}: the asker takes no {} in {}",
        row.sopInstanceUid(),
        row.sopClassUid(),
        row.transferSyntaxUid());
  }
}
