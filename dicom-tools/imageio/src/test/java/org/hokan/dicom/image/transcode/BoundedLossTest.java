package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLossTest {
  private static final Path DATA =
      Path.of(System.getProperty("hokan.root"), "test-data", "objects");
  private static final BoundedLoss LOSS = new BoundedLoss(Transcoder.standard());

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 20})
  void noSampleDiffersByMoreThanTheBound(int bound) throws IOException {
    byte[] original = object("mr-explicit.dcm");
    byte[] lossy = lossy(original, bound);

    assertThat(lossy.length).isLessThan(original.length * 3 / 4);
    assertThat(error(original, lossy)).isBetween(1, bound);
    assertThat(error(original, original)).isZero();
  }

  @Test
  void aDamagedSampleIsSeen() throws IOException {
    byte[] original = object("mr-explicit.dcm");
    byte[] other = original.clone();
    other[other.length - 1000] ^= 0x40;

    assertThat(error(original, other)).isPositive();
  }

  @Test
  void aStreamThatCannotBeDecodedIsTold() throws IOException {
    byte[] original = object("mr-explicit.dcm");
    byte[] lossy = lossy(original, 2);

    assertThatThrownBy(() -> error(original, Arrays.copyOf(lossy, lossy.length / 2)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theSameUidStaysWithoutNamingTheObjectAsItsOwnSource() throws IOException {
    try (Part10File file =
        Part10.open(new ByteArrayInputStream(lossy(object("mr-explicit.dcm"), 2)))) {
      DataSet read = file.readHead();
      assertThat(read.string(Tag.LossyImageCompression)).contains("01");
      assertThat(read.strings(Tag.ImageType)).startsWith("DERIVED");
      assertThat(read.contains(Tag.SourceImageSequence)).isFalse();
    }
  }

  @Test
  void whatLostSomethingBeforeIsRefused() throws IOException {
    byte[] once = lossy(object("mr-explicit.dcm"), 2);

    assertThat(BoundedLoss.refusal(new ByteArrayInputStream(once)).orElse(""))
        .contains("lossy already");
    assertThat(BoundedLoss.refusal(new ByteArrayInputStream(object("mr-explicit.dcm")))).isEmpty();
    assertThat(BoundedLoss.takes(TransferSyntax.JPEG_BASELINE_8BIT)).isFalse();
  }

  private static byte[] object(String name) throws IOException {
    return Files.readAllBytes(DATA.resolve(name));
  }

  private static byte[] lossy(byte[] original, int bound) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transcoded done =
        LOSS.compress(new ByteArrayInputStream(original), out, bound, (Uid uid) -> uid);
    assertThat(done.derivedUid()).isEmpty();
    return out.toByteArray();
  }

  private static int error(byte[] one, byte[] other) throws IOException {
    return LOSS.largestError(new ByteArrayInputStream(one), new ByteArrayInputStream(other));
  }
}
