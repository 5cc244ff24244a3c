package org.hokan.dicom.net.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.AssociationRequestor;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.association.Transport;
import org.hokan.dicom.net.dimse.Status;

/**
 * Makes associations as requestor. Holds a few threads, so one serves a whole application.
 * Thread-safe. Closing it cuts the associations that are left.
 */
public final class DicomClient implements AutoCloseable {
  private static final NEventReportScp NO_EVENTS =
      (request, information, context) -> {
        throw new ServiceException(Status.UNRECOGNIZED_OPERATION, "no event is awaited");
      };

  private final Transport transport;
  private final Workers workers;
  private final AssociationLimits limits;
  private final AssociationRequestor requestor;

  private DicomClient(Builder builder) {
    transport = Transport.open("dicom-client", builder.threads);
    workers =
        Workers.of(
            "dicom-client-worker",
            builder.threads,
            OperationLimits.DEFAULT.withThreads(builder.threads),
            AssociationInfo::peerAeTitle);
    limits = builder.limits;
    requestor = new AssociationRequestor(transport, limits, builder.listener);
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Connects and negotiates.
   *
   * @throws org.hokan.dicom.net.association.AssociationRejectedException when the peer rejects
   * @throws org.hokan.dicom.net.association.AssociationException when it can't be reached, aborts
   *     or does not answer in time
   */
  public ClientAssociation connect(AssociationProposal proposal) throws IOException {
    return connect(proposal, NO_EVENTS);
  }

  /**
   * The same, and hears of events (N-EVENT-REPORT) on it.
   *
   * @param events takes those of every SOP class that this side is SCU of; on worker threads
   */
  public ClientAssociation connect(AssociationProposal proposal, NEventReportScp events)
      throws IOException {
    GetStorage getStorage = new GetStorage();
    CompletableFuture<DimseSession> session = new CompletableFuture<>();
    Waiting.await(
        requestor.request(
            proposal,
            association -> {
              DimseSession made = session(association, getStorage, events);
              session.complete(made);
              return made;
            }),
        limits
            .connectTimeout() // each for the name and for the connection
            .multipliedBy(2)
            .plus(limits.associateTimeout())
            .plus(limits.artimTimeout()),
        "association to " + proposal.host() + ":" + proposal.port());
    return new ClientAssociation(session.join(), limits, getStorage);
  }

  private DimseSession session(
      Association association, GetStorage getStorage, NEventReportScp events) {
    Services.Builder services =
        Services.builder().storage(scpSopClasses(association.info()), getStorage);
    association.info().presentationContexts().stream()
        .filter(PresentationContext::scu)
        .forEach(context -> services.eventReport(context.abstractSyntax(), events));
    return new DimseSession(association, limits, services.build(), workers, ended -> {});
  }

  private static List<Uid> scpSopClasses(AssociationInfo info) {
    return info.presentationContexts().stream()
        .filter(PresentationContext::scp)
        .map(PresentationContext::abstractSyntax)
        .distinct()
        .toList();
  }

  /** Cuts what is left and ends the threads. */
  @Override
  public void close() {
    transport.disconnect();
    workers.close();
    transport.close();
  }

  /** Gathers settings; not thread-safe. */
  public static final class Builder {
    private AssociationLimits limits = AssociationLimits.DEFAULT;
    private AssociationListener listener = AssociationListener.NONE;
    private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

    private Builder() {}

    /** What each association works under. */
    public Builder limits(AssociationLimits value) {
      limits = value;
      return this;
    }

    /** Who hears of associations. */
    public Builder listener(AssociationListener value) {
      listener = value;
      return this;
    }

    /** How many event loop threads, and as many for arriving objects. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** The client; it connects nowhere yet. */
    public DicomClient build() {
      return new DicomClient(this);
    }
  }
}
