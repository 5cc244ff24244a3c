package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.image.transcode.TranscodingOptions;
import org.hokan.dicom.net.service.OutgoingObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TranscodingTest {
  private static final InstanceRow ROW =
      new InstanceRow(
          "demo",
          new Uid("1.2.1"),
          new Uid("1.2.1.1"),
          new Uid("1.2.1.1.1"),
          Uids.VLEndoscopicImageStorage,
          TransferSyntax.JPEG_BASELINE_8BIT.uid(),
          "",
          new StoredAt("volume", "pack", 0, 0),
          Instant.EPOCH,
          new Sender("ENDO1", "HOKAN", "127.0.0.1"),
          new Decided("ECONOMY", "", 0, "", 0, "", ""),
          Optional.empty(),
          0);

  private final ExecutorService makers = Executors.newCachedThreadPool();
  private final AtomicInteger made = new AtomicInteger();

  @AfterEach
  void stop() {
    makers.shutdownNow();
  }

  private Transcoding begun(Transcoding.Making making) {
    Transcoding transcoding =
        new Transcoding(
            makers,
            pipe -> {
              made.incrementAndGet();
              making.writeTo(pipe);
            },
            ROW,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    transcoding.start();
    return transcoding;
  }

  @Test
  void isMadeAheadAndSentAsTheSameInstanceInItsOtherSyntax() throws IOException {
    try (Transcoding transcoding = begun(pipe -> pipe.in().write(new byte[] {1, 2, 3}))) {
      transcoding.awaitStart();
      OutgoingObject outgoing = transcoding.outgoing();
      assertThat(outgoing.sopInstanceUid()).isEqualTo(ROW.sopInstanceUid());
      assertThat(outgoing.transferSyntaxUid())
          .isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
      try (InputStream in = transcoding.open()) {
        assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
      }
      assertThat(made).hasValue(1);
    }
  }

  @Test
  void isMadeAgainWhenItHasToBeSentAgain() throws IOException {
    try (Transcoding transcoding = begun(pipe -> pipe.in().write(new byte[Pipe.MOST_BYTES * 2]))) {
      assertThat(transcoding.open().readNBytes(10)).hasSize(10);
      assertThat(transcoding.open().readAllBytes()).hasSize(Pipe.MOST_BYTES * 2);
      assertThat(made).hasValue(2);
    }
  }

  @Test
  void whatHasNoWaySaysSoAndIsNotTriedAgain() throws IOException {
    try (Transcoding transcoding =
        begun(
            pipe ->
                Transcoder.standard()
                    .dataSet(
                        InputStream.nullInputStream(),
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        pipe.in(),
                        TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION,
                        TranscodingOptions.LOSSLESS))) {
      assertThatThrownBy(transcoding::awaitStart)
          .isInstanceOf(UntranscodableException.class)
          .hasMessageStartingWith("cannot be given in Explicit VR Little Endian: no JPEG stream: ");
      assertThatThrownBy(() -> transcoding.open().readAllBytes())
          .isInstanceOf(UntranscodableException.class);
      assertThatThrownBy(transcoding::open).isInstanceOf(UntranscodableException.class);
      assertThat(made).hasValue(1);
    }
  }

  @Test
  void anErrorOfTheMakerReachesTheSender() throws IOException {
    try (Transcoding transcoding =
        begun(
            pipe -> {
              throw new OutOfMemoryError("for this frame");
            })) {
      assertThatThrownBy(transcoding::awaitStart)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(UntranscodableException.class)
          .hasMessage("for this frame");
    }
  }

  @Test
  void whatIsClosedIsMadeNoFurther() {
    AtomicReference<IOException> ended = new AtomicReference<>();
    Transcoding transcoding =
        begun(
            pipe -> {
              try {
                pipe.in().write(new byte[Pipe.MOST_BYTES * 2]);
              } catch (IOException e) {
                ended.set(e);
              }
            });
    transcoding.close();
    await().until(() -> ended.get() != null);
    assertThat(ended.get()).hasMessage("nobody takes it any more");
  }
}
