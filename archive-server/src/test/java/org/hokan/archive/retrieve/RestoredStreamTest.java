package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.junit.jupiter.api.Test;

/** Damage in a smaller form is repaired, however early its decoder gives up. */
class RestoredStreamTest {
  private static final TransferSyntax CAME = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int FRAMES = 40;

  private final Recompression recompression = new Recompression();
  private final byte[] original = original();
  private final ByteArrayOutputStream smaller = new ByteArrayOutputStream();
  private final Recipe recipe;
  private int damaged;

  RestoredStreamTest() throws IOException {
    recipe =
        recompression.compress(
            new ByteArrayInputStream(original), TransferSyntax.JPEG_LS_LOSSLESS, smaller);
  }

  /** Longer than what is read ahead of its frames. */
  private static byte[] original() {
    byte[] noise = new byte[64 * 64 * FRAMES];
    new SplittableRandom(7).nextBytes(noise);
    Uid uid = new Uid("1.2.3");
    DataSet dataSet =
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, uid)
            .integer(Tag.SamplesPerPixel, 1)
            .string(Tag.PhotometricInterpretation, "MONOCHROME2")
            .integer(Tag.NumberOfFrames, FRAMES)
            .integer(Tag.Rows, 64)
            .integer(Tag.Columns, 64)
            .integer(Tag.BitsAllocated, 8)
            .integer(Tag.BitsStored, 8)
            .integer(Tag.HighBit, 7)
            .integer(Tag.PixelRepresentation, 0)
            .bytes(Tag.PixelData, VR.OB, noise)
            .build();
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(
        Part10.header(
            FileMetaInformation.builder(Uids.VLEndoscopicImageStorage, uid, CAME.uid()).build()));
    object.writeBytes(DataSetWriter.toBytes(dataSet, CAME));
    return object.toByteArray();
  }

  private InputStream restored(byte[] found) throws IOException {
    String digest = HexFormat.of().formatHex(Digests.sha256().digest(smaller.toByteArray()));
    InputStream proven =
        new ProvenStream(
            new ByteArrayInputStream(found),
            new Location("v", "packs/demo/ECONOMY/1.tar", 2048, found.length),
            digest,
            () -> ++damaged > 0);
    return new RestoredStream(recompression.restore(proven, recipe), proven);
  }

  @Test
  void theOriginalIsGivenBack() throws IOException {
    try (InputStream in = restored(smaller.toByteArray())) {
      assertThat(in.readAllBytes()).isEqualTo(original);
    }
    assertThat(damaged).isZero();
  }

  @Test
  void damageInAnEarlyFrameIsToldAsDamageOfTheForm() throws IOException {
    byte[] found = smaller.toByteArray();
    found[firstFrame(found) + 4] ^= 0x40;
    try (InputStream in = restored(found)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pack packs/demo/ECONOMY/1.tar at 2048: SHA-256");
    }
    assertThat(damaged).as("asked for repair").isEqualTo(1);
  }

  private static int firstFrame(byte[] object) {
    int at = 0;
    while ((object[at] & 0xFF) != 0xFF || (object[at + 1] & 0xFF) != 0xD8) {
      at++;
    }
    return at;
  }
}
