package org.hokan.archive.contract;

import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClass;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Tag;

/** What the condition of a storage rule can speak of. */
public enum RuleVariable {
  // Who.
  CALLING_AE(Type.STRING, "AE title of the sender", f -> Optional.of(f.arrival().callingAe())),
  CALLED_AE(Type.STRING, "AE title that it called", f -> Optional.of(f.arrival().calledAe())),
  PEER(Type.STRING, "IP address of the sender", f -> Optional.of(f.arrival().peer())),
  FACILITY(Type.STRING, "code of the sender's facility", f -> Optional.of(f.arrival().facility())),

  // What.
  SOP_CLASS(Type.STRING, "SOP Class UID", f -> Optional.of(f.arrival().sopClass())),
  SOP_NAME(
      Type.STRING,
      "name of the SOP class, as 'VL Endoscopic Image Storage'",
      f -> sopName(f.arrival().sopClass())),
  SOP_FAMILY(
      Type.STRING,
      "visible-light, video, image, report, document, waveform, presentation, radiotherapy or other",
      f -> Optional.of(SopFamily.of(f.arrival().sopClass()).word())),
  TRANSFER_SYNTAX(
      Type.STRING, "Transfer Syntax UID", f -> Optional.of(f.arrival().transferSyntax())),
  SYNTAX_FAMILY(
      Type.STRING,
      "native, deflated, rle, jpeg, jpeg-lossless, jpeg-ls, jpeg-2000, htj2k, jpeg-xl, video or other",
      f -> Optional.of(SyntaxFamily.of(f.arrival().transferSyntax()).word())),
  SIZE(Type.INT, "length of the object in bytes", f -> Optional.of(f.arrival().sizeBytes())),
  MODALITY(Type.STRING, "Modality (0008,0060)", f -> f.arrival().attribute(Tag.Modality)),
  PHOTOMETRIC(
      Type.STRING,
      "Photometric Interpretation (0028,0004)",
      f -> f.arrival().attribute(Tag.PhotometricInterpretation)),
  ROWS(Type.INT, "Rows (0028,0010)", f -> number(f, Tag.Rows)),
  COLUMNS(Type.INT, "Columns (0028,0011)", f -> number(f, Tag.Columns)),
  FRAMES(
      Type.INT,
      "Number of Frames (0028,0008); 1 for a picture without",
      f -> number(f, Tag.NumberOfFrames).or(() -> number(f, Tag.Rows).map(rows -> 1L))),
  BITS(Type.INT, "Bits Stored (0028,0101)", f -> number(f, Tag.BitsStored)),
  MANUFACTURER(
      Type.STRING, "Manufacturer (0008,0070)", f -> f.arrival().attribute(Tag.Manufacturer)),
  STATION(Type.STRING, "Station Name (0008,1010)", f -> f.arrival().attribute(Tag.StationName)),
  BODY_PART(
      Type.STRING,
      "Body Part Examined (0018,0015)",
      f -> f.arrival().attribute(Tag.BodyPartExamined)),
  PROCEDURE(
      Type.STRING,
      "Requested Procedure Description (0032,1060), else that of the performed step (0040,0254)",
      f ->
          f.arrival()
              .attribute(Tag.RequestedProcedureDescription)
              .or(() -> f.arrival().attribute(Tag.PerformedProcedureStepDescription))),
  ATTRIBUTE(
      Type.TEXTS,
      "any attribute below (0040,0300) by its keyword: attribute.PatientSex == 'F'",
      f -> Optional.of(new AttributeTexts(f.arrival().head()))),

  // Whose.
  ISSUER(
      Type.STRING,
      "Issuer of Patient ID (0010,0021)",
      f -> f.arrival().attribute(Tag.IssuerOfPatientID)),
  PATIENT_ID(Type.STRING, "Patient ID (0010,0020)", f -> f.arrival().patientId()),
  STUDY(
      Type.STRING,
      "Study Instance UID (0020,000D)",
      f -> f.arrival().attribute(Tag.StudyInstanceUID)),

  // When, on the clock of the facility.
  TIME(Type.TIMESTAMP, "when it arrived", f -> Optional.of(f.arrival().time())),
  HOUR(
      Type.INT, "hour of the day there, 0 to 23", f -> Optional.of((long) f.localTime().getHour())),
  WEEKDAY(
      Type.STRING,
      "day of the week there: Mon, Tue, Wed, Thu, Fri, Sat or Sun",
      f ->
          Optional.of(
              f.localTime().getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH))),
  HOLIDAY(
      Type.BOOL,
      "whether the day there is one of those of billing.holidays",
      f -> Optional.of(f.holiday())),

  // How things stand.
  CONTRACT(
      Type.STRING,
      "ID of the contract in force; '' without one",
      f -> Optional.of(f.terms().map(applied -> applied.agreed().contract()).orElse(""))),
  COPIES(
      Type.INT,
      "how many copies the contract in force promises of it, the first included; 0 without one",
      f -> Optional.of((long) f.terms().map(AppliedTerms::copies).orElse(0))),
  USED(Type.INT, "bytes that are kept for the facility", f -> Optional.of(f.usedBytes())),
  CAPACITY_USED(
      Type.INT,
      "how much of the contract's capacity is used, in per cent",
      RuleFacts::capacityUsed);

  /** The CEL type of a variable. */
  public enum Type {
    STRING,
    INT,
    BOOL,
    TIMESTAMP,
    /** A map of texts to texts. */
    TEXTS
  }

  private final Type type;
  private final String meaning;
  private final Function<RuleFacts, Optional<?>> value;

  RuleVariable(Type type, String meaning, Function<RuleFacts, Optional<?>> value) {
    this.type = type;
    this.meaning = meaning;
    this.value = value;
  }

  /** Its name in a condition. */
  public String variable() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Type type() {
    return type;
  }

  /** What it stands for, in a few words. */
  public String meaning() {
    return meaning;
  }

  Optional<?> valueIn(RuleFacts facts) {
    return value.apply(facts);
  }

  /** Those that always say the same of an object, and one value each. */
  static List<RuleVariable> ofTheObject() {
    return Arrays.stream(values())
        .filter(v -> v != ATTRIBUTE && v != USED && v != CAPACITY_USED)
        .toList();
  }

  static String all() {
    return Arrays.stream(values()).map(RuleVariable::variable).collect(Collectors.joining(", "));
  }

  private static Optional<String> sopName(String sopClass) {
    return Uid.isUid(sopClass)
        ? StorageSopClasses.of(new Uid(sopClass)).map(StorageSopClass::name)
        : Optional.empty();
  }

  private static Optional<Long> number(RuleFacts facts, int tag) {
    return facts.arrival().head().longValue(tag);
  }
}
