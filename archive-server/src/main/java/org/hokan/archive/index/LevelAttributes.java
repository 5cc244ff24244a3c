package org.hokan.archive.index;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;

/**
 * Which attributes the index keeps at which level: the unique, required and optional keys of PS3.4
 * Tables C.6-1 to C.6-5, and further attributes of the modules of that level (PS3.3 §C.7) that
 * viewers ask for.
 */
final class LevelAttributes {
  /** An element longer than this is not kept: an index is no place for reports. */
  private static final int MAX_ELEMENT_BYTES = 16_384;

  private static final int[] PATIENT = {
    Tag.ReferencedPatientSequence,
    Tag.PatientName,
    Tag.PatientID,
    Tag.IssuerOfPatientID,
    Tag.TypeOfPatientID,
    Tag.IssuerOfPatientIDQualifiersSequence,
    Tag.PatientBirthDate,
    Tag.PatientBirthTime,
    Tag.PatientSex,
    Tag.OtherPatientIDs,
    Tag.OtherPatientNames,
    Tag.OtherPatientIDsSequence,
    Tag.PatientSpeciesDescription,
    Tag.PatientBreedDescription,
    Tag.ResponsiblePerson,
    Tag.EthnicGroup,
    Tag.PatientComments,
    Tag.PatientIdentityRemoved,
    Tag.DeidentificationMethod,
  };

  private static final int[] STUDY = {
    Tag.StudyDate,
    Tag.StudyTime,
    Tag.AccessionNumber,
    Tag.IssuerOfAccessionNumberSequence,
    Tag.ReferringPhysicianName,
    Tag.ConsultingPhysicianName,
    Tag.TimezoneOffsetFromUTC,
    Tag.StudyDescription,
    Tag.ProcedureCodeSequence,
    Tag.PhysiciansOfRecord,
    Tag.NameOfPhysiciansReadingStudy,
    Tag.AdmittingDiagnosesDescription,
    Tag.AdmittingDiagnosesCodeSequence,
    Tag.ReferencedStudySequence,
    Tag.PatientAge,
    Tag.PatientSize,
    Tag.PatientWeight,
    Tag.Occupation,
    Tag.AdditionalPatientHistory,
    Tag.StudyInstanceUID,
    Tag.StudyID,
    Tag.OtherStudyNumbers,
    Tag.RequestingPhysician,
    Tag.RequestingService,
    Tag.RequestedProcedureDescription,
    Tag.RequestedProcedureCodeSequence,
    Tag.AdmissionID,
    Tag.IssuerOfAdmissionIDSequence,
    Tag.InterpretationAuthor,
  };

  private static final int[] SERIES = {
    Tag.SeriesDate,
    Tag.SeriesTime,
    Tag.Modality,
    Tag.PresentationIntentType,
    Tag.Manufacturer,
    Tag.InstitutionName,
    Tag.InstitutionalDepartmentName,
    Tag.StationName,
    Tag.SeriesDescription,
    Tag.SeriesDescriptionCodeSequence,
    Tag.PerformingPhysicianName,
    Tag.OperatorsName,
    Tag.ManufacturerModelName,
    Tag.ReferencedPerformedProcedureStepSequence,
    Tag.BodyPartExamined,
    Tag.DeviceSerialNumber,
    Tag.SoftwareVersions,
    Tag.ProtocolName,
    Tag.PatientPosition,
    Tag.SeriesInstanceUID,
    Tag.SeriesNumber,
    Tag.Laterality,
    Tag.FrameOfReferenceUID,
    Tag.PerformedStationAETitle,
    Tag.PerformedStationName,
    Tag.PerformedProcedureStepStartDate,
    Tag.PerformedProcedureStepStartTime,
    Tag.PerformedProcedureStepEndDate,
    Tag.PerformedProcedureStepEndTime,
    Tag.PerformedProcedureStepID,
    Tag.PerformedProcedureStepDescription,
    Tag.PerformedProtocolCodeSequence,
    Tag.RequestAttributesSequence,
  };

  private static final int[] IMAGE = {
    Tag.ImageType,
    Tag.InstanceCreationDate,
    Tag.InstanceCreationTime,
    Tag.SOPClassUID,
    Tag.SOPInstanceUID,
    Tag.RelatedGeneralSOPClassUID,
    Tag.AcquisitionDate,
    Tag.ContentDate,
    Tag.AcquisitionDateTime,
    Tag.AcquisitionTime,
    Tag.ContentTime,
    Tag.DerivationDescription,
    Tag.AnatomicRegionSequence,
    Tag.AcquisitionNumber,
    Tag.InstanceNumber,
    Tag.PatientOrientation,
    Tag.ImageLaterality,
    Tag.ImageComments,
    Tag.SamplesPerPixel,
    Tag.PhotometricInterpretation,
    Tag.NumberOfFrames,
    Tag.Rows,
    Tag.Columns,
    Tag.PixelSpacing,
    Tag.ImagePositionPatient,
    Tag.ImageOrientationPatient,
    Tag.SliceLocation,
    Tag.SliceThickness,
    Tag.BitsAllocated,
    Tag.BitsStored,
    Tag.LossyImageCompression,
    Tag.LossyImageCompressionRatio,
    Tag.LossyImageCompressionMethod,
    Tag.ConceptNameCodeSequence,
    Tag.ContentTemplateSequence,
    Tag.CompletionFlag,
    Tag.VerificationFlag,
    Tag.VerifyingObserverSequence,
    Tag.ReferencedRequestSequence,
    Tag.ContainerIdentifier,
    Tag.ContentLabel,
    Tag.ContentDescription,
    Tag.ContentCreatorName,
    Tag.PresentationCreationDate,
    Tag.PresentationCreationTime,
    Tag.DocumentTitle,
    Tag.MIMETypeOfEncapsulatedDocument,
  };

