package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.storage.PackStore;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;

/**
 * Sends what is stored: as C-STORE sub-operations on the asker's association (C-GET, PS3.4 §C.4.3)
 * or on one to a destination (C-MOVE, §C.4.2), streamed from the packs; transcoded where the
 * receiver does not take what is stored. One that cannot be sent is counted as failed and the
 * others go on. Runs in the calling thread; thread-safe.
 */
public final class Retrieve implements AutoCloseable {
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
  public Selection find(String facility, RetrieveKeys keys) {
    Selection selection = new Selection(ids -> index.located(facility, ids));
    index.select(
        facility,
        keys,
        located -> {
          selection.add(located);
          return selection.size() <= settings.maxInstances();
        });
    if (selection.size() > settings.maxInstances()) {
      throw new TooManyMatchesException(settings.maxInstances());
    }
    return selection;
  }

  /**
   * Sends them back to the asker.
   *
   * @param account is told how it went, also when it broke off; what was not begun is remaining
   * @throws IOException when the association is lost
   */
  public RetrieveResult get(
      Selection rows, GetResponder responder, Consumer<RetrieveResult> account) throws IOException {
    return send(rows, new Sending.Asker(responder), responder, account);
  }

  /**
   * Sends them to a destination.
   *
   * @param originator who asked, and with which message; the destination is told
   * @param account is told how it went, also when it broke off; what was not begun is remaining
   * @throws IOException when the asker's association is lost
   */
  public RetrieveResult move(
      Selection rows,
      Destination destination,
      MoveOriginator originator,
      RetrieveResponder responder,
      Consumer<RetrieveResult> account)
      throws IOException {
    try (Delivery delivery = new Delivery(carriers, destination, rows.kinds())) {
      return send(
          rows,
          new Sending.Mover(destination.aeTitle(), delivery, Optional.of(originator)),
          responder,
          account);
    }
  }

  /**
   * Sends them to a destination for the node itself, on one association as long as it lives. Nobody
   * asked for them, so nobody is charged for a retrieval.
   *
   * @param stop asked before each one; true: the rest is not sent
   */
  public Sent forward(List<InstanceRow> some, Destination destination, BooleanSupplier stop) {
    Selection rows = Selection.of(some);
    SubOperations operations = new SubOperations(new Nobody(stop), rows.size(), row -> {});
    try (Delivery delivery = new Delivery(carriers, destination, rows.kinds())) {
      Sending.Mover receiver = new Sending.Mover(destination.aeTitle(), delivery, Optional.empty());
      RetrieveResult result =
          new Sending(sources, new Conversions(transcodings), receiver, operations)
              .send(rows, readers);
      return new Sent(result.remaining(), operations.isAnswered(), operations.failures());
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
      Selection rows,
      Sending.Receiver receiver,
      RetrieveResponder responder,
      Consumer<RetrieveResult> account)
      throws IOException {
    Charges.Retrieval charged = charges.begin();
    SubOperations operations = new SubOperations(responder, rows.size(), charged::arrived);
    Conversions conversions = new Conversions(transcodings);
    try {
      return new Sending(sources, conversions, receiver, operations).send(rows, readers);
    } finally {
      account.accept(operations.result());
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
