package org.hokan.dicom.net.pdu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * The user information item of an A-ASSOCIATE-RQ or -AC (PS3.8 §9.3.2.3, PS3.7 §D.3.3).
 *
 * @param maxPduLength longest P-DATA-TF that the sender of this item takes, in bytes; 0 for any
 * @param userIdentity only in a request
 * @param userIdentityResponse only in an acceptance
 */
public record UserInformation(
    long maxPduLength,
    Optional<Uid> implementationClassUid,
    Optional<String> implementationVersionName,
    Optional<AsynchronousOperationsWindow> asynchronousOperationsWindow,
    List<RoleSelection> roleSelections,
    List<ExtendedNegotiation> extendedNegotiations,
    List<CommonExtendedNegotiation> commonExtendedNegotiations,
    Optional<UserIdentity> userIdentity,
    Optional<Octets> userIdentityResponse) {
  /** Copies the lists. */
  public UserInformation {
    roleSelections = List.copyOf(roleSelections);
    extendedNegotiations = List.copyOf(extendedNegotiations);
    commonExtendedNegotiations = List.copyOf(commonExtendedNegotiations);
  }

  /** A builder with nothing in it. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers the sub-items; not thread-safe. */
  public static final class Builder {
    private long maxPduLength;
    private Optional<Uid> implementationClassUid = Optional.empty();
    private Optional<String> implementationVersionName = Optional.empty();
    private Optional<AsynchronousOperationsWindow> window = Optional.empty();
    private final List<RoleSelection> roles = new ArrayList<>();
    private final List<ExtendedNegotiation> extended = new ArrayList<>();
    private final List<CommonExtendedNegotiation> commonExtended = new ArrayList<>();
    private Optional<UserIdentity> userIdentity = Optional.empty();
    private Optional<Octets> userIdentityResponse = Optional.empty();

    private Builder() {}

    /** Item 51H, in bytes. */
    public Builder maxPduLength(long bytes) {
      maxPduLength = bytes;
      return this;
    }

    /** Item 52H. */
    public Builder implementationClassUid(Uid uid) {
      implementationClassUid = Optional.of(uid);
      return this;
    }

    /** Item 55H, 1 to 16 characters. */
    public Builder implementationVersionName(String name) {
      implementationVersionName = Optional.of(name);
      return this;
    }

    /** Item 53H. */
    public Builder asynchronousOperationsWindow(AsynchronousOperationsWindow value) {
      window = Optional.of(value);
      return this;
    }

    /** One more item 54H. */
    public Builder add(RoleSelection role) {
      roles.add(role);
      return this;
    }

    /** One more item 56H. */
    public Builder add(ExtendedNegotiation item) {
      extended.add(item);
      return this;
    }

    /** One more item 57H. */
    public Builder add(CommonExtendedNegotiation item) {
      commonExtended.add(item);
      return this;
    }

    /** Item 58H. */
    public Builder userIdentity(UserIdentity identity) {
      userIdentity = Optional.of(identity);
      return this;
    }

    /** Item 59H. */
    public Builder userIdentityResponse(Octets response) {
      userIdentityResponse = Optional.of(response);
      return this;
    }

    /** The value. */
    public UserInformation build() {
      return new UserInformation(
          maxPduLength,
          implementationClassUid,
          implementationVersionName,
          window,
          roles,
          extended,
          commonExtended,
          userIdentity,
          userIdentityResponse);
    }
  }
}
