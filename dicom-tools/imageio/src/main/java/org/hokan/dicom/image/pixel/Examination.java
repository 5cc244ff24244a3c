package org.hokan.dicom.image.pixel;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.Uid;
import org.jspecify.annotations.Nullable;

/**
 * What an endoscope knows of an examination: the patient, study, series and equipment attributes
 * that all of its images share (PS3.3 §C.7.1 to §C.7.5). Immutable; an empty text stands for "not
 * known" (Type 2).
 *
 * @param patientSex M, F, O or empty
 * @param startedAt local date and time of the study and series
 * @param characterSet values of (0008,0005) for the texts
 */
public record Examination(
    PersonName patientName,
    String patientId,
    String issuerOfPatientId,
    Optional<LocalDate> patientBirthDate,
    String patientSex,
    Uid studyInstanceUid,
    LocalDateTime startedAt,
    String studyId,
    String accessionNumber,
    String studyDescription,
    PersonName referringPhysician,
    Uid seriesInstanceUid,
    int seriesNumber,
    String bodyPartExamined,
    String manufacturer,
    String modelName,
    String serialNumber,
    String institutionName,
    List<String> characterSet) {

  public Examination {
    characterSet = List.copyOf(characterSet);
    if (!List.of("M", "F", "O", "").contains(patientSex)) {
      throw new IllegalArgumentException(
          "Patient's Sex: %s (expected: M, F, O or nothing; PS3.3 §C.7.1.1)".formatted(patientSex));
    }
  }

  /** An examination that began at this local time, under these UIDs. */
  public static Builder builder(Uid study, Uid series, LocalDateTime startedAt) {
    return new Builder(study, series, startedAt);
  }

  /**
   * Collects the facts. Everything else is "not known" by default; texts are written in UTF-8. Not
   * thread-safe.
   */
  public static final class Builder {
    private final Uid study;
    private final Uid series;
    private final LocalDateTime startedAt;
    private PersonName patientName = PersonName.EMPTY;
    private String patientId = "";
    private String issuerOfPatientId = "";
    private @Nullable LocalDate patientBirthDate;
    private String patientSex = "";
    private String studyId = "";
    private String accessionNumber = "";
    private String studyDescription = "";
    private PersonName referringPhysician = PersonName.EMPTY;
    private int seriesNumber = 1;
    private String bodyPartExamined = "";
    private String manufacturer = "";
    private String modelName = "";
    private String serialNumber = "";
    private String institutionName = "";
    private List<String> characterSet = List.of("ISO_IR 192");

    private Builder(Uid study, Uid series, LocalDateTime startedAt) {
      this.study = Objects.requireNonNull(study);
      this.series = Objects.requireNonNull(series);
      this.startedAt = Objects.requireNonNull(startedAt);
    }

    /** Who is examined, under which ID. */
    public Builder patient(PersonName name, String id) {
      patientName = name;
      patientId = id;
      return this;
    }

    /** Who gave the patient's ID. */
    public Builder issuerOfPatientId(String value) {
      issuerOfPatientId = value;
      return this;
    }

    /** The patient's date of birth. */
    public Builder patientBirthDate(LocalDate value) {
      patientBirthDate = value;
      return this;
    }

    /** M, F or O. */
    public Builder patientSex(String value) {
      patientSex = value;
      return this;
    }

    /** The study's own ID, at most 16 characters. */
    public Builder studyId(String value) {
      studyId = value;
      return this;
    }

    /** The order's number, at most 16 characters. */
    public Builder accessionNumber(String value) {
      accessionNumber = value;
      return this;
    }

    /** For people, at most 64 characters. */
    public Builder studyDescription(String value) {
      studyDescription = value;
      return this;
    }

    /** Who asked for the examination. */
    public Builder referringPhysician(PersonName value) {
      referringPhysician = value;
      return this;
    }

    /** The number of the series in its study. */
    public Builder seriesNumber(int value) {
      seriesNumber = value;
      return this;
    }

    /** A defined term of PS3.16 Annex L, such as STOMACH. */
    public Builder bodyPartExamined(String value) {
      bodyPartExamined = value;
      return this;
    }

    /** The endoscope's maker, model and serial number. */
    public Builder equipment(String maker, String model, String serial) {
      manufacturer = maker;
      modelName = model;
      serialNumber = serial;
      return this;
    }

    /** The hospital's name. */
    public Builder institutionName(String value) {
      institutionName = value;
      return this;
    }

    /** The values of (0008,0005); none for the default repertoire. */
    public Builder characterSet(String... definedTerms) {
      characterSet = List.of(definedTerms);
      return this;
    }

    /** The examination. */
    public Examination build() {
      return new Examination(
          patientName,
          patientId,
          issuerOfPatientId,
          Optional.ofNullable(patientBirthDate),
          patientSex,
          study,
          startedAt,
          studyId,
          accessionNumber,
          studyDescription,
          referringPhysician,
          series,
          seriesNumber,
          bodyPartExamined,
          manufacturer,
          modelName,
          serialNumber,
          institutionName,
          characterSet);
    }
  }
}
