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

/**
 * The associations to one destination: each pair of SOP class and transfer syntax is proposed in a
 * context of its own, so that every object goes as it is stored; more pairs than an association has
 * contexts get several, one after another. An association that is lost is replaced once for each
 * object; after {@value #MOST_LOST_IN_A_ROW} objects lost in a row the destination is given up. Not
 * thread-safe.
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
   * Sends one object and awaits the answer.
   *
   * @throws DeliveryException when it could not be sent; the next one may be
   */
  Outcome send(OutgoingObject object, MoveOriginator originator) throws DeliveryException {
    if (unreachable.isPresent()) {
      throw unreachable.get();
    }
    Kind kind = new Kind(object.sopClassUid(), object.transferSyntaxUid());
    for (int attempt = 1; ; attempt++) {
      try {
        Outcome outcome = connected(kind).store(object, originator);
        lostInARow = 0;
        return outcome;
      } catch (NoPresentationContextException e) {
        throw notTaken(kind, e);
      } catch (AssociationException e) {
        drop();
        if (attempt == ATTEMPTS) {
          throw lost(e);
        }
      } catch (IOException e) {
        throw unreadable(e);
      }
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
    if (association.isPresent() && group == wanted) {
      return association.get();
    }
    close();
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

  @Override
  public void close() {
    association.ifPresent(ClientAssociation::close);
    association = Optional.empty();
  }
}
