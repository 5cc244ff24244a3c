package org.hokan.dicom.image.pixel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * A JPEG picture, every byte as it was, as an object of VL Endoscopic Image Storage (PS3.3
 * §A.32.1). Immutable.
 *
 * @param sopInstanceUid the object's UID
 * @param jpeg what the stream says of itself
 * @param transferSyntax the one that fits the stream's coding process
 * @param dataSet the object: all mandatory attributes, the picture as the only fragment of Pixel
 *     Data
 */
public record EndoscopicImage(
    Uid sopInstanceUid, JpegHeader jpeg, TransferSyntax transferSyntax, DataSet dataSet) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmmss.SSS", Locale.ROOT);

  /** The SOP class of all such objects. */
  public static final Uid SOP_CLASS = Uids.VLEndoscopicImageStorage;

  /**
   * Wraps a picture.
   *
   * @param jpeg one JPEG stream with one or three components; a zero byte is added where its length
   *     is odd
   * @param number counts the images of the series
   * @param takenAt local date and time at which the picture was taken
   * @throws PixelDataException when it is no such stream
   */
  public static EndoscopicImage wrap(
      byte[] jpeg, Examination examination, Uid sopInstanceUid, int number, LocalDateTime takenAt) {
    JpegHeader header = JpegHeader.read(jpeg);
    DataSet.Builder object = DataSet.builder();
    if (!examination.characterSet().isEmpty()) {
      object.strings(Tag.SpecificCharacterSet, examination.characterSet());
    }
    object.uid(Tag.SOPClassUID, SOP_CLASS).uid(Tag.SOPInstanceUID, sopInstanceUid);
    patient(object, examination);
    study(object, examination);
    series(object, examination);
    image(object, number, takenAt);
    pixels(object, header, jpeg);
    return new EndoscopicImage(
        sopInstanceUid,
        header,
        TransferSyntax.orUnknown(header.transferSyntaxUid()),
        object.build());
  }

  private static void patient(DataSet.Builder object, Examination examination) {
    text(object, Tag.PatientName, examination.patientName().format());
    text(object, Tag.PatientID, examination.patientId());
    optional(object, Tag.IssuerOfPatientID, examination.issuerOfPatientId());
    text(object, Tag.PatientBirthDate, examination.patientBirthDate().map(DATE::format).orElse(""));
    text(object, Tag.PatientSex, examination.patientSex());
  }

  private static void study(DataSet.Builder object, Examination examination) {
    object.uid(Tag.StudyInstanceUID, examination.studyInstanceUid());
    text(object, Tag.StudyDate, DATE.format(examination.startedAt()));
    text(object, Tag.StudyTime, TIME.format(examination.startedAt()));
    text(object, Tag.ReferringPhysicianName, examination.referringPhysician().format());
    text(object, Tag.StudyID, examination.studyId());
    text(object, Tag.AccessionNumber, examination.accessionNumber());
    optional(object, Tag.StudyDescription, examination.studyDescription());
  }

  private static void series(DataSet.Builder object, Examination examination) {
    object.string(Tag.Modality, "ES");
    object.uid(Tag.SeriesInstanceUID, examination.seriesInstanceUid());
    object.integer(Tag.SeriesNumber, examination.seriesNumber());
    text(object, Tag.SeriesDate, DATE.format(examination.startedAt()));
    text(object, Tag.SeriesTime, TIME.format(examination.startedAt()));
    optional(object, Tag.BodyPartExamined, examination.bodyPartExamined());
    text(object, Tag.Manufacturer, examination.manufacturer());
    optional(object, Tag.ManufacturerModelName, examination.modelName());
    optional(object, Tag.DeviceSerialNumber, examination.serialNumber());
    optional(object, Tag.InstitutionName, examination.institutionName());
  }

  private static void image(DataSet.Builder object, int number, LocalDateTime takenAt) {
    object.string(Tag.ImageType, "ORIGINAL", "PRIMARY");
    object.integer(Tag.InstanceNumber, number);
    text(object, Tag.ContentDate, DATE.format(takenAt));
    text(object, Tag.ContentTime, TIME.format(takenAt));
    text(object, Tag.AcquisitionDateTime, DATE.format(takenAt) + TIME.format(takenAt));
    object.empty(Tag.PatientOrientation);
    object.sequence(Tag.AcquisitionContextSequence, List.of());
  }

  private static void pixels(DataSet.Builder object, JpegHeader header, byte[] jpeg) {
    int bitsAllocated = header.precision() <= 8 ? 8 : 16;
    int samples = header.components().size();
    object.integer(Tag.SamplesPerPixel, samples);
    object.string(Tag.PhotometricInterpretation, header.photometricInterpretation());
    if (samples > 1) {
      object.integer(Tag.PlanarConfiguration, 0);
    }
    object.integer(Tag.Rows, header.height()).integer(Tag.Columns, header.width());
    object.integer(Tag.BitsAllocated, bitsAllocated);
    object.integer(Tag.BitsStored, header.precision());
    object.integer(Tag.HighBit, header.precision() - 1);
    object.integer(Tag.PixelRepresentation, 0);
    object.string(Tag.LossyImageCompression, header.process().lossy() ? "01" : "00");
    if (header.process().lossy()) {
      long pixels = (long) header.height() * header.width() * samples * (bitsAllocated / 8);
      object.string(Tag.LossyImageCompressionRatio, ratio(pixels, jpeg.length));
      object.string(Tag.LossyImageCompressionMethod, "ISO_10918_1");
    }
    object.put(EncapsulatedPixelData.ofFrames(List.of(jpeg)));
  }

  private static String ratio(long uncompressed, long compressed) {
    return new BigDecimal(uncompressed)
        .divide(new BigDecimal(compressed), new MathContext(4))
        .toPlainString();
  }

  private static void text(DataSet.Builder object, int tag, String value) {
    if (value.isEmpty()) {
      object.empty(tag);
    } else {
      object.string(tag, value);
    }
  }

  private static void optional(DataSet.Builder object, int tag, String value) {
    if (!value.isEmpty()) {
      object.string(tag, value);
    }
  }
}
