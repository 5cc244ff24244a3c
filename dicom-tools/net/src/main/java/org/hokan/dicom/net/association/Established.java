package org.hokan.dicom.net.association;

import java.util.HashMap;
import java.util.Map;

/** What there is once an association stands. Used by its event loop. */
final class Established {
  final Association association;
  final Outbox outbox;
  final InboundFlow flow;
  final AssociationUser user;
  final MessageAssembler assembler;

  Established(
      Association association,
      Outbox outbox,
      InboundFlow flow,
      AssociationUser user,
      AssociationLimits limits) {
    this.association = association;
    this.outbox = outbox;
    this.flow = flow;
    this.user = user;
    Map<Integer, PresentationContext> contexts = new HashMap<>();
    association.info().presentationContexts().forEach(c -> contexts.put(c.id(), c));
    this.assembler = new MessageAssembler(contexts, limits.maxCommandLength(), flow, user);
  }
}
