package org.hokan.archive.trial;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.db.Derived;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.TransferSyntax;

/** A row of {@code refused_arrival}: what was known of an instance that was not taken. */
@Entity
@Table(name = "refused_arrival")
@Derived(from = "further arrivals")
class RefusedArrivalEntity {
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
