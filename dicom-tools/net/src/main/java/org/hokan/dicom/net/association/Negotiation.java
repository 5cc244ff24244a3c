package org.hokan.dicom.net.association;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserIdentity;
import org.hokan.dicom.net.pdu.UserInformation;

/** Makes requests and acceptances, and the facts of an association from both (PS3.7 Annex D). */
final class Negotiation {
  private static final int VERSION_1 = 1;

  private Negotiation() {}

  static Pdu.AAssociateRq request(AssociationProposal proposal, AssociationLimits limits) {
    UserInformation.Builder info = ownInformation(limits);
    if (!proposal.asynchronousOperationsWindow().equals(AsynchronousOperationsWindow.SYNCHRONOUS)) {
      info.asynchronousOperationsWindow(proposal.asynchronousOperationsWindow());
    }
    proposal.roles().forEach(info::add);
    proposal.extendedNegotiations().forEach(info::add);
    proposal.commonExtendedNegotiations().forEach(info::add);
    proposal.userIdentity().ifPresent(info::userIdentity);
    return new Pdu.AAssociateRq(
        VERSION_1,
        proposal.calledAeTitle(),
        proposal.callingAeTitle(),
        Pdu.DICOM_APPLICATION_CONTEXT,
        proposal.presentationContexts(),
        info.build());
  }

  private static UserInformation.Builder ownInformation(AssociationLimits limits) {
    return UserInformation.builder()
        .maxPduLength(limits.maxPduLength())
        .implementationClassUid(Implementation.CLASS_UID)
        .implementationVersionName(Implementation.VERSION_NAME);
  }

  /** The acceptance that a decision means; every proposed context gets exactly one answer. */
  static Pdu.AAssociateAc acceptance(
      Pdu.AAssociateRq request, Decision.Accept decision, AssociationLimits limits) {
    UserInformation.Builder info = ownInformation(limits);
    request
        .userInformation()
        .asynchronousOperationsWindow()
        .ifPresent(window -> info.asynchronousOperationsWindow(grant(window, limits)));
    Set<Uid> proposed =
        request.presentationContexts().stream()
            .map(PresentationContextRq::abstractSyntax)
            .collect(Collectors.toSet());
    Set<Uid> asked = new HashSet<>(proposed);
    asked.retainAll(sopClasses(request.userInformation().roleSelections()));
    // Removed: each is answered once, so that the answer is bounded whatever was asked.
    decision.roles().stream().filter(role -> asked.remove(role.sopClassUid())).forEach(info::add);
    decision.extendedNegotiations().stream()
        .filter(item -> proposed.remove(item.sopClassUid()))
        .forEach(info::add);
    if (request
        .userInformation()
        .userIdentity()
        .filter(UserIdentity::positiveResponseRequested)
        .isPresent()) {
      decision.userIdentityResponse().ifPresent(info::userIdentityResponse);
    }
    return new Pdu.AAssociateAc(
        VERSION_1,
        request.calledAeTitle(),
        request.callingAeTitle(),
        Pdu.DICOM_APPLICATION_CONTEXT,
        answers(request, decision),
        info.build());
  }

  private static AsynchronousOperationsWindow grant(
      AsynchronousOperationsWindow asked, AssociationLimits limits) {
    int most = limits.maxOperations();
    int invoked = asked.maxOperationsInvoked();
    int granted = invoked == 0 ? most : Math.min(invoked, most);
    return new AsynchronousOperationsWindow(granted, 1);
  }

  private static Set<Uid> sopClasses(List<RoleSelection> roles) {
    return roles.stream().map(RoleSelection::sopClassUid).collect(Collectors.toSet());
  }

  private static List<PresentationContextAc> answers(
      Pdu.AAssociateRq request, Decision.Accept decision) {
    Map<Integer, PresentationContextAc> decided = new HashMap<>();
    decision.contexts().forEach(answer -> decided.put(answer.id(), answer));
    List<PresentationContextAc> answers = new ArrayList<>();
    for (PresentationContextRq proposed : request.presentationContexts()) {
      PresentationContextAc none =
          PresentationContextAc.rejected(proposed.id(), ContextResult.NO_REASON);
      answers.add(decided.getOrDefault(proposed.id(), none));
    }
    return answers;
  }

