package org.hokan.dicom.net.association;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.CommonExtendedNegotiation;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserIdentity;

/** What an association-requestor asks for: the peer, and what it wants to do there. */
public record AssociationProposal(
    String callingAeTitle,
    String calledAeTitle,
    String host,
    int port,
    List<PresentationContextRq> presentationContexts,
    List<RoleSelection> roles,
    List<ExtendedNegotiation> extendedNegotiations,
    List<CommonExtendedNegotiation> commonExtendedNegotiations,
    AsynchronousOperationsWindow asynchronousOperationsWindow,
    Optional<UserIdentity> userIdentity) {
  /** Copies the lists and checks titles, port and contexts. */
  public AssociationProposal {
    requireTitle("calling", callingAeTitle);
    requireTitle("called", calledAeTitle);
    presentationContexts = List.copyOf(presentationContexts);
    roles = List.copyOf(roles);
    extendedNegotiations = List.copyOf(extendedNegotiations);
    commonExtendedNegotiations = List.copyOf(commonExtendedNegotiations);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
    if (presentationContexts.isEmpty() || presentationContexts.size() > Builder.MAX_CONTEXTS) {
      throw new IllegalArgumentException(
          "presentation contexts: %d (expected: 1 to 128; PS3.8 §9.3.2.2)"
              .formatted(presentationContexts.size()));
    }
  }

  private static void requireTitle(String which, String title) {
    boolean fits = !title.isBlank() && title.length() <= 16;
    if (!fits || !title.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '\\')) {
      throw new IllegalArgumentException(
          "%s AE title: %d characters (expected: 1 to 16 of printable ASCII without backslash; PS3.5 §6.2)"
              .formatted(which, title.length()));
    }
  }

  /** A builder for a peer. */
  public static Builder to(String calledAeTitle, String host, int port) {
    return new Builder(calledAeTitle, host, port);
  }

  /** Gathers a proposal; numbers the presentation contexts itself. Not thread-safe. */
  public static final class Builder {
    /** As many presentation contexts as one association can have. */
    public static final int MAX_CONTEXTS = 128;

    private final String calledAeTitle;
    private final String host;
    private final int port;
    private String callingAeTitle = "HOKAN";
    private final List<PresentationContextRq> contexts = new ArrayList<>();
    private final List<RoleSelection> roles = new ArrayList<>();
    private final List<ExtendedNegotiation> extended = new ArrayList<>();
    private final List<CommonExtendedNegotiation> commonExtended = new ArrayList<>();
    private AsynchronousOperationsWindow window = AsynchronousOperationsWindow.SYNCHRONOUS;
    private Optional<UserIdentity> userIdentity = Optional.empty();

    private Builder(String calledAeTitle, String host, int port) {
      this.calledAeTitle = calledAeTitle;
      this.host = host;
      this.port = port;
    }

    /** Our own AE title. */
    public Builder from(String callingAeTitle) {
      this.callingAeTitle = callingAeTitle;
      return this;
    }

    /** Proposes one context: the SOP class in one of these transfer syntaxes, ourselves as SCU. */
    public Builder propose(Uid abstractSyntax, List<Uid> transferSyntaxes) {
      int id = contexts.size() * 2 + 1;
      if (id > 255) {
        throw new IllegalArgumentException(
            "presentation contexts: more than 128 (expected: 1 to 128; PS3.8 §9.3.2.2)");
      }
      contexts.add(new PresentationContextRq(id, abstractSyntax, transferSyntaxes));
      return this;
    }

    /** The same as SCP, as a C-GET SCU is of storage. */
    public Builder proposeAsScp(Uid abstractSyntax, List<Uid> transferSyntaxes) {
      propose(abstractSyntax, transferSyntaxes);
      if (roles.stream().noneMatch(role -> role.sopClassUid().equals(abstractSyntax))) {
        roles.add(new RoleSelection(abstractSyntax, false, true));
      }
      return this;
    }

    /** Proposes roles for a SOP class. */
    public Builder role(RoleSelection role) {
      roles.add(role);
      return this;
    }

    /** SOP class extended negotiation. */
    public Builder extended(ExtendedNegotiation item) {
      extended.add(item);
      return this;
    }

    /** SOP class common extended negotiation. */
    public Builder commonExtended(CommonExtendedNegotiation item) {
      commonExtended.add(item);
      return this;
    }

    /** How many operations may be outstanding at once. */
    public Builder asynchronousOperationsWindow(int invoked, int performed) {
      window = new AsynchronousOperationsWindow(invoked, performed);
      return this;
    }

    /** Who uses this application. */
    public Builder userIdentity(UserIdentity identity) {
      userIdentity = Optional.of(identity);
      return this;
    }

    /** How many contexts are proposed so far. */
    public int contexts() {
      return contexts.size();
    }

    /** The value. */
    public AssociationProposal build() {
      return new AssociationProposal(
          callingAeTitle,
          calledAeTitle,
          host,
          port,
          contexts,
          roles,
          extended,
          commonExtended,
          window,
          userIdentity);
    }
  }
}
