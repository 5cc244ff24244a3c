package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.bytes;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that is lent for sending is sent as it is, and given back once, whatever happens. */
@Timeout(60)
class WholeDataTest {
  /** Of which a P-DATA-TF carries 16,378 bytes of a data set. */
  private static final int PDU = 16_384;

  private static final int OF_PDU = 16_378;
  private static final int LONG = 300_000;

  /** Bytes outside of the heap; counts how often they are given back. */
  private static final class Lender implements StoreSource {
    private final byte[] dataSet;
    private final AtomicInteger back = new AtomicInteger();

    Lender(int length) {
      this.dataSet = bytes(length, length);
    }

    OutgoingObject object(int number) {
      return new OutgoingObject(CT, instance(number), EXPLICIT, this);
    }

    @Override
    public long length() {
      return dataSet.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(dataSet);
    }

    @Override
    public Optional<WholeData> whole() {
      ByteBuffer memory = ByteBuffer.allocateDirect(3 + dataSet.length + 5);
      memory.position(3).put(dataSet).flip().position(3);
      return Optional.of(
          new WholeData(
              memory,
              () -> {
                memory.clear().put(new byte[memory.capacity()]);
                back.incrementAndGet();
              }));
    }

    void awaitBack() {
      await().until(() -> back.get() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 2 * OF_PDU - 2, 2 * OF_PDU, 2 * OF_PDU + 2, 5 * OF_PDU, LONG})
  void arrivesAsItIsWhateverItsLength(int length) throws Exception {
    KeepingStorage storage = new KeepingStorage();
    Lender lender = new Lender(length);
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), storage).build())
                .limits(AssociationLimits.builder().maxPduLength(PDU).build())
                .start();
        DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      assertThat(association.store(lender.object(1))).isEqualTo(Outcome.SUCCESS);
      lender.awaitBack();
      assertThat(storage.objects.get(instance(1))).isEqualTo(lender.dataSet);
    }
    assertThat(lender.back).hasValue(1);
  }

  @Test
  void isGivenBackWhenItIsWithdrawnAndWhenTheAssociationIsLost() throws Exception {
    StoreReception mute =
        new StoreReception() {
          @Override
          public void data(ByteBuffer chunk) {}

          @Override
          public CompletableFuture<Outcome> end() {
            return new CompletableFuture<>();
          }

          @Override
          public void aborted(Throwable cause) {}
        };
    Lender withdrawn = new Lender(LONG);
    Lender waits = new Lender(LONG);
    Lender late = new Lender(LONG);
    DicomServer server =
        Loopback.server(Services.builder().storage(List.of(CT), (request, on) -> mute).build())
            .closeTimeout(Duration.ofMillis(1))
            .start();
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      Lender sent = new Lender(LONG);
      StoreUnderWay first = association.begin(sent.object(1));
      sent.awaitBack();
      assertThat(association.begin(withdrawn.object(2)).withdraw()).isTrue();
      withdrawn.awaitBack();
      StoreUnderWay second = association.begin(waits.object(3));
      assertThat(waits.back).hasValue(0);

      server.close();

      assertThatThrownBy(first::outcome).isInstanceOf(AssociationException.class);
      assertThatThrownBy(second::outcome).isInstanceOf(AssociationException.class);
      waits.awaitBack();
      assertThatThrownBy(() -> association.begin(late.object(4)))
          .isInstanceOf(AssociationException.class);
      late.awaitBack();
      assertThat(sent.back).hasValue(1);
    } finally {
      server.close();
    }
    assertThat(List.of(withdrawn.back.get(), waits.back.get(), late.back.get())).containsOnly(1);
  }
}
