package org.hokan.archive.contract;

import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/**
 * What is known of an object when it arrives; what the conditions of storage rules speak of.
 * Immutable. An attribute that is there but empty is an empty text; one that is missing is an empty
 * {@code Optional}, and a condition that needs it does not match.
 *
 * @param callingAe the sender's AE title
 * @param calledAe the AE title that it called
 * @param peer the sender's IP address
 * @param facility the code of the sender's facility
 * @param sopClass SOP Class UID
 * @param transferSyntax Transfer Syntax UID
 * @param sizeBytes length of the object
 * @param time when it arrived
 * @param head its attributes as far as they were read
 */
public record ArrivalFacts(
    String callingAe,
    String calledAe,
    String peer,
    String facility,
    String sopClass,
    String transferSyntax,
    long sizeBytes,
    Instant time,
    DataSet head) {

  /** Where a head ends: behind Request Attributes Sequence (0040,0275), the last that is asked. */
  public static final int END_OF_HEAD = 0x0040_0300;

  public ArrivalFacts {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size: %d bytes (expected: >= 0)".formatted(sizeBytes));
    }
  }

  /** The first value of an attribute; one that is there but empty is an empty text. */
  Optional<String> attribute(int tag) {
    return head.contains(tag) ? Optional.of(head.string(tag).orElse("")) : Optional.empty();
  }

  /** Whether it says how many bits a sample takes, as every object with pixel data has to. */
  public boolean isPicture() {
    return head.contains(Tag.BitsAllocated);
  }

  Optional<String> modality() {
    return attribute(Tag.Modality);
  }

  Optional<String> patientId() {
    return attribute(Tag.PatientID);
  }

  /** Without the patient, so that it may stand in a log. */
  @Override
  public String toString() {
    return "ArrivalFacts[%s to %s, facility=%s, sopClass=%s, %d bytes]"
        .formatted(callingAe, calledAe, facility, sopClass, sizeBytes);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Builds facts; what is not given is an empty text, 0 or the epoch; without a head every
   * attribute is missing.
   */
  public static final class Builder {
    private String callingAe = "";
    private String calledAe = "";
    private String peer = "";
    private String facility = "";
    private String sopClass = "";
    private String transferSyntax = "";
    private long sizeBytes;
    private Instant time = Instant.EPOCH;
    private DataSet head = DataSet.empty();

    private Builder() {}

    public Builder callingAe(String value) {
      callingAe = value;
      return this;
    }

    public Builder calledAe(String value) {
      calledAe = value;
      return this;
    }

    public Builder peer(String value) {
      peer = value;
      return this;
    }

    public Builder facility(String value) {
      facility = value;
      return this;
    }

    public Builder sopClass(String value) {
      sopClass = value;
      return this;
    }

    public Builder transferSyntax(String value) {
      transferSyntax = value;
      return this;
    }

    public Builder sizeBytes(long value) {
      sizeBytes = value;
      return this;
    }

    public Builder time(Instant value) {
      time = value;
      return this;
    }

    public Builder head(DataSet value) {
      head = value;
      return this;
    }

    public ArrivalFacts build() {
      return new ArrivalFacts(
          callingAe, calledAe, peer, facility, sopClass, transferSyntax, sizeBytes, time, head);
    }
  }
}
