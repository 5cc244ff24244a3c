package org.hokan.archive.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreUnderWay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The sub-operations of one C-MOVE or C-GET. While the receiver takes one object, the next is read,
 * proven and handed over; what has to be transcoded is begun ahead, and sent after the answer to
 * the one before. One that cannot be sent is counted as failed and the others go on. Used once, by
 * one thread.
 */
final class Sending {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private final Sources sources;
  private final Conversions conversions;
  private final Receiver receiver;
  private final SubOperations operations;
  private Optional<UnderWay> latest = Optional.empty();
  private String told = "";

  /** Who gets the objects. */
  interface Receiver {
    /** For the log. */
    String name();

    /** The transfer syntaxes in which it takes objects of the kind's class. */
    Set<Uid> accepted(Kind kind) throws IOException;

    /**
     * Whether it wants objects of the kind as they are stored rather than as they came.
     *
     * @param smaller in which they are stored
     */
    boolean prefers(Kind kind, Uid smaller) throws IOException;

    /**
     * Hands one over.
     *
     * @param kind as what it is stored
     */
    StoreUnderWay begin(Kind kind, OutgoingObject object) throws IOException;
  }

  /** Who asks for objects by C-GET, on the same association. */
  record Asker(GetResponder responder) implements Receiver {
    @Override
    public String name() {
      return "the asker";
    }

    @Override
    public Set<Uid> accepted(Kind kind) {
      return responder.accepted(kind.sopClass());
    }

    /** Of what it proposed in one context, the first one was accepted. */
    @Override
    public boolean prefers(Kind kind, Uid smaller) {
      Set<Uid> accepted = accepted(kind);
      return accepted.contains(smaller) && !accepted.contains(kind.transferSyntax());
    }

    @Override
    public StoreUnderWay begin(Kind kind, OutgoingObject object) throws IOException {
      return responder.begin(object);
    }
  }

  /** The destination of a C-MOVE, or of what the node sends by itself. */
  record Mover(String name, Delivery delivery, Optional<MoveOriginator> originator)
      implements Receiver {
    @Override
    public Set<Uid> accepted(Kind kind) throws IOException {
      return delivery.accepted(kind);
    }

    /** It had the choice ({@link Proposals}). */
    @Override
    public boolean prefers(Kind kind, Uid smaller) throws IOException {
      return accepted(kind).contains(smaller);
    }

    @Override
    public StoreUnderWay begin(Kind kind, OutgoingObject object) throws IOException {
      return delivery.send(kind, object, originator);
    }
  }

  /**
   * An object with its receiver, or about to be.
   *
   * @param release gives back what it holds
   */
  private record UnderWay(InstanceRow row, StoreUnderWay store, Runnable release) {}

  Sending(Sources sources, Conversions conversions, Receiver receiver, SubOperations operations) {
    this.sources = sources;
    this.conversions = conversions;
    this.receiver = receiver;
    this.operations = operations;
  }

  /**
   * Sends them.
   *
   * @param readers read ahead
   * @throws IOException when the asker's association is lost
   */
  RetrieveResult send(Selection rows, Executor readers) throws IOException {
    try (conversions;
        ReadAhead objects =
            new ReadAhead(sources, readers, rows.read(operations::gone), conversions::prepare)) {
      while (objects.hasNext() && !operations.isCancelled()) {
        send(objects.next());
      }
      if (latest.isPresent() && !(operations.isCancelled() && latest.get().store.withdraw())) {
        endLatest();
      }
    } finally {
      latest.ifPresent(withdrawn -> withdrawn.release.run());
    }
    return operations.result();
  }

  private void send(StoredSource object) throws IOException {
    Tried<UnderWay> next = tried(object.row(), () -> begin(object));
    Optional<UnderWay> before = latest;
    latest = next.done; // is released also when the association is lost with the one before
    end(before);
    if (next.done.isEmpty()) {
      operations.failed(object.row(), next.why);
    }
  }

  private UnderWay begin(StoredSource object) throws IOException {
    InstanceRow row = object.row();
    Kind kind = Kind.of(row);
    if (kind.smaller().isPresent() && receiver.prefers(kind, kind.smaller().get())) {
      object.close();
      StoredSource smaller = sources.of(row.asStored());
      return begun(row, kind, smaller.outgoing(), smaller::close);
    }
    try (object) {
      if (!conversions.converts(kind)) {
        return new UnderWay(row, receiver.begin(kind, object.outgoing()), object::close);
      }
    } catch (NoPresentationContextException e) {
      LOG.debug("{} to {}: to be transcoded", row.sopInstanceUid(), receiver.name(), e);
    }
    endLatest();
    return converted(row, kind);
  }

  private UnderWay converted(InstanceRow row, Kind kind) throws IOException {
    Transcoding transcoding = conversions.begin(row, receiver.accepted(kind));
    return begun(row, kind, transcoding.outgoing(), transcoding::close);
  }

  private UnderWay begun(InstanceRow row, Kind kind, OutgoingObject object, Runnable release)
      throws IOException {
    try {
      return new UnderWay(row, receiver.begin(kind, object), release);
    } catch (IOException | RuntimeException | Error e) { // also when no memory is left to send it
      release.run();
      throw e;
    }
  }

  private void endLatest() throws IOException {
    Optional<UnderWay> last = latest;
    latest = Optional.empty();
    end(last);
  }

  private void end(Optional<UnderWay> last) throws IOException {
    if (last.isPresent()) {
      UnderWay object = last.get();
      Tried<Outcome> outcome;
      try {
        outcome = tried(object.row, object.store::outcome);
      } finally {
        object.release.run(); // it may have been sent again
      }
      if (outcome.done.isPresent()) {
        operations.answered(object.row, outcome.done.get());
      } else {
        operations.failed(object.row, outcome.why);
      }
    }
  }

  /** What may fail for one object. */
  private interface Step<T> {
    T done() throws IOException;
  }

  /**
   * What became of a step.
   *
   * @param done empty when it failed and others go on
   * @param why it failed
   */
  private record Tried<T>(Optional<T> done, String why) {}

  private <T> Tried<T> tried(InstanceRow row, Step<T> step) throws AssociationException {
    try {
      return new Tried<>(Optional.of(step.done()), "");
    } catch (AssociationException e) {
      throw e;
    } catch (NoPresentationContextException | DeliveryException e) {
      String why = String.valueOf(e.getMessage());
      tell(row, why);
      return failed(why);
    } catch (StorageException | IOException | UncheckedIOException e) {
      LOG.error("{}: cannot be read: {}", row.sopInstanceUid(), e.getMessage());
      return failed("cannot be read");
    }
  }

  /** The same may keep thousands from being sent: one line for all that follow each other. */
  private void tell(InstanceRow row, String why) {
    Level level = why.equals(told) ? Level.DEBUG : Level.WARN;
    told = why;
    LOG.atLevel(level).log("{} to {}: {}", row.sopInstanceUid(), receiver.name(), why);
  }

  private <T> Tried<T> failed(String why) {
    operations.because(why);
    return new Tried<>(Optional.empty(), why);
  }
}