  /** What an answer says that no object does (PS3.4 §C.3.4). */
  private static final Map<Integer, QueryLevel> COMPUTED =
      Map.of(
          Tag.NumberOfPatientRelatedStudies, QueryLevel.PATIENT,
          Tag.NumberOfPatientRelatedSeries, QueryLevel.PATIENT,
          Tag.NumberOfPatientRelatedInstances, QueryLevel.PATIENT,
          Tag.ModalitiesInStudy, QueryLevel.STUDY,
          Tag.SOPClassesInStudy, QueryLevel.STUDY,
          Tag.NumberOfStudyRelatedSeries, QueryLevel.STUDY,
          Tag.NumberOfStudyRelatedInstances, QueryLevel.STUDY,
          Tag.NumberOfSeriesRelatedInstances, QueryLevel.SERIES,
          Tag.AvailableTransferSyntaxUID, QueryLevel.IMAGE);

  private static final Map<Integer, QueryLevel> LEVELS = levels();

  private LevelAttributes() {}

  /** The level that has this attribute; empty when the index does not know it. */
  static Optional<QueryLevel> levelOf(int tag) {
    return Optional.ofNullable(LEVELS.get(tag));
  }

  static boolean isOf(QueryLevel level, int tag) {
    return LEVELS.get(tag) == level;
  }

  /** Tags of all attributes that answers of this level can have, also those that are computed. */
  static Set<Integer> all() {
    return LEVELS.keySet();
  }

  /** What the index keeps of an object's head at this level. */
  static DataSet of(QueryLevel level, DataSet head) {
    return only(head, tags(level));
  }

  /** The attributes of all levels. */
  static DataSet ofAll(DataSet head) {
    DataSet.Builder all = DataSet.builder();
    boolean expanded = false;
    for (QueryLevel level : QueryLevel.values()) {
      DataSet some = of(level, head);
      expanded |= some.contains(Tag.SpecificCharacterSet);
      all.putAll(some);
    }
    return expanded || head.element(Tag.SpecificCharacterSet).isEmpty()
        ? all.build()
        : all.remove(Tag.SpecificCharacterSet).build();
  }

  /**
   * What an object's head adds to the attributes kept so far: values where there was none.
   *
   * @return empty when it adds nothing
   */
  static DataSet additions(QueryLevel level, DataSet kept, DataSet head) {
    int[] tags = tags(level);
    int[] missing = new int[tags.length];
    int count = 0;
    for (int tag : tags) {
      if (hasValue(head, tag) && !hasValue(kept, tag)) {
        missing[count++] = tag;
      }
    }
    return count == 0 ? DataSet.empty() : only(head, java.util.Arrays.copyOf(missing, count));
  }

  private static DataSet only(DataSet head, int... tags) {
    DataSet.Builder some = DataSet.builder(head.characterSet());
    boolean expanded = false;
    for (int tag : tags) {
      Element element = head.element(tag).filter(LevelAttributes::isSmall).orElse(null);
      if (element != null) {
        some.put(element);
        expanded |= Texts.isExpanded(element);
      }
    }
    if (expanded) {
      head.element(Tag.SpecificCharacterSet).ifPresent(some::put);
    }
    return some.build();
  }

  private static boolean hasValue(DataSet dataSet, int tag) {
    Element element = dataSet.element(tag).orElse(null);
    return element != null && !element.isEmpty() && isSmall(element);
  }

  private static boolean isSmall(Element element) {
    return size(element) <= MAX_ELEMENT_BYTES;
  }

  private static int size(Element element) {
    if (element instanceof ValueElement value) {
      return value.length();
    }
    if (element instanceof SequenceElement sequence) {
      int size = 0;
      for (DataSet item : sequence.items()) {
        size += 8; // its header (PS3.5 §7.5)
        for (Element each : item) {
          size += Math.min(size(each), MAX_ELEMENT_BYTES + 1) + 8;
          if (size > MAX_ELEMENT_BYTES) {
            return size;
          }
        }
        if (size > MAX_ELEMENT_BYTES) {
          return size;
        }
      }
      return size;
    }
    return Integer.MAX_VALUE;
  }

  private static int[] tags(QueryLevel level) {
    return switch (level) {
      case PATIENT -> PATIENT;
      case STUDY -> STUDY;
      case SERIES -> SERIES;
      case IMAGE -> IMAGE;
    };
  }

  private static Map<Integer, QueryLevel> levels() {
    Map<Integer, QueryLevel> levels = new HashMap<>(COMPUTED);
    for (QueryLevel level : QueryLevel.values()) {
      for (int tag : tags(level)) {
        levels.put(tag, level);
      }
    }
    return Map.copyOf(levels);
  }

  static List<Integer> tagsOf(QueryLevel level) {
    return java.util.Arrays.stream(tags(level)).boxed().toList();
  }
}
