package org.hokan.archive.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * An examination of any number of made endoscope pictures, the same ones for the same seed, and
 * what its senders know of each. Thread-safe.
 */
final class Exam {
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int SMALLEST = 5_000;
  private static final int LARGEST = 300_000;
  private static final int COLUMNS = 100;
  private static final int STRAYS = 1_000_000;

  private final Uid study;
  private final long seed;

  /** SHA-256 of each data set of which a byte may have left. */
  private final Map<Uid, String> sent = new ConcurrentHashMap<>();

  private final Set<Uid> acknowledged = ConcurrentHashMap.newKeySet();

  Exam(long seed) {
    this.seed = seed;
    this.study = new Uid("2.25." + (seed >>> 1));
  }

  /** One picture. */
  record Picture(Uid instance, byte[] dataSet) {}

  Uid study() {
    return study;
  }

  /** There is one. */
  Uid series() {
    return new Uid(study.value() + ".1");
  }

  String patient() {
    return Long.toString((seed >>> 1) % 1_000_000);
  }

  Picture picture(int number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    Uid instance = new Uid("%s.1.%d".formatted(study, number));
    // Mostly small ones, as endoscopes send.
    int most = random.nextInt(4) == 0 ? LARGEST : LARGEST / 4;
    int rows = random.nextInt(SMALLEST, most) / COLUMNS;
    byte[] noise = new byte[rows / 2 * COLUMNS];
    random.nextBytes(noise);
    byte[] pixels = Arrays.copyOf(noise, rows * COLUMNS);
    DataSet dataSet = dataSet(study, patient(), number, pixels);
    return new Picture(instance, bytes(grey(dataSet, rows)));
  }

  /** Half of it noise, so that it can be compressed a little. */
  private static DataSet grey(DataSet of, int rows) {
    return of.toBuilder()
        .integer(Tag.SamplesPerPixel, 1)
        .string(Tag.PhotometricInterpretation, "MONOCHROME2")
        .integer(Tag.Rows, rows)
        .integer(Tag.Columns, COLUMNS)
        .integer(Tag.BitsAllocated, 8)
        .integer(Tag.BitsStored, 8)
        .integer(Tag.HighBit, 7)
        .integer(Tag.PixelRepresentation, 0)
        .build();
  }

  /**
   * A picture of this study under another patient ID, as one sends that was not told of a change.
   */
  Picture stray(int number) {
    byte[] pixels = new byte[LARGEST / 4];
    new SplittableRandom(seed - number).nextBytes(pixels);
    return new Picture(
        new Uid("%s.1.%d".formatted(study, STRAYS + number)),
        bytes(dataSet(study, patient() + "X", STRAYS + number, pixels)));
  }

  /** A picture of any study. */
  static Picture picture(Uid study, int number, byte[] pixels) {
    DataSet dataSet = dataSet(study, "P" + study.value(), number, pixels);
    return new Picture(dataSet.uid(Tag.SOPInstanceUID).orElseThrow(), bytes(dataSet));
  }

  private static DataSet dataSet(Uid study, String patient, int number, byte[] pixels) {
    return DataSet.builder()
        .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
        .uid(Tag.SOPInstanceUID, new Uid("%s.1.%d".formatted(study, number)))
        .string(Tag.StudyDate, "20261121")
        .string(Tag.Modality, "ES")
        .string(Tag.PatientName, "Yamada^Tarou")
        .string(Tag.PatientID, patient)
        .uid(Tag.StudyInstanceUID, study)
        .uid(Tag.SeriesInstanceUID, new Uid(study + ".1"))
        .string(Tag.InstanceNumber, Integer.toString(number))
        .bytes(Tag.PixelData, VR.OB, pixels)
        .build();
  }

  private static byte[] bytes(DataSet dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(dataSet, out, SYNTAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  void sending(Picture picture) {
    sent.put(picture.instance(), sha256(picture.dataSet()));
  }

  void acknowledged(Picture picture) {
    acknowledged.add(picture.instance());
  }

  /** Digest of each picture that may have arrived. */
  Map<Uid, String> sent() {
    return Map.copyOf(sent);
  }

  /** Those whose Success a sender saw. */
  Set<Uid> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
