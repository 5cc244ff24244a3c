package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameReaderTest {
  private static final byte[] FIRST = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};
  private static final byte[] SECOND = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 4};

  @TempDir private Path folder;

  @Test
  void readsEveryFrameAsTheDataSetInMemoryHasIt() throws IOException {
    Path objects = Path.of(System.getProperty("hokan.root"), "test-data/objects");
    for (String name : List.of("us-multiframe-rle.dcm", "slide-jpegls.dcm", "seg-rle.dcm")) {
      EncapsulatedPixelData whole =
          EncapsulatedPixelData.of(Part10.open(objects.resolve(name)).read());
      try (FrameReader reader = FrameReader.open(objects.resolve(name))) {
        assertThat(reader.frameCount()).isEqualTo(whole.frameCount());
        for (int i = 0; i < whole.frameCount(); i++) {
          assertThat(reader.frame(i)).as("%s, frame %d", name, i).isEqualTo(whole.frame(i));
        }
      }
    }
  }

  @Test
  void framesAreToldApartByTheBasicOffsetTable() throws IOException {
    try (FrameReader reader =
        encapsulated(2, DataSet.builder(), new byte[] {0, 0, 0, 0, 14, 0, 0, 0}, FIRST, SECOND)) {
      assertThat(reader.separation()).isEqualTo(FrameReader.Separation.BASIC_OFFSET_TABLE);
      assertThat(reader.frame(1)).isEqualTo(SECOND);
    }
  }

  @Test
  void theExtendedOffsetTableTellsLengthsWithoutPadding() throws IOException {
    DataSet.Builder table =
        DataSet.builder()
            .longs(Tag.ExtendedOffsetTable, VR.OV, 0, 14)
            .longs(Tag.ExtendedOffsetTableLengths, VR.OV, 5, 4);
    try (FrameReader reader = encapsulated(2, table, new byte[0], FIRST, SECOND)) {
      assertThat(reader.separation()).isEqualTo(FrameReader.Separation.EXTENDED_OFFSET_TABLE);
      assertThat(reader.frame(0)).isEqualTo(new byte[] {-1, (byte) 0xD8, -1, 1, 2});
    }
  }

  @Test
  void emptyItemsAreNoFrames() throws IOException {
    try (FrameReader reader =
        encapsulated(2, DataSet.builder(), new byte[0], FIRST, new byte[0], SECOND)) {
      assertThat(reader.separation()).isEqualTo(FrameReader.Separation.COUNT);
      assertThat(reader.frame(0)).isEqualTo(FIRST);
      assertThat(reader.frame(1)).isEqualTo(SECOND);
    }
  }

  @Test
  void severalFragmentsAFrameAreToldApartByStartMarkers() throws IOException {
    try (FrameReader reader =
        encapsulated(2, DataSet.builder(), new byte[0], FIRST, new byte[] {5, 6}, SECOND)) {
      assertThat(reader.separation()).isEqualTo(FrameReader.Separation.START_MARKERS);
      assertThat(reader.frame(0)).isEqualTo(new byte[] {-1, (byte) 0xD8, -1, 1, 2, 3, 5, 6});
    }
  }

  @Test
  void framesOfSingleBitsNeedNotStartWithAByte() throws IOException {
    DataSet.Builder object = image(1, 3, 3, 1);
    object.bytes(Tag.PixelData, VR.OB, new byte[] {(byte) 0b0101_1010, 1});
    try (FrameReader reader = reader(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
      assertThat(reader.frame(0)[0] & 7).isEqualTo(0b010);
      assertThat(reader.frame(1)[0] & 7).isEqualTo(0b011);
      assertThat(reader.frame(2)[0] & 7).isEqualTo(0b101);
    }
  }

  @Test
  void nativeDataThatIsTooShortForItsFramesIsRefused() {
    DataSet.Builder object = image(10, 10, 2, 8);
    object.bytes(Tag.PixelData, VR.OB, new byte[100]);
    assertThatThrownBy(() -> reader(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining("100 bytes (expected: 200 for 2 frames");
  }

  @Test
  void anObjectInsideAnotherFileIsReadInPlace() throws IOException {
    DataSet.Builder object = image(2, 2, 1, 8);
    object.bytes(Tag.PixelData, VR.OB, new byte[] {1, 2, 3, 4});
    Path alone = written(object, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    byte[] bytes = Files.readAllBytes(alone);
    Path pack = folder.resolve("pack");
    Files.write(
        pack, ByteBuffer.allocate(bytes.length + 700).put(new byte[512]).put(bytes).array());
    try (FrameReader reader = FrameReader.of(FileChannel.open(pack), 512, bytes.length)) {
      assertThat(reader.frame(0)).isEqualTo(new byte[] {1, 2, 3, 4});
    }
  }

  private FrameReader encapsulated(
      int frames, DataSet.Builder tables, byte[] basicTable, byte[]... fragments)
      throws IOException {
    List<byte[]> items = new java.util.ArrayList<>(List.of(basicTable));
    items.addAll(List.of(fragments));
    DataSet.Builder object = image(8, 8, frames, 8).putAll(tables.build());
    object.put(Element.fragments(Tag.PixelData, VR.OB, items));
    return reader(object, TransferSyntax.JPEG_BASELINE_8BIT);
  }

  private static DataSet.Builder image(int rows, int columns, int frames, int bits) {
    return DataSet.builder()
        .uid(Tag.SOPClassUID, Uids.SecondaryCaptureImageStorage)
        .integer(Tag.SamplesPerPixel, 1)
        .string(Tag.PhotometricInterpretation, "MONOCHROME2")
        .string(Tag.NumberOfFrames, Integer.toString(frames))
        .integer(Tag.Rows, rows)
        .integer(Tag.Columns, columns)
        .integer(Tag.BitsAllocated, bits)
        .integer(Tag.BitsStored, bits)
        .integer(Tag.HighBit, bits - 1)
        .integer(Tag.PixelRepresentation, 0);
  }

  private FrameReader reader(DataSet.Builder object, TransferSyntax syntax) throws IOException {
    return FrameReader.open(written(object, syntax));
  }

  private Path written(DataSet.Builder object, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Part10.write(
        FileMetaInformation.of(Uids.SecondaryCaptureImageStorage, new Uid("1.2.3"), syntax.uid()),
        object.build(),
        bytes);
    Path file = Files.createTempFile(folder, "object", ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes.toByteArray());
    }
    return file;
  }
}
