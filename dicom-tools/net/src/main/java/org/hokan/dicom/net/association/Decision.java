package org.hokan.dicom.net.association;

import java.util.List;
import java.util.Optional;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Octets;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.RoleSelection;

/** The answer to an association request. Values; {@link Capabilities#accept} makes most of them. */
public sealed interface Decision {

  /**
   * Accept the association (PS3.8 §9.3.3). A proposed context without an answer here is answered
   * "no reason"; answers to contexts not proposed are dropped.
   *
   * @param roles the roles granted to the requestor (PS3.7 §D.3.3.4); without one for a SOP class
   *     the requestor is SCU
   * @param userIdentityResponse sent only if the requestor asked for one (PS3.7 §D.3.3.7.2)
   */
  record Accept(
      List<PresentationContextAc> contexts,
      List<RoleSelection> roles,
      List<ExtendedNegotiation> extendedNegotiations,
      Optional<Octets> userIdentityResponse)
      implements Decision {
    /** Copies the lists. */
    public Accept {
      contexts = List.copyOf(contexts);
      roles = List.copyOf(roles);
      extendedNegotiations = List.copyOf(extendedNegotiations);
    }

    /** With these contexts, and the default roles. */
    public static Accept of(List<PresentationContextAc> contexts) {
      return new Accept(contexts, List.of(), List.of(), Optional.empty());
    }

    /** The same with an answer to the user identity. */
    public Accept withUserIdentityResponse(Octets response) {
      return new Accept(contexts, roles, extendedNegotiations, Optional.of(response));
    }
  }

  /**
   * Reject the association (PS3.8 §9.3.4).
   *
   * @param lasting rejected-permanent, else rejected-transient
   */
  record Reject(boolean lasting, RejectReason reason) implements Decision {}

  /** Rejects for good. */
  static Decision reject(RejectReason reason) {
    return new Reject(true, reason);
  }

  /** Rejects for now; the peer may try again. */
  static Decision rejectForNow(RejectReason reason) {
    return new Reject(false, reason);
  }
}
