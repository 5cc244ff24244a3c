package org.hokan.dicom.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.cli.LoadUids.Kind;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/**
 * An encoded data set and where in it stand the identifiers that each sending replaces: encoded
 * once, sent many times. Offsets are bytes from the data set's start.
 */
record LoadObject(
    Uid sopClassUid,
    Uid transferSyntaxUid,
    byte[] dataSet,
    int instanceAt,
    int patientIdAt,
    int studyAt,
    int seriesAt) {
  private static final LoadUids PLACES = new LoadUids(new SplittableRandom(1));

  /** What a presentation context must offer for it. */
  ContextNeed need() {
    return new ContextNeed(sopClassUid, transferSyntaxUid);
  }

  /** An object of a head, whose identifiers are replaced, and the encoded elements after it. */
  static LoadObject of(DataSet head, TransferSyntax syntax, byte[] rest) {
    DataSet placed =
        head.toBuilder()
            .string(Tag.SOPInstanceUID, PLACES.uid(Kind.INSTANCE, 0))
            .string(Tag.PatientID, PLACES.patientId(0))
            .string(Tag.StudyInstanceUID, PLACES.uid(Kind.STUDY, 0))
            .string(Tag.SeriesInstanceUID, PLACES.uid(Kind.SERIES, 0))
            .build();
    byte[] encoded = DataSetWriter.toBytes(placed, syntax);
    String text = new String(encoded, StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream whole = new ByteArrayOutputStream(encoded.length + rest.length);
    whole.writeBytes(encoded);
    whole.writeBytes(rest);
    return new LoadObject(
        head.uid(Tag.SOPClassUID).orElseThrow(),
        syntax.uid(),
        whole.toByteArray(),
        text.indexOf(PLACES.uid(Kind.INSTANCE, 0)),
        text.indexOf(PLACES.patientId(0)),
        text.indexOf(PLACES.uid(Kind.STUDY, 0)),
        text.indexOf(PLACES.uid(Kind.SERIES, 0)));
  }

  /**
   * The object in a file.
   *
   * @throws IOException when it cannot be read, or its identifiers cannot be written over
   */
  static LoadObject read(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      DataSetReader reader = file.reader(ReadLimits.DEFAULT);
      DataSet head = reader.readHead();
      if (file.transferSyntax().deflated() || head.uid(Tag.SOPClassUID).isEmpty()) {
        throw new FileScan.NotStorableException("deflated, or without SOP Class UID");
      }
      return of(head, reader.transferSyntax(), reader.rest().readAllBytes());
    }
  }
}
