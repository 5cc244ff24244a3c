package org.hokan.dicom.net.association;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.pdu.CommonExtendedNegotiation;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserIdentity;

/**
 * An association request as it came (PS3.8 §9.3.2). AE titles are without padding, otherwise as the
 * peer sent them: quote them in a log with {@link AssociationInfo#printable}.
 */
public record AssociationRequest(InetSocketAddress peer, Pdu.AAssociateRq pdu) {

  /** Who asks. */
  public String callingAeTitle() {
    return pdu.callingAeTitle();
  }

  /** Who is asked. */
  public String calledAeTitle() {
    return pdu.calledAeTitle();
  }

  /** The proposed presentation contexts in their order. */
  public List<PresentationContextRq> presentationContexts() {
    return pdu.presentationContexts();
  }

  /** The proposed roles. */
  public List<RoleSelection> roles() {
    return pdu.userInformation().roleSelections();
  }

  /** The role proposed for a SOP class. */
  public Optional<RoleSelection> role(Uid sopClassUid) {
    return roles().stream().filter(role -> role.sopClassUid().equals(sopClassUid)).findFirst();
  }

  /** SOP class extended negotiation items. */
  public List<ExtendedNegotiation> extendedNegotiations() {
    return pdu.userInformation().extendedNegotiations();
  }

  /** SOP class common extended negotiation items. */
  public List<CommonExtendedNegotiation> commonExtendedNegotiations() {
    return pdu.userInformation().commonExtendedNegotiations();
  }

  /** Who uses the requesting application. */
  public Optional<UserIdentity> userIdentity() {
    return pdu.userInformation().userIdentity();
  }
}
