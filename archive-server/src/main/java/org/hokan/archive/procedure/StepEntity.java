package org.hokan.archive.procedure;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.jspecify.annotations.Nullable;

/** A row of {@code performed_procedure_step}. */
@Entity
@Journaled(sequence = "performed_procedure_step_seq")
@Table(name = "performed_procedure_step")
class StepEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "performed_procedure_step_seq")
  @SequenceGenerator(
      name = "performed_procedure_step_seq",
      sequenceName = "performed_procedure_step_seq",
      allocationSize = 50)
  long id;

  String facility = "";
  String sopInstanceUid = "";

  @Enumerated(EnumType.STRING)
  StepStatus status = StepStatus.IN_PROGRESS;

  String callingAe = "";
  Instant createdAt = Instant.EPOCH;
  @Nullable Instant endedAt;
  byte[] attributes = {};
  int instances;
  int missing;

  DataSet dataSet() {
    return DataSetReader.read(attributes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  void take(DataSet dataSet) {
    attributes = DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  PerformedProcedureStep step(List<Uid> missingNow) {
    return new PerformedProcedureStep(
        facility,
        Uid.of(sopInstanceUid),
        status,
        callingAe,
        createdAt,
        Optional.ofNullable(endedAt),
        List.copyOf(StepAttributes.studies(dataSet())),
        instances,
        missingNow);
  }
}
