package org.hokan.archive.scp;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationPolicy;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Capabilities;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.association.Repeats;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may associate, and for what: a known AE, from an address of its own, with the services that
 * it may use. A context that the node offers but not to this AE is one that the user rejects.
 */
final class Admittance implements AssociationPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(Admittance.class);

  private final String aeTitle;
  private final ApplicationEntities entities;
  private final Audit audit;
  private final Clock clock;
  private final Set<Uid> storage;
  private final Set<Uid> offered;
  private final Repeats repeats = new Repeats();
  private final Map<Set<Permission>, Capabilities> byPermissions = new ConcurrentHashMap<>();

  Admittance(
      String aeTitle, ApplicationEntities entities, Audit audit, Clock clock, Set<Uid> storage) {
    this.aeTitle = aeTitle;
    this.entities = entities;
    this.audit = audit;
    this.clock = clock;
    this.storage = storage;
    this.offered = capabilities(EnumSet.allOf(Permission.class)).sopClasses();
  }

  @Override
  public Decision decide(AssociationRequest request) {
    if (!request.calledAeTitle().equals(aeTitle)) {
      return reject(
          request,
          RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED,
          "called AE title is not " + aeTitle);
    }
    Optional<ApplicationEntity> caller = entities.find(request.callingAeTitle());
    if (caller.isEmpty()) {
      return reject(request, RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, "unknown AE title");
    }
    InetAddress peer = request.peer().getAddress();
    if (!caller.get().mayCallFrom(peer)) {
      return reject(
          request, RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, "address is not this AE's");
    }
    Decision.Accept answer =
        accept(request, byPermissions.computeIfAbsent(caller.get().may(), this::capabilities));
    tellRejected(request, caller.get(), answer);
    return answer;
  }

  /** An operator who gave an AE too few rights sees it here; the peer often says nothing of it. */
  private void tellRejected(
      AssociationRequest request, ApplicationEntity caller, Decision.Accept answer) {
    Map<Integer, Uid> proposed = proposed(request);
    Set<Permission> lacking = EnumSet.noneOf(Permission.class);
    answer.contexts().stream()
        .filter(context -> context.result() == ContextResult.USER_REJECTION)
        .flatMap(context -> Optional.ofNullable(proposed.get(context.id())).stream())
        .forEach(sopClass -> lacking.addAll(lacking(caller.may(), sopClass)));
    if (!lacking.isEmpty()) {
      String words = Permission.format(lacking);
      repeats
          .tell(caller.title() + " may not " + words)
          .ifPresent(
              more ->
                  LOG.info(
                      "association from {} at {}: it may not {}: contexts for that are rejected"
                          + " (ae change {} --may gives it the right){}",
                      caller.title(),
                      request.peer().getAddress().getHostAddress(),
                      words,
                      caller.title(),
                      Repeats.more(more)));
    }
  }

  /** The first right that the AE does not have and that would let it use the SOP class. */
  private Set<Permission> lacking(Set<Permission> may, Uid sopClass) {
    return Arrays.stream(Permission.values())
        .filter(right -> !may.contains(right))
        .filter(
            right ->
                byPermissions
                    .computeIfAbsent(Set.of(right), this::capabilities)
                    .sopClasses()
                    .contains(sopClass))
        .findFirst()
        .map(Set::of)
        .orElse(Set.of());
  }

  private static Map<Integer, Uid> proposed(AssociationRequest request) {
    Map<Integer, Uid> proposed = new HashMap<>();
    for (PresentationContextRq context : request.presentationContexts()) {
      proposed.put(context.id(), context.abstractSyntax());
    }
    return proposed;
  }

  private Decision.Accept accept(AssociationRequest request, Capabilities allowed) {
    Map<Integer, Uid> proposed = proposed(request);
    Decision.Accept accept = allowed.accept(request);
    List<PresentationContextAc> contexts =
        accept.contexts().stream()
            .map(answer -> notAllowed(answer, proposed) ? userRejection(answer) : answer)
            .toList();
    List<ExtendedNegotiation> extended =
        request.extendedNegotiations().stream()
            .flatMap(item -> QueryNegotiation.answer(item).stream())
            .toList();
    return new Decision.Accept(contexts, accept.roles(), extended, Optional.empty());
  }

  private boolean notAllowed(PresentationContextAc answer, Map<Integer, Uid> proposed) {
    return answer.result() == ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED
        && offered.contains(proposed.get(answer.id()));
  }

  private static PresentationContextAc userRejection(PresentationContextAc answer) {
    return PresentationContextAc.rejected(answer.id(), ContextResult.USER_REJECTION);
  }

  private Capabilities capabilities(Set<Permission> may) {
    Capabilities.Builder builder = Capabilities.builder();
    builder.scp(Uids.Verification, SopClasses.IDENTIFIER_SYNTAXES);
    List<Uid> syntaxes = SopClasses.storageSyntaxes();
    if (may.contains(Permission.STORE)) {
      storage.forEach(sopClass -> builder.scp(sopClass, syntaxes));
      builder.scp(Uids.ModalityPerformedProcedureStep, SopClasses.IDENTIFIER_SYNTAXES);
    }
    if (may.contains(Permission.QUERY)) {
      builder.scp(Uids.ModalityPerformedProcedureStepRetrieve, SopClasses.IDENTIFIER_SYNTAXES);
      SopClasses.FIND.forEach(model -> builder.scp(model, SopClasses.IDENTIFIER_SYNTAXES));
    }
    if (may.contains(Permission.RETRIEVE)) {
      SopClasses.MOVE.forEach(model -> builder.scp(model, SopClasses.IDENTIFIER_SYNTAXES));
      SopClasses.GET.forEach(model -> builder.scp(model, SopClasses.IDENTIFIER_SYNTAXES));
      storage.forEach(sopClass -> builder.scu(sopClass, syntaxes));
    }
    if (may.contains(Permission.COMMIT)) {
      builder.scp(Uids.StorageCommitmentPushModel, SopClasses.IDENTIFIER_SYNTAXES);
    }
    return builder.build();
  }

  private Decision reject(AssociationRequest request, RejectReason reason, String why) {
    String caller = AssociationInfo.printable(request.callingAeTitle());
    String peer = request.peer().getAddress().getHostAddress();
    repeats
        .tell(caller + " " + peer + " " + why)
        .ifPresent(more -> tell(caller, peer, why + Repeats.more(more)));
    return Decision.reject(reason);
  }

  private void tell(String caller, String peer, String why) {
    LOG.info("association from {} at {} rejected: {}", caller, peer, why);
    audit.accessed(
        AuditEvent.security(clock.instant(), caller, "association.reject")
            .peer(peer)
            .failed()
            .detail(why)
            .build());
  }
}
