package org.hokan.archive.retrieve;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreUnderWay;

/**
 * The associations to one destination: each pair of SOP class and transfer syntax is proposed in a
 * context of its own, so that every object goes as it is stored; more pairs than an association has
 * contexts get several, one after another. While the destination takes one object, the next may be
 * handed over. An association that is lost is replaced once for each object, one that was kept from
 * an earlier delivery once more ({@link Carriers}); after {@value #MOST_LOST_IN_A_ROW} objects lost
 * in a row the destination is given up. Not thread-safe.
 */
final class Delivery implements AutoCloseable {
  private static final int ATTEMPTS = 2;
  private static final int MOST_LOST_IN_A_ROW = 3;

  private final Carriers carriers;
  private final Destination destination;
  private final Proposals proposals;
  private int lostInARow;
  private Optional<Carriers.Carrier> current = Optional.empty();
  private Optional<Sent> latest = Optional.empty();
  private Optional<DeliveryException> unreachable = Optional.empty();

  Delivery(Carriers carriers, Destination destination, Set<Kind> kinds) {
    this.carriers = carriers;
    this.destination = destination;
    this.proposals = new Proposals(kinds);
  }

  /**
   * The transfer syntaxes in which the destination takes objects of the kind's class, on the
   * association that is for this kind.
   *
   * @throws DeliveryException when there is no association
   */
  Set<Uid> accepted(Kind kind) throws DeliveryException {
    return connected(kind).association().accepted(kind.sopClass());
  }

  /**
   * Hands one object over. The one before may be with the destination still; not the one before
   * that.
   *
   * @param kind as what it is stored; it may be sent in another syntax
   * @param originator of the C-MOVE that it belongs to; empty: the node sends it by itself
   * @throws NoPresentationContextException when the destination does not take it in its syntax
   * @throws DeliveryException when it could not be sent; the next one may be
   */
  StoreUnderWay send(Kind kind, OutgoingObject object, Optional<MoveOriginator> originator)
      throws DeliveryException, NoPresentationContextException {
    Sent sent = new Sent(kind, object, originator);
    sent.begin();
    latest = Optional.of(sent);
    return sent;
  }

  /** An object that was handed over. */
  private final class Sent implements StoreUnderWay {
    private final OutgoingObject object;
    private final Optional<MoveOriginator> originator;
    private final Kind kind;
    private Optional<Carriers.Carrier> carrier = Optional.empty();
    private Optional<StoreUnderWay> store = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<DeliveryException> failure = Optional.empty();
    private int losses;

    Sent(Kind kind, OutgoingObject object, Optional<MoveOriginator> originator) {
      this.kind = kind;
      this.object = object;
      this.originator = originator;
    }

    private void begin() throws DeliveryException, NoPresentationContextException {
      while (store.isEmpty()) {
        carrier = Optional.of(connected(kind));
        try {
          store = Optional.of(begun(carrier.get().association()));
        } catch (NoPresentationContextException | DeliveryException e) {
          throw e;
        } catch (AssociationException e) {
          again(e);
        } catch (IOException e) {
          throw unreadable(e);
        }
      }
    }

    private StoreUnderWay begun(ClientAssociation to) throws IOException {
      return originator.isPresent() ? to.begin(object, originator.get()) : to.begin(object);
    }

    @Override
    public Outcome outcome() throws DeliveryException {
      settle();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return outcome.orElseThrow();
    }

    void settle() {
      try {
        while (!isSettled()) {
          outcome = answer();
        }
      } catch (DeliveryException e) {
        failure = Optional.of(e);
      }
    }

    private Optional<Outcome> answer() throws DeliveryException {
      try {
        begin();
        Outcome answer = store.orElseThrow().outcome();
        lostInARow = 0;
        return Optional.of(answer);
      } catch (DeliveryException e) {
        throw e; // it began once more, and there was no association to begin on
      } catch (AssociationException e) {
        store = Optional.empty();
        again(e);
        return Optional.empty();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    /**
     * Whether it can be tried again. Of an association that was given up before, it was not lost.
     */
    private void again(AssociationException cause) throws DeliveryException {
      if (current.equals(carrier)) {
        losses += carrier.filter(Carriers.Carrier::isNew).isPresent() ? 1 : 0;
        drop();
        if (losses == ATTEMPTS) {
          throw lost(cause);
        }
      }
    }

    @Override
    public boolean withdraw() {
      boolean withdrawn = store.isPresent() && store.get().withdraw();
      if (withdrawn) {
        failure = Optional.of(new DeliveryException("withdrawn", null));
      }
      return withdrawn;
    }

    boolean isSettled() {
      return outcome.isPresent() || failure.isPresent();
    }
  }

  /** A destination that loses object after object is given up: each of them costs its deadlines. */
  private DeliveryException lost(AssociationException cause) {
    DeliveryException failure =
        new DeliveryException("association lost: " + cause.getMessage(), cause);
    lostInARow++;
    if (lostInARow == MOST_LOST_IN_A_ROW) {
      unreachable = Optional.of(failure);
    }
    return failure;
  }

  /** Nothing of it was sent; the association lives. */
  private static DeliveryException unreadable(IOException cause) {
    return new DeliveryException("cannot be read: " + cause.getMessage(), cause);
  }

  /** The association whose contexts have this kind. */
  private Carriers.Carrier connected(Kind kind) throws DeliveryException {
    Proposals.Group wanted = proposals.of(kind);
    if (unreachable.isPresent()) {
      throw unreachable.get();
    }
    if (current.isPresent() && current.get().covers(wanted)) {
      return current.get();
    }
    if (current.isPresent()) {
      latest.ifPresent(Sent::settle);
      giveBack();
    }
    Carriers.Carrier opened = connect(wanted);
    current = Optional.of(opened);
    return opened;
  }

  private Carriers.Carrier connect(Proposals.Group contexts) throws DeliveryException {
    try {
      return carriers.connect(destination, contexts);
    } catch (IOException e) {
      DeliveryException failure = new DeliveryException("no association: " + e.getMessage(), e);
      unreachable = Optional.of(failure);
      throw failure;
    }
  }

  private void drop() {
    current.ifPresent(carrier -> carrier.association().abort());
    current = Optional.empty();
  }

  private void giveBack() {
    current.ifPresent(carriers::giveBack);
    current = Optional.empty();
  }

  /** In order, if nothing is under way. */
  @Override
  public void close() {
    if (latest.isPresent() && !latest.get().isSettled()) {
      drop();
    } else {
      giveBack();
    }
  }
}
