package org.hokan.archive.retrieve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;

/**
 * Makes the associations to destinations, and keeps one that has done its work for a moment: who
 * fetches study after study then need not connect, negotiate and release for each, which takes as
 * long as some stills. Of one destination nothing is kept while another association to it is made,
 * as some take one at a time. Thread-safe.
 */
final class Carriers implements AutoCloseable {
  private static final int MOST_KEPT = 16;

  private final DicomClient client;
  private final String aeTitle;
  private final Duration keep;
  private final Executor releasing;
  private final List<Carrier> kept = new ArrayList<>();
  private boolean closed;

  /**
   * An association to a destination.
   *
   * @param group what was proposed on it
   * @param isNew whether nothing was sent on it by an earlier delivery
   */
  record Carrier(
      Destination destination,
      Proposals.Group group,
      ClientAssociation association,
      boolean isNew) {

    boolean covers(Proposals.Group wanted) {
      return group.covers(wanted);
    }

    private Carrier used() {
      return new Carrier(destination, group, association, false);
    }
  }

  /**
   * Over a client.
   *
   * @param aeTitle our own
   * @param keep how long associations wait for further work; zero: not at all
   * @param releasing releases what waited in vain
   */
  Carriers(DicomClient client, String aeTitle, Duration keep, Executor releasing) {
    this.client = client;
    this.aeTitle = aeTitle;
    this.keep = keep;
    this.releasing = releasing;
  }

  /**
   * An association on which at least the group was proposed: a kept one, or a new one. Whoever gets
   * it gives it back in order ({@link #giveBack}) or aborts it.
   *
   * @throws IOException when there is none
   */
  Carrier connect(Destination destination, Proposals.Group wanted) throws IOException {
    List<Carrier> known = takeAll(destination);
    Optional<Carrier> usable =
        known.stream()
            .filter(carrier -> carrier.covers(wanted))
            .filter(carrier -> carrier.association.isEstablished())
            .findFirst();
    known.stream()
        .filter(carrier -> usable.filter(carrier::equals).isEmpty())
        .forEach(carrier -> carrier.association.close());
    return usable.isPresent() ? usable.get() : made(destination, wanted);
  }

  private Carrier made(Destination destination, Proposals.Group wanted) throws IOException {
    AssociationProposal.Builder proposal =
        AssociationProposal.to(destination.aeTitle(), destination.host(), destination.port())
            .from(aeTitle);
    wanted.propose(proposal);
    return new Carrier(destination, wanted, client.connect(proposal.build()), true);
  }

  /** Nothing is under way on it: it is kept a moment, or released. */
  void giveBack(Carrier carrier) {
    Carrier used = carrier.used();
    if (isKept(used)) {
      CompletableFuture.delayedExecutor(keep.toNanos(), TimeUnit.NANOSECONDS, releasing)
          .execute(() -> expire(used));
    } else {
      carrier.association.close();
    }
  }

  private synchronized boolean isKept(Carrier carrier) {
    return !closed && !keep.isZero() && kept.size() < MOST_KEPT && kept.add(carrier);
  }

  private synchronized List<Carrier> takeAll(Destination destination) {
    List<Carrier> taken =
        kept.stream().filter(carrier -> carrier.destination.equals(destination)).toList();
    kept.removeAll(taken);
    return taken;
  }

  private void expire(Carrier carrier) {
    boolean mine;
    synchronized (this) {
      mine = kept.remove(carrier);
    }
    if (mine) {
      carrier.association.close();
    }
  }

  /** Releases what is kept, and keeps nothing from now on. */
  @Override
  public void close() {
    List<Carrier> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(kept);
      kept.clear();
    }
    last.forEach(carrier -> carrier.association.close());
  }
}