  /** The facts of the association, as both sides know them now. */
  static AssociationInfo info(
      String id,
      InetSocketAddress peer,
      boolean requestor,
      Pdu.AAssociateRq request,
      Pdu.AAssociateAc acceptance) {
    UserInformation own = (requestor ? request.userInformation() : acceptance.userInformation());
    UserInformation peers = requestor ? acceptance.userInformation() : request.userInformation();
    AsynchronousOperationsWindow window =
        acceptance
            .userInformation()
            .asynchronousOperationsWindow()
            .filter(w -> own.asynchronousOperationsWindow().isPresent())
            .orElse(AsynchronousOperationsWindow.SYNCHRONOUS);
    return new AssociationInfo(
        id,
        request.callingAeTitle(),
        request.calledAeTitle(),
        peer,
        requestor,
        contexts(requestor, request, acceptance),
        rejectedByUser(request, acceptance),
        peers.implementationClassUid(),
        peers.implementationVersionName(),
        peers.maxPduLength(),
        requestor ? window.maxOperationsInvoked() : window.maxOperationsPerformed(),
        requestor ? window.maxOperationsPerformed() : window.maxOperationsInvoked(),
        acceptance.userInformation().extendedNegotiations(),
        request.userInformation().userIdentity());
  }

  private static List<PresentationContext> contexts(
      boolean requestor, Pdu.AAssociateRq request, Pdu.AAssociateAc acceptance) {
    List<PresentationContext> contexts = new ArrayList<>();
    for (PresentationContextAc answer : acceptance.presentationContexts()) {
      request.presentationContexts().stream()
          .filter(proposed -> proposed.id() == answer.id())
          .findFirst()
          .flatMap(proposed -> context(proposed, answer, requestor, request, acceptance))
          .ifPresent(contexts::add);
    }
    return contexts;
  }

  private static Set<Uid> rejectedByUser(Pdu.AAssociateRq request, Pdu.AAssociateAc acceptance) {
    Set<Integer> rejected =
        acceptance.presentationContexts().stream()
            .filter(answer -> answer.result() == ContextResult.USER_REJECTION)
            .map(PresentationContextAc::id)
            .collect(Collectors.toSet());
    return request.presentationContexts().stream()
        .filter(proposed -> rejected.contains(proposed.id()))
        .map(PresentationContextRq::abstractSyntax)
        .collect(Collectors.toSet());
  }

  private static Optional<PresentationContext> context(
      PresentationContextRq proposed,
      PresentationContextAc answer,
      boolean requestor,
      Pdu.AAssociateRq request,
      Pdu.AAssociateAc acceptance) {
    RoleSelection role = role(proposed.abstractSyntax(), request, acceptance);
    return answer
        .transferSyntax()
        .filter(proposed.transferSyntaxes()::contains)
        .map(
            syntax ->
                new PresentationContext(
                    proposed.id(),
                    proposed.abstractSyntax(),
                    syntax,
                    requestor ? role.scuRole() : role.scpRole(),
                    requestor ? role.scpRole() : role.scuRole()));
  }

  /** What the requestor may be: what was both asked and granted, else SCU (PS3.7 §D.3.3.4). */
  private static RoleSelection role(
      Uid sopClass, Pdu.AAssociateRq request, Pdu.AAssociateAc acceptance) {
    RoleSelection usual = new RoleSelection(sopClass, true, false);
    Optional<RoleSelection> asked = find(request.userInformation(), sopClass);
    Optional<RoleSelection> granted = find(acceptance.userInformation(), sopClass);
    if (asked.isEmpty() || granted.isEmpty()) {
      return usual;
    }
    return new RoleSelection(
        sopClass,
        asked.get().scuRole() && granted.get().scuRole(),
        asked.get().scpRole() && granted.get().scpRole());
  }

  private static Optional<RoleSelection> find(UserInformation info, Uid sopClass) {
    return info.roleSelections().stream()
        .filter(role -> role.sopClassUid().equals(sopClass))
        .findFirst();
  }
}
