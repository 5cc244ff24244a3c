package org.hokan.archive.trial;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.db.Derived;
import org.hokan.archive.ingest.RefusedInstance;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * A row of {@code refused_arrival}: what was known of an instance that was not taken. Of the
 * patient ID and issuer only; of no attribute more than {@value #LONGEST_VALUE} bytes, as texts of
 * at most 64 characters have (PS3.5 §6.2, LO).
 */
@Entity
@Table(name = "refused_arrival")
@Derived(from = "further arrivals")
class RefusedArrivalEntity {
  static final int LONGEST_VALUE = 256;

  /** Those that have a variable of their own in conditions. */
  private static final int[] ASKED = {
    Tag.SpecificCharacterSet,
    Tag.Modality,
    Tag.Manufacturer,
    Tag.StationName,
    Tag.PatientID,
    Tag.IssuerOfPatientID,
    Tag.BodyPartExamined,
    Tag.StudyInstanceUID,
    Tag.PhotometricInterpretation,
    Tag.NumberOfFrames,
    Tag.Rows,
    Tag.Columns,
    Tag.BitsAllocated,
    Tag.BitsStored,
    Tag.RequestedProcedureDescription,
    Tag.PerformedProcedureStepDescription
  };

  @EmbeddedId Key key = new Key("", "");

  String studyInstanceUid = "";
  String sopClassUid = "";
  String transferSyntaxUid = "";
  String callingAe = "";
  String calledAe = "";
  String peer = "";
  long length;
  Instant arrived = Instant.EPOCH;

  @Enumerated(EnumType.STRING)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  Cause cause = Cause.RULE;

  String ruleName = "";
  int ruleVersion;
  byte[] attributes = {};

  /** One row for each instance, however often it came. */
  @Embeddable
  record Key(String facility, String sopInstanceUid) {}

  /**
   * The row of one.
   *
   * @throws RuntimeException where no row can hold it; its message may say what the object holds
   */
  static RefusedArrivalEntity of(RefusedInstance refused) {
    ArrivalFacts facts = refused.facts();
    RefusedArrivalEntity row = new RefusedArrivalEntity();
    row.key = new Key(facts.facility(), refused.sopInstanceUid().value());
    row.studyInstanceUid = facts.head().uid(Tag.StudyInstanceUID).map(Uid::value).orElse("");
    row.sopClassUid = bounded(facts.sopClass(), 64);
    row.transferSyntaxUid = bounded(facts.transferSyntax(), 64);
    row.callingAe = bounded(facts.callingAe(), 16);
    row.calledAe = bounded(facts.calledAe(), 16);
    row.peer = bounded(facts.peer(), 64);
    row.length = facts.sizeBytes();
    row.arrived = facts.time().truncatedTo(ChronoUnit.MICROS);
    row.cause = refused.decision().cause();
    row.ruleName = bounded(refused.decision().by().ruleName(), 64);
    row.ruleVersion = refused.decision().by().ruleVersion();
    row.attributes = attributes(facts.head());
    return row;
  }

  private static String bounded(String text, int longest) {
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "refused arrival: a text of %d characters (expected: at most %d)"
              .formatted(text.length(), longest));
    }
    return text;
  }

  /** What is longer than any modality sends it is left out. */
  private static byte[] attributes(DataSet head) {
    DataSet.Builder asked = DataSet.builder();
    for (int tag : ASKED) {
      head.element(tag)
          .filter(e -> e instanceof ValueElement value && value.length() <= LONGEST_VALUE)
          .ifPresent(asked::put);
    }
    return DataSetWriter.toBytes(asked.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  RefusedArrival arrival() {
    return new RefusedArrival(
        key.facility(),
        key.sopInstanceUid(),
        studyInstanceUid,
        callingAe,
        calledAe,
        peer,
        arrived,
        length,
        cause,
        ruleName,
        ruleVersion);
  }

  ArrivalFacts facts() {
    return ArrivalFacts.builder()
        .callingAe(callingAe)
        .calledAe(calledAe)
        .peer(peer)
        .facility(key.facility())
        .sopClass(sopClassUid)
        .transferSyntax(transferSyntaxUid)
        .sizeBytes(length)
        .time(arrived)
        .head(head())
        .build();
  }

  private DataSet head() {
    return attributes.length == 0
        ? DataSet.empty()
        : DataSetReader.read(attributes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
