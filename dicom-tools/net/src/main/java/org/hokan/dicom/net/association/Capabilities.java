package org.hokan.dicom.net.association;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;

/**
 * What an acceptor can do: SOP classes with their transfer syntaxes and roles. {@link #accept}
 * answers a request accordingly. Immutable.
 */
public final class Capabilities {
  private final Map<Uid, Capability> bySopClass;

  private Capabilities(Map<Uid, Capability> bySopClass) {
    this.bySopClass = Map.copyOf(bySopClass);
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The SOP classes there are. */
  public Set<Uid> sopClasses() {
    return bySopClass.keySet();
  }

  /**
   * The answer to a request: for each context the first proposed transfer syntax that is supported,
   * so that a sender's objects come as it has them; roles as far as they are supported.
   */
  public Decision.Accept accept(AssociationRequest request) {
    List<PresentationContextAc> contexts =
        request.presentationContexts().stream().map(c -> answer(c, request)).toList();
    List<RoleSelection> roles = new ArrayList<>();
    request.roles().forEach(role -> grant(role).ifPresent(roles::add));
    return new Decision.Accept(contexts, roles, List.of(), Optional.empty());
  }

  private PresentationContextAc answer(PresentationContextRq context, AssociationRequest request) {
    Capability capability = bySopClass.get(context.abstractSyntax());
    if (capability == null) {
      return PresentationContextAc.rejected(
          context.id(), ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
    RoleSelection asked =
        request
            .role(context.abstractSyntax())
            .orElse(new RoleSelection(context.abstractSyntax(), true, false));
    if (!(asked.scuRole() && capability.scp) && !(asked.scpRole() && capability.scu)) {
      return PresentationContextAc.rejected(context.id(), ContextResult.USER_REJECTION);
    }
    return context.transferSyntaxes().stream()
        .filter(capability.transferSyntaxes::contains)
        .findFirst()
        .map(syntax -> PresentationContextAc.accepted(context.id(), syntax))
        .orElseGet(
            () ->
                PresentationContextAc.rejected(
                    context.id(), ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED));
  }

  private Optional<RoleSelection> grant(RoleSelection asked) {
    return Optional.ofNullable(bySopClass.get(asked.sopClassUid()))
        .map(
            capability ->
                new RoleSelection(
                    asked.sopClassUid(),
                    asked.scuRole() && capability.scp,
                    asked.scpRole() && capability.scu));
  }

  private record Capability(Set<Uid> transferSyntaxes, boolean scp, boolean scu) {}

  /** Gathers capabilities; not thread-safe. */
  public static final class Builder {
    private final Map<Uid, Capability> bySopClass = new LinkedHashMap<>();

    private Builder() {}

    /** The acceptor is SCP of this SOP class. */
    public Builder scp(Uid sopClassUid, List<Uid> transferSyntaxes) {
      return merge(sopClassUid, transferSyntaxes, true, false);
    }

    /** The acceptor may be SCU of this SOP class, as a C-GET SCP is of storage. */
    public Builder scu(Uid sopClassUid, List<Uid> transferSyntaxes) {
      return merge(sopClassUid, transferSyntaxes, false, true);
    }

    private Builder merge(Uid sopClass, List<Uid> syntaxes, boolean scp, boolean scu) {
      bySopClass.merge(
          sopClass,
          new Capability(Set.copyOf(syntaxes), scp, scu),
          (a, b) -> {
            Set<Uid> all = new LinkedHashSet<>(a.transferSyntaxes);
            all.addAll(b.transferSyntaxes);
            return new Capability(Set.copyOf(all), a.scp || b.scp, a.scu || b.scu);
          });
      return this;
    }

    /** The value. */
    public Capabilities build() {
      return new Capabilities(bySopClass);
    }
  }
}
