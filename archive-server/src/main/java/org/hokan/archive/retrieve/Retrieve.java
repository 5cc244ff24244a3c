package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreUnderWay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is stored: as C-STORE sub-operations on the asker's association (C-GET, PS3.4 §C.4.3)
 * or on one to a destination (C-MOVE, §C.4.2), streamed from the packs. One that cannot be sent is
 * counted as failed and the others go on. Runs in the calling thread; thread-safe.
 */
public final class Retrieve {
  private static final Logger LOG = LoggerFactory.getLogger(Retrieve.class);

  private final RetrieveSettings settings;
  private final Sources sources;
  private final Index index;
  private final DicomClient client;
  private final Charges charges;
  private final Executor readers =
      Executors.newCachedThreadPool(
          task -> {
            Thread reader = new Thread(task, "retrieve-read");
            reader.setDaemon(true);
            return reader;
          });

  /**
   * Over open rooms.
   *
   * @param charges is told of each study that was sent
   */
  public Retrieve(
      RetrieveSettings settings,
      PackStore store,
      Index index,
      DicomClient client,
      Charges charges) {
    this.settings = settings;
    this.sources = new Sources(store);
    this.index = index;
    this.client = client;
    this.charges = charges;
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
    return send(rows, "the asker", responder::begin, responder);
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
    try (Delivery delivery = new Delivery(client, settings.aeTitle(), destination, rows)) {
      return send(
          rows, destination.aeTitle(), object -> delivery.send(object, originator), responder);
    }
  }

  /** Hands objects to whoever is to get them. */
  private interface Carrier {
    StoreUnderWay begin(OutgoingObject object) throws IOException;
  }

  /** An object with its receiver, or about to be. */
  private record UnderWay(StoredSource source, StoreUnderWay store) {}

  /** While the receiver takes one object, the next is read, proven and handed over. */
  private RetrieveResult send(
      List<InstanceRow> rows, String receiver, Carrier carrier, RetrieveResponder responder)
      throws IOException {
    SubOperations operations = new SubOperations(responder, rows.size());
    try {
      send(rows, receiver, carrier, operations);
    } finally {
      charges.sent(operations.sentStudies());
    }
    return operations.result();
  }

  private void send(
      List<InstanceRow> rows, String receiver, Carrier carrier, SubOperations operations)
      throws IOException {
    try (ReadAhead objects = new ReadAhead(sources, readers, rows)) {
      Optional<UnderWay> before = Optional.empty();
      while (objects.hasNext() && !operations.isCancelled()) {
        StoredSource object = objects.next();
        Optional<UnderWay> next = begun(object, receiver, carrier);
        if (before.isPresent()) {
          end(before.get(), receiver, operations);
        }
        if (next.isEmpty()) {
          operations.failed(object.row());
        }
        before = next;
      }
      if (before.isPresent() && !(operations.isCancelled() && before.get().store.withdraw())) {
        end(before.get(), receiver, operations);
      }
    }
  }

  private static Optional<UnderWay> begun(StoredSource object, String receiver, Carrier carrier)
      throws AssociationException {
    try (object) {
      return tried(
          object.row(), receiver, () -> new UnderWay(object, carrier.begin(object.outgoing())));
    }
  }

  private static void end(UnderWay object, String receiver, SubOperations operations)
      throws IOException {
    InstanceRow row = object.source.row();
    Optional<Outcome> outcome = tried(row, receiver, object.store::outcome);
    object.source.close(); // it may have been sent again
    if (outcome.isPresent()) {
      operations.answered(row, outcome.get());
    } else {
      operations.failed(row);
    }
  }

  /** What may fail for one object. */
  private interface Step<T> {
    T done() throws IOException;
  }

  /** Empty when it failed and others go on. */
  private static <T> Optional<T> tried(InstanceRow row, String receiver, Step<T> step)
      throws AssociationException {
    try {
      return Optional.of(step.done());
    } catch (AssociationException e) {
      throw e;
    } catch (NoPresentationContextException | DeliveryException e) {
      LOG.warn("{} to {}: {}", row.sopInstanceUid(), receiver, e.getMessage());
    } catch (StorageException | IOException | UncheckedIOException e) {
      LOG.error("{}: cannot be read: {}", row.sopInstanceUid(), e.getMessage());
    }
    return Optional.empty();
  }

  /** Objects that were not as they were stored when they were to be sent, since the start. */
  public long damaged() {
    return sources.damaged();
  }
}
