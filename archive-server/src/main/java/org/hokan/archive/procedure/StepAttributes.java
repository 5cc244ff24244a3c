package org.hokan.archive.procedure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hokan.archive.procedure.StepRefusedException.Reason;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;

/**
 * The rules of PS3.4 Table F.7.2-1: what must have a value when a step is created or ends, and what
 * an N-SET may not change. Empty attributes of Type 2, and absent ones, are taken as they come.
 */
final class StepAttributes {
  private static final List<Integer> CREATE =
      List.of(
          Tag.PerformedProcedureStepID,
          Tag.PerformedStationAETitle,
          Tag.PerformedProcedureStepStartDate,
          Tag.PerformedProcedureStepStartTime,
          Tag.PerformedProcedureStepStatus,
          Tag.Modality);

  private static final List<Integer> COMPLETED =
      List.of(Tag.PerformedProcedureStepEndDate, Tag.PerformedProcedureStepEndTime);

  /** Not allowed in an N-SET. */
  private static final Set<Integer> FIXED =
      Set.of(
          Tag.ScheduledStepAttributesSequence,
          Tag.PatientName,
          Tag.PatientID,
          Tag.PatientBirthDate,
          Tag.PatientSex,
          Tag.ReferencedPatientSequence,
          Tag.PerformedProcedureStepID,
          Tag.PerformedStationAETitle,
          Tag.PerformedStationName,
          Tag.PerformedLocation,
          Tag.PerformedProcedureStepStartDate,
          Tag.PerformedProcedureStepStartTime,
          Tag.Modality,
          Tag.StudyID);

  private StepAttributes() {}

  /** Refuses what cannot be the beginning of a step. */
  static void checkCreated(DataSet attributes) {
    CREATE.forEach(tag -> requireValue(attributes, tag));
    if (status(attributes) != StepStatus.IN_PROGRESS) {
      throw new StepRefusedException(Reason.INVALID_VALUE, Tag.PerformedProcedureStepStatus);
    }
    requireItems(attributes, Tag.ScheduledStepAttributesSequence);
    for (DataSet item : attributes.items(Tag.ScheduledStepAttributesSequence)) {
      requireValue(item, Tag.StudyInstanceUID);
    }
    if (studies(attributes).isEmpty()) {
      throw new StepRefusedException(Reason.INVALID_VALUE, Tag.StudyInstanceUID);
    }
  }

  /**
   * Refuses what cannot be a step that has ended. A discontinued one may lack its series and its
   * end: modalities end many a step that way that never began.
   */
  static void checkEnded(DataSet attributes) {
    if (status(attributes) == StepStatus.COMPLETED) {
      COMPLETED.forEach(tag -> requireValue(attributes, tag));
      requireItems(attributes, Tag.PerformedSeriesSequence);
    }
    for (DataSet item : attributes.items(Tag.PerformedSeriesSequence)) {
      requireValue(item, Tag.SeriesInstanceUID);
    }
  }

  static StepStatus status(DataSet attributes) {
    return StepStatus.of(attributes.string(Tag.PerformedProcedureStepStatus).orElse(""))
        .orElseThrow(
            () -> new StepRefusedException(Reason.INVALID_VALUE, Tag.PerformedProcedureStepStatus));
  }

  private static void requireValue(DataSet dataSet, int tag) {
    if (!dataSet.contains(tag)) {
      throw new StepRefusedException(Reason.MISSING_ATTRIBUTE, tag);
    }
    if (dataSet.string(tag).filter(Predicate.not(String::isBlank)).isEmpty()) {
      throw new StepRefusedException(Reason.MISSING_VALUE, tag);
    }
  }

  private static void requireItems(DataSet dataSet, int tag) {
    if (!dataSet.contains(tag)) {
      throw new StepRefusedException(Reason.MISSING_ATTRIBUTE, tag);
    }
    if (dataSet.items(tag).isEmpty()) {
      throw new StepRefusedException(Reason.MISSING_VALUE, tag);
    }
  }

  /** A step with what an N-SET brings, and the attributes that it may not change and would have. */
  record Modified(DataSet attributes, List<Integer> refused) {}

  static Modified modified(DataSet kept, DataSet modifications) {
    List<Integer> refused = new ArrayList<>();
    DataSet.Builder merged = kept.toBuilder();
    for (Element element : modifications) {
      int tag = element.tag();
      if (!FIXED.contains(tag)) {
        merged.put(element);
      } else if (!kept.element(tag).equals(modifications.element(tag))) {
        refused.add(tag);
      }
    }
    return new Modified(merged.build(), refused);
  }

  /** The studies that it belongs to. */
  static Set<Uid> studies(DataSet attributes) {
    Set<Uid> studies = new LinkedHashSet<>();
    attributes
        .items(Tag.ScheduledStepAttributesSequence)
        .forEach(item -> item.uid(Tag.StudyInstanceUID).ifPresent(studies::add));
    return studies;
  }

  /** The instances that it lists, images and others, each once. */
  static List<Uid> instances(DataSet attributes) {
    Set<Uid> instances = new LinkedHashSet<>();
    for (DataSet series : attributes.items(Tag.PerformedSeriesSequence)) {
      for (int list :
          new int[] {
            Tag.ReferencedImageSequence, Tag.ReferencedNonImageCompositeSOPInstanceSequence
          }) {
        series
            .items(list)
            .forEach(item -> item.uid(Tag.ReferencedSOPInstanceUID).ifPresent(instances::add));
      }
    }
    return List.copyOf(instances);
  }
}
