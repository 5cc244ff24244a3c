package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
  private static final byte[] START = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1};
  private static final byte[] MORE = {2, 3};
  private static final long[] NONE = {};

  private static List<byte[]> frames(int count, long[] offsets, long[] lengths, byte[]... fragments)
      throws IOException {
    List<byte[]> frames = new ArrayList<>();
    FrameAssembler assembler = new FrameAssembler(count, offsets, lengths, 100, frames::add);
    for (byte[] fragment : fragments) {
      assembler.fragment(fragment);
    }
    assembler.end();
    return frames;
  }

  @Test
  void aSingleFrameHasAllFragments() throws IOException {
    assertThat(frames(1, NONE, NONE, START, MORE, START))
        .containsExactly(new byte[] {-1, -40, -1, 1, 2, 3, -1, -40, -1, 1});
  }

  @Test
  void framesBeginWhereTheTableSays() throws IOException {
    assertThat(frames(2, new long[] {0, 20}, NONE, MORE, MORE, MORE))
        .containsExactly(new byte[] {2, 3, 2, 3}, MORE);
  }

  @Test
  void theExtendedTablesLengthsTakePaddingAway() throws IOException {
    assertThat(frames(2, new long[] {0, 10}, new long[] {1, 2}, MORE, MORE))
        .containsExactly(new byte[] {2}, MORE);
  }

  @Test
  void aTableThatDoesNotFitTheFirstFragmentsIsNotBelieved() throws IOException {
    assertThat(frames(2, new long[] {0, 2}, NONE, MORE, MORE)).containsExactly(MORE, MORE);
    assertThat(frames(2, new long[] {4, 2}, NONE, MORE, MORE)).containsExactly(MORE, MORE);
  }

  @Test
  void withoutATableFramesBeginWithStartMarkersOrElseWithFragments() throws IOException {
    assertThat(frames(2, NONE, NONE, START, MORE, START))
        .containsExactly(new byte[] {-1, -40, -1, 1, 2, 3}, START);
    assertThat(frames(2, NONE, NONE, new byte[0], MORE, new byte[0], MORE))
        .containsExactly(MORE, MORE);
  }

  @Test
  void anotherNumberOfFramesThanTheAttributesSayIsAnError() {
    assertThatThrownBy(() -> frames(3, NONE, NONE, MORE, MORE))
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining("2 frames (expected: 3");
    assertThatThrownBy(() -> frames(2, NONE, NONE, MORE, MORE, MORE, MORE))
        .hasMessageContaining("more frames (expected: 2");
  }

  @Test
  void aFrameLongerThanTheLimitIsAnError() {
    assertThatThrownBy(() -> frames(1, NONE, NONE, new byte[90], new byte[20]))
        .hasMessageContaining("110 bytes so far (expected: at most 100)");
  }
}
