package org.hokan.archive.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.Repeats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts associations and says in the log when they begin and end. */
final class Associations implements AssociationListener {
  private static final Logger LOG = LoggerFactory.getLogger(Associations.class);

  /** Ends of an AE's associations that are told of in a minute; all are counted. */
  private static final int MOST_TOLD = 60;

  private final Repeats repeats = new Repeats();
  private final MeterRegistry metrics;
  private final Milestones milestones;

  Associations(MeterRegistry metrics, Milestones milestones) {
    this.metrics = metrics;
    this.milestones = milestones;
    // There from the start, so that a rate can be taken of the first ones.
    counter("established");
    counter("rejected");
    counter("dropped");
    bytes("received");
    bytes("sent");
  }

  @Override
  public void established(AssociationInfo association) {
    LOG.debug("{} established", association);
    milestones.established();
    counter("established").increment();
  }

  @Override
  public void rejected(AssociationRequest request, Decision.Reject decision) {
    counter("rejected").increment();
  }

  @Override
  public void dropped() {
    counter("dropped").increment();
  }

  @Override
  public void ended(
      AssociationInfo association,
      AssociationEnd end,
      Duration lasted,
      long bytesReceived,
      long bytesSent) {
    repeats
        .tell(association.peerAeTitle(), MOST_TOLD)
        .ifPresent(
            more ->
                LOG.info(
                    "{} ended: {} after {} ms, {} bytes received, {} sent{}",
                    association,
                    end,
                    lasted.toMillis(),
                    bytesReceived,
                    bytesSent,
                    Repeats.more(more)));
    bytes("received").increment(bytesReceived);
    bytes("sent").increment(bytesSent);
  }

  private Counter counter(String event) {
    return metrics.counter("archive.scp.associations", "event", event.toLowerCase(Locale.ROOT));
  }

  private Counter bytes(String direction) {
    return metrics.counter("archive.scp.bytes", "direction", direction);
  }
}
