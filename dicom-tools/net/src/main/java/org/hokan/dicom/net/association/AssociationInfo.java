package org.hokan.dicom.net.association;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.UserIdentity;

/**
 * What is known of an established association. Holds no patient data; may be logged, but for AE
 * titles see {@link #printable}.
 *
 * @param id short, unique in this process: what log lines of one association share
 * @param callingAeTitle of the association-requestor
 * @param calledAeTitle of the association-acceptor
 * @param requestor whether this side asked for the association
 * @param presentationContexts those that were accepted
 * @param rejectedByUser SOP classes for which a context was rejected by the user, not for want of
 *     support: the acceptor has them, and does not let the requestor use them (PS3.8 §9.3.3.2)
 * @param maxPduLengthToPeer longest P-DATA-TF that the peer takes, in bytes; 0 for any
 * @param maxOperationsInvoked how many operations this side may have outstanding; 0 for any
 * @param maxOperationsPerformed how many the peer may have outstanding; 0 for any
 * @param extendedNegotiations as the acceptor answered them
 */
public record AssociationInfo(
    String id,
    String callingAeTitle,
    String calledAeTitle,
    InetSocketAddress peer,
    boolean requestor,
    List<PresentationContext> presentationContexts,
    Set<Uid> rejectedByUser,
    Optional<Uid> peerImplementationClassUid,
    Optional<String> peerImplementationVersionName,
    long maxPduLengthToPeer,
    int maxOperationsInvoked,
    int maxOperationsPerformed,
    List<ExtendedNegotiation> extendedNegotiations,
    Optional<UserIdentity> userIdentity) {
  /** Copies the collections. */
  public AssociationInfo {
    presentationContexts = List.copyOf(presentationContexts);
    rejectedByUser = Set.copyOf(rejectedByUser);
    extendedNegotiations = List.copyOf(extendedNegotiations);
  }

  /** The AE title of the other side. */
  public String peerAeTitle() {
    return requestor ? calledAeTitle : callingAeTitle;
  }

  /** The accepted context with this identifier. */
  public Optional<PresentationContext> presentationContext(int contextId) {
    return presentationContexts.stream().filter(context -> context.id() == contextId).findFirst();
  }

  /** A peer's text with everything but printable ASCII replaced, fit for one log line. */
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.chars().forEach(c -> out.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
    return out.toString();
  }

  /** Identity for log lines: id, both titles, the peer's address. */
  @Override
  public String toString() {
    return "%s %s->%s %s %s"
        .formatted(
            id,
            printable(callingAeTitle),
            printable(calledAeTitle),
            requestor ? "to" : "from",
            peer);
  }
}
