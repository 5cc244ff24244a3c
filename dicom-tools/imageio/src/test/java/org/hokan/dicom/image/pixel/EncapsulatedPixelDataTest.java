package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncapsulatedPixelDataTest {
  private static final byte[] EMPTY_TABLE = {};

  @Test
  void framesBecomeFragmentsOfEvenLengthWithABasicOffsetTable() {
    FragmentsElement element =
        EncapsulatedPixelData.ofFrames(List.of(bytes(1, 2, 3), bytes(4, 5), bytes(6)));
    assertThat(element.vr()).isEqualTo(VR.OB);
    assertThat(element.count()).isEqualTo(4);
    assertThat(element.fragmentBytes(0)).isEqualTo(table(0, 12, 22));
    assertThat(element.fragmentBytes(1)).isEqualTo(bytes(1, 2, 3, 0));
    assertThat(element.fragmentBytes(2)).isEqualTo(bytes(4, 5));
    assertThat(element.fragmentBytes(3)).isEqualTo(bytes(6, 0));
  }

  @Test
  void theBasicOffsetTableTellsFramesOfSeveralFragmentsApart() {
    DataSet image =
        image(2, table(0, 20), bytes(1, 2), bytes(3, 4), bytes(5, 6), bytes(7, 8), bytes(9, 0));
    EncapsulatedPixelData frames = EncapsulatedPixelData.of(image);
    assertThat(frames.frameCount()).isEqualTo(2);
    assertThat(frames.frame(0)).isEqualTo(bytes(1, 2, 3, 4));
    assertThat(frames.fragments(1)).hasSize(3);
    assertThat(frames.frame(1)).isEqualTo(bytes(5, 6, 7, 8, 9, 0));
    assertThat(frames.stream()).isEqualTo(bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 0));
  }

  @Test
  void theExtendedOffsetTableGivesExactLengths() {
    List<byte[]> frames = List.of(bytes(1, 2, 3), bytes(4, 5, 6, 7, 8));
    DataSet image =
        EncapsulatedPixelData.withExtendedOffsetTable(frames).toBuilder()
            .integer(Tag.NumberOfFrames, 2)
            .build();
    assertThat(image.longs(Tag.ExtendedOffsetTable)).containsExactly(0L, 12L);
    EncapsulatedPixelData found = EncapsulatedPixelData.of(image);
    assertThat(found.frame(0)).isEqualTo(bytes(1, 2, 3));
    assertThat(found.frame(1)).isEqualTo(bytes(4, 5, 6, 7, 8));
  }

  @Test
  void lengthsThatCannotBeAreNotBelieved() {
    DataSet image =
        EncapsulatedPixelData.withExtendedOffsetTable(List.of(bytes(1, 2, 3))).toBuilder()
            .longs(Tag.ExtendedOffsetTableLengths, VR.OV, -5)
            .build();
    assertThat(EncapsulatedPixelData.of(image).frame(0)).isEqualTo(bytes(1, 2, 3, 0));
  }

  @Test
  void withoutTableOneFragmentIsOneFrame() {
    EncapsulatedPixelData found =
        EncapsulatedPixelData.of(image(3, EMPTY_TABLE, bytes(1, 2), bytes(3, 4), bytes(5, 6)));
    assertThat(found.frameCount()).isEqualTo(3);
    assertThat(found.frame(2)).isEqualTo(bytes(5, 6));
  }

  @Test
  void withoutTableAllFragmentsAreASingleFrame() {
    EncapsulatedPixelData found =
        EncapsulatedPixelData.of(image(1, EMPTY_TABLE, bytes(1, 2), bytes(3, 4)));
    assertThat(found.frameCount()).isEqualTo(1);
    assertThat(found.frame(0)).isEqualTo(bytes(1, 2, 3, 4));
  }

  @Test
  void withoutTableStartMarkersTellFramesApart() {
    byte[] jpeg = bytes(0xFF, 0xD8, 0xFF, 0xE0);
    byte[] jpeg2000 = bytes(0xFF, 0x4F, 0xFF, 0x51);
    EncapsulatedPixelData found =
        EncapsulatedPixelData.of(
            image(2, EMPTY_TABLE, jpeg, bytes(1, 2), jpeg2000, bytes(3, 4), bytes(5, 6)));
    assertThat(found.frameCount()).isEqualTo(2);
    assertThat(found.fragments(1)).hasSize(3);
  }

  @Test
  void aTableThatDoesNotFitIsNotBelieved() {
    for (byte[] table :
        List.of(table(0, 11), table(0, 1000), table(10, 0), table(0, 0), table(4, 14), table(0))) {
      EncapsulatedPixelData found =
          EncapsulatedPixelData.of(image(2, table, bytes(1, 2), bytes(3, 4)));
      assertThat(found.frame(1)).as(Arrays.toString(table)).isEqualTo(bytes(3, 4));
    }
  }

  @Test
  void framesThatCannotBeToldApartAreRefused() {
    DataSet video = image(100, EMPTY_TABLE, bytes(1, 2), bytes(3, 4));
    assertThatThrownBy(() -> EncapsulatedPixelData.of(video))
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining("2 fragments without a fitting offset table (expected: 100 frames");
    assertThatThrownBy(() -> EncapsulatedPixelData.of(image(1, EMPTY_TABLE)))
        .isInstanceOf(PixelDataException.class);
    assertThatThrownBy(() -> EncapsulatedPixelData.of(DataSet.empty()))
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining("not encapsulated");
  }

  @Test
  void nothingCanBeWrittenThroughAFragment() {
    EncapsulatedPixelData found = EncapsulatedPixelData.of(image(1, EMPTY_TABLE, bytes(1, 2)));
    assertThat(found.fragments(0).get(0).isReadOnly()).isTrue();
    found.fragments(0).get(0).get();
    assertThat(found.frame(0)).isEqualTo(bytes(1, 2));
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void framesSurviveWrappingAndFinding(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> frames = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      byte[] frame = new byte[random.nextInt(1, 50)];
      random.nextBytes(frame);
      frames.add(frame);
    }
    DataSet.Builder image = DataSet.builder().integer(Tag.NumberOfFrames, frames.size());
    boolean extended = random.nextBoolean();
    if (extended) {
      image.putAll(EncapsulatedPixelData.withExtendedOffsetTable(frames));
    } else {
      image.put(EncapsulatedPixelData.ofFrames(frames));
    }
    EncapsulatedPixelData found = EncapsulatedPixelData.of(image.build());
    assertThat(found.frameCount()).isEqualTo(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      int length = frames.get(i).length;
      byte[] expected = Arrays.copyOf(frames.get(i), extended ? length : length + (length & 1));
      assertThat(found.frame(i)).as("seed %d, frame %d", seed, i).isEqualTo(expected);
    }
  }

  private static DataSet image(int frames, byte[] table, byte[]... fragments) {
    List<byte[]> items = new ArrayList<>(List.of(table));
    items.addAll(List.of(fragments));
    return DataSet.builder()
        .integer(Tag.NumberOfFrames, frames)
        .put(Element.fragments(Tag.PixelData, VR.OB, items))
        .build();
  }

  private static byte[] table(int... offsets) {
    ByteBuffer table = ByteBuffer.allocate(4 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(offsets).forEach(table::putInt);
    return table.array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
