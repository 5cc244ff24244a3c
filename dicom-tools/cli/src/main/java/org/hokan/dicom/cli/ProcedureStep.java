package org.hokan.dicom.cli;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Tag;

/**
 * The data sets of a Modality Performed Procedure Step, with all that an SCU has to send (PS3.4
 * Table F.7.2-1); what the files do not tell is sent empty where that is allowed.
 *
 * @param title AE title of the modality
 */
record ProcedureStep(ExamFiles exam, String title) {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final DateTimeFormatter STEP_ID = DateTimeFormatter.ofPattern("yyMMddHHmmss");
  private static final List<Integer> TAKEN_OVER =
      List.of(
          Tag.SpecificCharacterSet,
          Tag.PatientName,
          Tag.PatientID,
          Tag.PatientBirthDate,
          Tag.PatientSex,
          Tag.Modality,
          Tag.StudyID);

  /** Attribute List of the N-CREATE. */
  DataSet begun(LocalDateTime now) {
    DataSet.Builder step = DataSet.builder();
    TAKEN_OVER.forEach(tag -> take(step, exam.first(), tag));
    if (exam.first().string(Tag.Modality).isEmpty()) {
      step.string(Tag.Modality, "OT");
    }
    step.sequence(Tag.ScheduledStepAttributesSequence, scheduled())
        .string(Tag.PerformedProcedureStepID, "PPS" + STEP_ID.format(now))
        .string(Tag.PerformedStationAETitle, title)
        .string(Tag.PerformedProcedureStepStartDate, DATE.format(now))
        .string(Tag.PerformedProcedureStepStartTime, TIME.format(now))
        .string(Tag.PerformedProcedureStepStatus, "IN PROGRESS");
    for (int tag :
        new int[] {
          Tag.ReferencedPatientSequence,
          Tag.PerformedStationName,
          Tag.PerformedLocation,
          Tag.PerformedProcedureStepDescription,
          Tag.PerformedProcedureTypeDescription,
          Tag.ProcedureCodeSequence,
          Tag.PerformedProcedureStepEndDate,
          Tag.PerformedProcedureStepEndTime,
          Tag.PerformedProtocolCodeSequence,
          Tag.PerformedSeriesSequence
        }) {
      step.empty(tag);
    }
    return step.build();
  }

  private DataSet scheduled() {
    DataSet.Builder item = DataSet.builder().uid(Tag.StudyInstanceUID, exam.study());
    take(item, exam.first(), Tag.AccessionNumber);
    for (int tag :
        new int[] {
          Tag.ReferencedStudySequence,
          Tag.RequestedProcedureID,
          Tag.RequestedProcedureDescription,
          Tag.ScheduledProcedureStepID,
          Tag.ScheduledProcedureStepDescription,
          Tag.ScheduledProtocolCodeSequence
        }) {
      item.empty(tag);
    }
    return item.build();
  }

  /**
   * Modification List of the N-SET that ends it.
   *
   * @param status COMPLETED or DISCONTINUED
   */
  DataSet ended(String status, LocalDateTime now) {
    List<DataSet> series = new ArrayList<>();
    exam.series().forEach((uid, one) -> series.add(item(uid, one)));
    DataSet.Builder step = DataSet.builder();
    exam.first().element(Tag.SpecificCharacterSet).ifPresent(step::put);
    return step.string(Tag.PerformedProcedureStepStatus, status)
        .string(Tag.PerformedProcedureStepEndDate, DATE.format(now))
        .string(Tag.PerformedProcedureStepEndTime, TIME.format(now))
        .sequence(Tag.PerformedSeriesSequence, series)
        .build();
  }

  private static DataSet item(Uid uid, ExamFiles.Series series) {
    List<DataSet> images = new ArrayList<>();
    List<DataSet> others = new ArrayList<>();
    for (ExamFiles.Instance instance : series.instances()) {
      DataSet reference =
          DataSet.builder()
              .uid(Tag.ReferencedSOPClassUID, instance.sopClassUid())
              .uid(Tag.ReferencedSOPInstanceUID, instance.sopInstanceUid())
              .build();
      (isImage(instance.sopClassUid()) ? images : others).add(reference);
    }
    DataSet.Builder item =
        DataSet.builder()
            .uid(Tag.SeriesInstanceUID, uid)
            .string(Tag.ProtocolName, series.first().string(Tag.ProtocolName).orElse("unknown"))
            .sequence(Tag.ReferencedImageSequence, images)
            .sequence(Tag.ReferencedNonImageCompositeSOPInstanceSequence, others);
    take(item, series.first(), Tag.SeriesDescription);
    take(item, series.first(), Tag.PerformingPhysicianName);
    take(item, series.first(), Tag.OperatorsName);
    return item.empty(Tag.RetrieveAETitle).build();
  }

  /** By the names of the standard's storage classes: reports and states are no images. */
  private static boolean isImage(Uid sopClass) {
    String name = FileScan.name(sopClass);
    return !StorageSopClasses.all().contains(sopClass) || name.contains("Image");
  }

  private static void take(DataSet.Builder target, DataSet source, int tag) {
    source.element(tag).ifPresentOrElse(target::put, () -> takeEmpty(target, tag));
  }

  private static void takeEmpty(DataSet.Builder target, int tag) {
    if (tag != Tag.SpecificCharacterSet) {
      target.empty(tag);
    }
  }

  /** The number of instances in all series. */
  int instances() {
    return exam.series().values().stream().mapToInt(one -> one.instances().size()).sum();
  }

  /** What was made, for machines. */
  Map<String, Object> summary(Uid uid, String status) {
    return Map.of(
        "sopInstanceUid", uid.value(),
        "status", status,
        "studyInstanceUid", exam.study().value(),
        "instances", instances());
  }
}
