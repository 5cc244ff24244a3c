package org.hokan.archive.retrieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreUnderWay;

/**
 * The associations to one destination: each pair of SOP class and transfer syntax is proposed in a
 * context of its own, so that every object goes as it is stored; more pairs than an association has
 * contexts get several, one after another. While the destination takes one object, the next may be
 * handed over. An association that is lost is replaced once for each object; after {@value
 * #MOST_LOST_IN_A_ROW} objects lost in a row the destination is given up. Not thread-safe.
 */
final class Delivery implements AutoCloseable {
  private static final int ATTEMPTS = 2;
  private static final int MOST_LOST_IN_A_ROW = 3;

  private final DicomClient client;
  private final String aeTitle;
  private final Destination destination;
  private final List<List<Kind>> groups;
  private int group = -1;
  private int lostInARow;
  private Optional<ClientAssociation> association = Optional.empty();
  private Optional<Sent> latest = Optional.empty();
  private Optional<DeliveryException> unreachable = Optional.empty();

  /** What a presentation context is for. */
  private record Kind(Uid sopClass, Uid transferSyntax) {
    static Kind of(InstanceRow row) {
      return new Kind(row.sopClassUid(), row.transferSyntaxUid());
    }
  }

  Delivery(
      DicomClient client, String aeTitle, Destination destination, Collection<InstanceRow> rows) {
    this.client = client;
    this.aeTitle = aeTitle;
    this.destination = destination;
    Set<Kind> kinds = new LinkedHashSet<>();
    rows.forEach(row -> kinds.add(Kind.of(row)));
    this.groups = grouped(List.copyOf(kinds));
  }

  private static List<List<Kind>> grouped(List<Kind> kinds) {
    List<List<Kind>> groups = new ArrayList<>();
    int size = AssociationProposal.Builder.MAX_CONTEXTS;
    for (int start = 0; start < kinds.size(); start += size) {
      groups.add(kinds.subList(start, Math.min(kinds.size(), start + size)));
    }
    return groups;
  }

  /**
   * Hands one object over. The one before may be with the destination still; not the one before
   * that.
   *
   * @throws DeliveryException when it could not be sent; the next one may be
   */
  StoreUnderWay send(OutgoingObject object, MoveOriginator originator) throws DeliveryException {
    Sent sent = new Sent(object, originator);
    sent.begin();
    latest = Optional.of(sent);
    return sent;
  }

  /** An object that was handed over. */
  private final class Sent implements StoreUnderWay {
    private final OutgoingObject object;
    private final MoveOriginator originator;
    private final Kind kind;
    private Optional<ClientAssociation> carrier = Optional.empty();
    private Optional<StoreUnderWay> store = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<DeliveryException> failure = Optional.empty();
    private int losses;

    Sent(OutgoingObject object, MoveOriginator originator) {
      this.object = object;
      this.originator = originator;
      this.kind = new Kind(object.sopClassUid(), object.transferSyntaxUid());
    }

    private void begin() throws DeliveryException {
      while (store.isEmpty()) {
        carrier = Optional.of(connected(kind));
        try {
          store = Optional.of(carrier.get().begin(object, originator));
        } catch (NoPresentationContextException e) {
          throw notTaken(kind, e);
        } catch (AssociationException e) {
          again(e);
        } catch (IOException e) {
          throw unreadable(e);
        }
      }
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
      begin();
      try {
        Outcome answer = store.orElseThrow().outcome();
        lostInARow = 0;
        return Optional.of(answer);
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
      if (association.equals(carrier)) {
        drop();
        losses++;
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

  private static DeliveryException notTaken(Kind kind, Exception cause) {
    return new DeliveryException(
        "the destination takes no %s in %s".formatted(kind.sopClass(), kind.transferSyntax()),
        cause);
  }

  /** The association whose contexts have this kind. */
  private ClientAssociation connected(Kind kind) throws DeliveryException {
    int wanted = 0;
    while (!groups.get(wanted).contains(kind)) {
      wanted++;
    }
    if (unreachable.isPresent()) {
      throw unreachable.get();
    }
    if (association.isPresent() && group == wanted) {
      return association.get();
    }
    if (association.isPresent()) {
      latest.ifPresent(Sent::settle);
      release();
    }
    group = wanted;
    ClientAssociation opened = connect(groups.get(wanted));
    association = Optional.of(opened);
    return opened;
  }

  private ClientAssociation connect(List<Kind> kinds) throws DeliveryException {
    AssociationProposal.Builder proposal =
        AssociationProposal.to(destination.aeTitle(), destination.host(), destination.port())
            .from(aeTitle);
    kinds.forEach(kind -> proposal.propose(kind.sopClass(), List.of(kind.transferSyntax())));
    try {
      return client.connect(proposal.build());
    } catch (IOException e) {
      DeliveryException failure = new DeliveryException("no association: " + e.getMessage(), e);
      unreachable = Optional.of(failure);
      throw failure;
    }
  }

  private void drop() {
    association.ifPresent(ClientAssociation::abort);
    association = Optional.empty();
  }

  private void release() {
    association.ifPresent(ClientAssociation::close);
    association = Optional.empty();
  }

  /** In order, if nothing is under way. */
  @Override
  public void close() {
    if (latest.isPresent() && !latest.get().isSettled()) {
      drop();
    } else {
      release();
    }
  }
}
