package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndoscopicImageTest {
  private static final Uid INSTANCE = new Uid("1.2.826.0.1.3680043.10.3");

  @TempDir Path folder;

  @Test
  void describesThePictureAndTheExamination() {
    DataSet image = wrap("stomach-01.jpg").dataSet();
    assertThat(image.uid(Tag.SOPClassUID)).contains(Uids.VLEndoscopicImageStorage);
    assertThat(image.uid(Tag.SOPInstanceUID)).contains(INSTANCE);
    assertThat(image.string(Tag.Modality)).contains("ES");
    assertThat(image.personName(Tag.PatientName)).contains(PersonName.parse("Yamada^Tarou=山田^太郎"));
    assertThat(image.string(Tag.PatientBirthDate)).contains("19600229");
    assertThat(image.string(Tag.StudyTime)).contains("091500.000");
    assertThat(image.string(Tag.ContentTime)).contains("093005.123");
    assertThat(image.string(Tag.AcquisitionDateTime)).contains("20261121093005.123");
    assertThat(image.integer(Tag.Rows)).contains(485);
    assertThat(image.integer(Tag.Columns)).contains(565);
    assertThat(image.integer(Tag.SamplesPerPixel)).contains(3);
    assertThat(image.string(Tag.PhotometricInterpretation)).contains("YBR_FULL_422");
    assertThat(image.string(Tag.LossyImageCompression)).contains("01");
    assertThat(image.string(Tag.LossyImageCompressionMethod)).contains("ISO_10918_1");
    assertThat(image.string(Tag.LossyImageCompressionRatio)).contains("16.68");
    assertThat(image.contains(Tag.AcquisitionContextSequence)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stomach-01.jpg", "stomach-02.jpg", "gray.jpg", "progressive.jpg"})
  void everyByteOfThePictureSurvivesAFile(String name) throws IOException {
    byte[] jpeg = TestPictures.picture(name);
    try (Part10File file = Part10.open(new ByteArrayInputStream(file(wrap(name))))) {
      DataSet read = file.read();
      assertThat(read).isEqualTo(wrap(name).dataSet());
      byte[] frame = EncapsulatedPixelData.of(read).frame(0);
      assertThat(frame).hasSize(jpeg.length + (jpeg.length & 1)).startsWith(jpeg);
    }
  }

  @Test
  void theTransferSyntaxIsThatOfTheStream() {
    assertThat(wrap("stomach-01.jpg").transferSyntax())
        .isEqualTo(TransferSyntax.JPEG_BASELINE_8BIT);
    assertThat(wrap("progressive.jpg").transferSyntax().uid())
        .isEqualTo(Uids.JPEGFullProgressionNonHierarchical1012);
    assertThat(wrap("gray.jpg").dataSet().string(Tag.PhotometricInterpretation))
        .contains("MONOCHROME2");
  }

  @Test
  void aLosslessStreamIsNotMarkedAsLossy() {
    byte[] stream = TestPictures.stream(0xC3, 12, 1, new byte[0], 0x11);
    DataSet image =
        EndoscopicImage.wrap(stream, TestPictures.examination(), INSTANCE, 1, TestPictures.TAKEN_AT)
            .dataSet();
    assertThat(image.string(Tag.LossyImageCompression)).contains("00");
    assertThat(image.contains(Tag.LossyImageCompressionRatio)).isFalse();
    assertThat(image.integer(Tag.BitsAllocated)).contains(16);
    assertThat(image.integer(Tag.HighBit)).contains(11);
  }

  @Test
  void whatIsNotKnownIsEmptyAndNotMissing() {
    Examination bare =
        Examination.builder(new Uid("1.2.3"), new Uid("1.2.4"), TestPictures.TAKEN_AT)
            .characterSet()
            .build();
    DataSet image =
        EndoscopicImage.wrap(
                TestPictures.picture("gray.jpg"), bare, INSTANCE, 1, TestPictures.TAKEN_AT)
            .dataSet();
    assertThat(image.contains(Tag.SpecificCharacterSet)).isFalse();
    assertThat(image.contains(Tag.IssuerOfPatientID)).isFalse();
    for (int tag :
        new int[] {
          Tag.PatientName,
          Tag.PatientID,
          Tag.PatientBirthDate,
          Tag.PatientSex,
          Tag.StudyID,
          Tag.AccessionNumber,
          Tag.ReferringPhysicianName,
          Tag.Manufacturer
        }) {
      assertThat(image.contains(tag)).isTrue();
      assertThat(image.string(tag)).isEmpty();
    }
  }

  @Test
  void whatIsNoPictureOrNoSexIsRefused() {
    assertThatThrownBy(
            () ->
                EndoscopicImage.wrap(
                    new byte[] {1, 2},
                    TestPictures.examination(),
                    INSTANCE,
                    1,
                    TestPictures.TAKEN_AT))
        .isInstanceOf(PixelDataException.class);
    Examination.Builder examination =
        TestPictures.examination(new Uid("1.2.3"), new Uid("1.2.4")).patientSex("X");
    assertThatThrownBy(examination::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: M, F, O or nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stomach-01.jpg", "stomach-02.jpg", "gray.jpg", "progressive.jpg"})
  void dciodvfyFindsNoError(String name) throws Exception {
    Path file = folder.resolve(name + ".dcm");
    Files.write(file, file(wrap(name)));
    ExternalTool.Answer answer = ExternalTool.run("dicom3tools", "dciodvfy", file.toString());
    assertThat(answer.text()).contains("VLEndoscopicImage");
    assertThat(answer.text().lines().filter(line -> line.startsWith("Error"))).isEmpty();
  }

  @Test
  void dcmtkDecodesThePicture() throws Exception {
    Path file = folder.resolve("picture.dcm");
    Path decoded = folder.resolve("picture.ppm");
    Files.write(file, file(wrap("stomach-03.jpg")));
    ExternalTool.Answer answer =
        ExternalTool.run("dcmtk", "dcmj2pnm", "+op", file.toString(), decoded.toString());
    assertThat(answer.status()).as(answer.text()).isZero();
    byte[] picture = Files.readAllBytes(decoded);
    assertThat(new String(Arrays.copyOf(picture, 30), java.nio.charset.StandardCharsets.US_ASCII))
        .contains("565 485");
  }

  private static EndoscopicImage wrap(String name) {
    return EndoscopicImage.wrap(
        TestPictures.picture(name), TestPictures.examination(), INSTANCE, 7, TestPictures.TAKEN_AT);
  }

  private static byte[] file(EndoscopicImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(
        FileMetaInformation.of(
            EndoscopicImage.SOP_CLASS, image.sopInstanceUid(), image.transferSyntax().uid()),
        image.dataSet(),
        out);
    return out.toByteArray();
  }
}
