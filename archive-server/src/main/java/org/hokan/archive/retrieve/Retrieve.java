package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is stored: as C-STORE sub-operations on the asker's association (C-GET, PS3.4 §C.4.3)
 * or on one to a destination (C-MOVE, §C.4.2), streamed from the packs; transcoded where the
 * receiver does not take what is stored. One that cannot be sent is counted as failed and the
 * others go on. Runs in the calling thread; thread-safe.
 */
public final class Retrieve implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retrieve.class);

  private final RetrieveSettings settings;
  private final Sources sources;
  private final Transcodings transcodings;
  private final Index index;
  private final Carriers carriers;
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
   * @param charges is told of each study of which an image was sent
   */
  public Retrieve(
      RetrieveSettings settings,
      PackStore store,
      Index index,
      DicomClient client,
      Charges charges) {
    this.settings = settings;
    this.sources = new Sources(store, index);
    this.transcodings = new Transcodings(sources);
    this.index = index;
    this.carriers = new Carriers(client, settings.aeTitle(), settings.keepAssociation(), readers);
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
    return send(rows, new Sending.Asker(responder), responder);
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
    try (Delivery delivery = new Delivery(carriers, destination, rows)) {
      return send(
          rows,
          new Sending.Mover(destination.aeTitle(), delivery, Optional.of(originator)),
          responder);
    }
  }

  /**
   * Sends them to a destination for the node itself, on one association as long as it lives. Nobody
   * asked for them, so nobody is charged for a retrieval.
   *
   * @param stop asked before each one; true: the rest is not sent
   */
  public Sent forward(List<InstanceRow> rows, Destination destination, BooleanSupplier stop) {
    SubOperations operations = new SubOperations(new Nobody(stop), rows.size(), row -> {});
    try (Delivery delivery = new Delivery(carriers, destination, rows)) {
      Sending.Mover receiver = new Sending.Mover(destination.aeTitle(), delivery, Optional.empty());
      RetrieveResult result =
          new Sending(sources, new Conversions(transcodings), receiver, operations)
              .send(rows, readers);
      return new Sent(result.remaining(), operations.failures());
    } catch (IOException e) {
      // No asker's association is there to be lost.
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody waits for progress. */
  private record Nobody(BooleanSupplier stop) implements RetrieveResponder {
    @Override
    public void progress(int remaining, int completed, int failed, int warning) {
      // Nobody asked.
    }

    @Override
    public boolean isCancelled() {
      return stop.getAsBoolean();
    }
  }

  private RetrieveResult send(
      List<InstanceRow> rows, Sending.Receiver receiver, RetrieveResponder responder)
      throws IOException {
    Charges.Retrieval charged = charges.begin();
    SubOperations operations = new SubOperations(responder, rows.size(), charged::arrived);
    Conversions conversions = new Conversions(transcodings);
    try {
      return new Sending(sources, conversions, receiver, operations).send(rows, readers);
    } finally {
      charged.end();
    }
  }

  /** Releases associations that are kept for a next retrieval. */
  @Override
  public void close() {
    carriers.close();
  }

  /** Objects that were not as they were stored when they were to be sent, since the start. */
  public long damaged() {
    return sources.damaged();
  }

  /** Objects that were sent in another transfer syntax than the stored one, since the start. */
  public long transcoded() {
    return transcodings.sent();
  }
}
