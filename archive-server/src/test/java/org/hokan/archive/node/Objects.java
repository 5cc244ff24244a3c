package org.hokan.archive.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/** Small pictures of made-up patients. */
final class Objects {
  static final Uid SOP_CLASS = Uids.SecondaryCaptureImageStorage;
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private Objects() {}

  /** Its attributes; a test adds or changes some. */
  static DataSet.Builder attributes(String study, String patientId, String instance, int number) {
    byte[] pixels = new byte[256];
    Arrays.fill(pixels, (byte) number);
    DataSet.Builder object = DataSet.builder();
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(patientId)) {
      object.string(Tag.SpecificCharacterSet, "ISO_IR 192");
    }
    return object
        .uid(Tag.SOPClassUID, SOP_CLASS)
        .uid(Tag.SOPInstanceUID, Uid.of(instance))
        .string(Tag.StudyDate, "20261121")
        .string(Tag.StudyTime, "101500")
        .string(Tag.Modality, "ES")
        .string(Tag.PatientName, "Test^" + patientId)
        .string(Tag.PatientID, patientId)
        .uid(Tag.StudyInstanceUID, Uid.of(study))
        .uid(Tag.SeriesInstanceUID, Uid.of(study + ".1"))
        .integer(Tag.InstanceNumber, number)
        .integer(Tag.SamplesPerPixel, 1)
        .string(Tag.PhotometricInterpretation, "MONOCHROME2")
        .integer(Tag.Rows, 16)
        .integer(Tag.Columns, 16)
        .integer(Tag.BitsAllocated, 8)
        .integer(Tag.BitsStored, 8)
        .integer(Tag.HighBit, 7)
        .integer(Tag.PixelRepresentation, 0)
        .bytes(Tag.PixelData, VR.OB, pixels);
  }

  /** A picture's data set, in {@link #SYNTAX}. */
  static byte[] picture(String study, String patientId, String instance, int number) {
    return encoded(attributes(study, patientId, instance, number).build());
  }

  static byte[] encoded(DataSet object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(object, bytes, SYNTAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Sends it as that instance, whatever its data set says. */
  static Outcome store(ClientAssociation association, String instance, byte[] dataSet)
      throws IOException {
    return association.store(
        new OutgoingObject(SOP_CLASS, Uid.of(instance), SYNTAX.uid(), StoreSource.of(dataSet)));
  }

  /** Sends so many pictures of a study over an association of their own. */
  static List<Outcome> send(LiveNode node, String ae, String study, String patient, int pictures)
      throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(node.proposal(ae).propose(SOP_CLASS, List.of(SYNTAX.uid())).build())) {
      for (int number = 1; number <= pictures; number++) {
        String instance = study + ".1." + number;
        outcomes.add(store(association, instance, picture(study, patient, instance, number)));
      }
    }
    return outcomes;
  }

  /** A file of keys, for a program that takes its query from one. */
  static void writeKeys(Path file, DataSet keys) throws IOException {
    FileMetaInformation meta = FileMetaInformation.of(SOP_CLASS, Uid.of("2.25.1"), SYNTAX.uid());
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(meta, keys, out);
    }
  }
}
