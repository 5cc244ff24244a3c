package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.bytes;
import static org.hokan.dicom.net.service.Loopback.instance;
import static org.hokan.dicom.net.service.Loopback.object;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.pdu.Pdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Memory stays flat and order is kept, however much comes and however slow a side is. */
@Timeout(120)
class FlowTest {

  /** Counts bytes; waits at a gate with each chunk. */
  private static class Gated implements StoreReception {
    private final CountDownLatch gate;
    private final AtomicLong bytes;

    Gated(CountDownLatch gate, AtomicLong bytes) {
      this.gate = gate;
      this.bytes = bytes;
    }

    @Override
    public void data(ByteBuffer chunk) {
      try {
        gate.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      bytes.addAndGet(chunk.remaining());
    }

    @Override
    public CompletionStage<Outcome> end() {
      return CompletableFuture.completedStage(Outcome.SUCCESS);
    }

    @Override
    public void aborted(Throwable cause) {
      bytes.set(-1);
    }
  }

  @Test
  void aSlowProviderStopsTheSenderAndGetsItAllLater() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicLong received = new AtomicLong();
    StorageScp slow = (request, context) -> new Gated(gate, received);
    AtomicLong sent = new AtomicLong();
    int pdus = 4000;
    byte[] pdu = RawPeer.value(CT_ID, false, false, new byte[16_000]);
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), slow).build())
                .limits(AssociationLimits.builder().maxQueuedBytes(262_144).build())
                .start();
        RawPeer peer = RawPeer.associated(server.port())) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
                  for (int i = 0; i < pdus; i++) {
                    peer.send(pdu);
                    sent.addAndGet(16_000);
                  }
                  peer.send(RawPeer.value(CT_ID, false, true, new byte[0]));
                } catch (java.io.IOException e) {
                  sent.set(-1);
                }
              });
      sender.start();
      await().during(300, TimeUnit.MILLISECONDS).until(unchanged(sent));
      // 64 MB in all; the rest is with the sender, but for what the two sockets hold.
      assertThat(sent.get()).isLessThan(32_000_000L);
      gate.countDown();
      peer.readCommand();
      assertThat(received.get()).isEqualTo(16_000L * pdus);
      sender.join();
    }
  }

  private static java.util.concurrent.Callable<Boolean> unchanged(AtomicLong value) {
    AtomicLong before = new AtomicLong(-1);
    return () -> value.get() > 0 && before.getAndSet(value.get()) == value.get();
  }

  @Test
  void manyThatSendToASlowProviderHoldLittleMoreThanFewDo() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicLong received = new AtomicLong();
    StorageScp slow = (request, context) -> new Gated(gate, received);
    int peers = 100;
    byte[] data = RawPeer.value(CT_ID, false, true, new byte[1_500_000]);
    List<RawPeer> open = new ArrayList<>();
    List<Thread> senders = new ArrayList<>();
    try (DicomServer server =
        Loopback.server(Services.builder().storage(List.of(CT), slow).build())
            .limits(AssociationLimits.builder().maxPduLength(0).build())
            .start()) {
      for (int i = 0; i < peers; i++) {
        RawPeer peer = RawPeer.associated(server.port());
        open.add(peer);
        Uid instance = instance(i);
        Thread sender =
            new Thread(
                () -> {
                  try {
                    peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance)));
                    peer.send(data);
                  } catch (java.io.IOException e) {
                    received.set(-1);
                  }
                });
        senders.add(sender);
        sender.start();
      }
      await().until(() -> server.queuedBytes() > 16 << 20);
      AtomicLong queued = new AtomicLong();
      await()
          .during(500, TimeUnit.MILLISECONDS)
          .until(() -> queued.getAndSet(server.queuedBytes()) == server.queuedBytes());
      // 32 MiB, and for each no more than it is let hold and one read of the socket.
      assertThat(queued.get()).isLessThan((32 << 20) + peers * (65_536L + 262_144L + 4096));
      gate.countDown();
      for (Thread sender : senders) {
        sender.join();
      }
      for (RawPeer peer : open) {
        peer.readCommand();
      }
      assertThat(received.get()).isEqualTo(1_500_000L * peers);
      await().until(() -> server.queuedBytes() == 0);
    } finally {
      for (RawPeer peer : open) {
        peer.close();
      }
    }
  }

  @Test
  void anObjectOfAnySizeNeedsLittleMemoryOnEitherSide() throws Exception {
    long length = 400_000_000L;
    AtomicLong received = new AtomicLong();
    AtomicLong mostMemory = new AtomicLong();
    StorageScp counting =
        (request, context) ->
            new Gated(new CountDownLatch(0), received) {
              @Override
              public void data(ByteBuffer chunk) {
                super.data(chunk);
                long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
                mostMemory.accumulateAndGet(used, Math::max);
              }
            };
    StoreSource large =
        new StoreSource() {
          @Override
          public long length() {
            return length;
          }

          @Override
          public InputStream open() {
            return new DeadlinesTest.Zeros();
          }
        };
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), counting).build()).start();
        DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      Outcome outcome = association.store(new OutgoingObject(CT, instance(1), EXPLICIT, large));
      assertThat(outcome).isEqualTo(Outcome.SUCCESS);
    }
    assertThat(received.get()).isEqualTo(length);
    assertThat(mostMemory.get()).isLessThan(128_000_000L);
  }

  /** Answers when told to; counts how many wait for that. */
  private static final class Waiting implements StorageScp {
    final List<CompletableFuture<Outcome>> open = new ArrayList<>();
    final AtomicInteger most = new AtomicInteger();

    @Override
    public StoreReception store(CStoreRq request, ServiceContext context) {
      return new StoreReception() {
        @Override
        public void data(ByteBuffer chunk) {
          // Not looked at.
        }

        @Override
        public CompletionStage<Outcome> end() {
          CompletableFuture<Outcome> outcome = new CompletableFuture<>();
          synchronized (open) {
            open.add(outcome);
            most.accumulateAndGet(open.size(), Math::max);
          }
          return outcome;
        }

        @Override
        public void aborted(Throwable cause) {
          // Nothing to give up.
        }
      };
    }

    int waiting() {
      synchronized (open) {
        return open.size();
      }
    }

    void answerAll() {
      List<CompletableFuture<Outcome>> now;
      synchronized (open) {
        now = List.copyOf(open);
        open.clear();
      }
      now.forEach(outcome -> outcome.complete(Outcome.SUCCESS));
    }
  }

  @Test
  void asManyOperationsAsNegotiatedAreUnderWayAndNoMore() throws Exception {
    Waiting waiting = new Waiting();
    int window = 4;
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), waiting).build())
                .limits(AssociationLimits.builder().maxOperations(window).build())
                .start();
        DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                Loopback.to(server)
                    .propose(CT, List.of(EXPLICIT))
                    .asynchronousOperationsWindow(100, 1)
                    .build())) {
      assertThat(association.info().maxOperationsInvoked()).isEqualTo(window);
      List<StoreUnderWay> stores = new ArrayList<>();
      for (int i = 0; i <= window; i++) {
        stores.add(association.begin(object(i, bytes(1000, i))));
      }
      await().until(() -> waiting.waiting() == window);
      waiting.answerAll();
      await().until(() -> waiting.waiting() == 1);
      waiting.answerAll();
      for (StoreUnderWay store : stores) {
        assertThat(store.outcome()).isEqualTo(Outcome.SUCCESS);
      }
      assertThat(waiting.most.get()).isEqualTo(window);
    }
  }

  @Test
  void theNextObjectLeavesWhenAnAnswerComesThoughNobodyAsksForIt() throws Exception {
    Waiting waiting = new Waiting();
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), waiting).build()).start();
        DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      StoreUnderWay first = association.begin(object(1, bytes(300_000, 1)));
      StoreUnderWay second = association.begin(object(2, bytes(300_000, 2)));
      await().until(() -> waiting.waiting() == 1);
      waiting.answerAll();
      await().until(() -> waiting.waiting() == 1);
      waiting.answerAll();
      assertThat(second.outcome()).isEqualTo(Outcome.SUCCESS);
      assertThat(first.outcome()).isEqualTo(Outcome.SUCCESS);
      assertThat(waiting.most.get()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNotSentYetCanBeTakenBackAndOthersFollow() throws Exception {
    Waiting waiting = new Waiting();
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), waiting).build()).start();
        DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      StoreUnderWay first = association.begin(object(1, bytes(1000, 1)));
      StoreUnderWay second = association.begin(object(2, bytes(1000, 2)));
      await().until(() -> waiting.waiting() == 1);
      assertThat(first.withdraw()).isFalse();
      assertThat(second.withdraw()).isTrue();
      StoreUnderWay third = association.begin(object(3, bytes(1000, 3)));
      waiting.answerAll();
      assertThat(first.outcome()).isEqualTo(Outcome.SUCCESS);
      await().until(() -> waiting.waiting() == 1);
      waiting.answerAll();
      assertThat(third.outcome()).isEqualTo(Outcome.SUCCESS);
      assertThat(waiting.waiting()).isZero();
    }
  }

  @Test
  void whatWaitsWhenTheAssociationIsLostFailsAsWhatIsUnderWayDoes() throws Exception {
    Waiting waiting = new Waiting();
    DicomServer server =
        Loopback.server(Services.builder().storage(List.of(CT), waiting).build())
            .closeTimeout(Duration.ofMillis(1))
            .start();
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      StoreUnderWay first = association.begin(object(1, bytes(1000, 1)));
      StoreUnderWay second = association.begin(object(2, bytes(1000, 2)));
      await().until(() -> waiting.waiting() == 1);
      server.close();
      assertThatThrownBy(first::outcome).isInstanceOf(AssociationException.class);
      assertThatThrownBy(second::outcome).isInstanceOf(AssociationException.class);
      assertThat(second.withdraw()).isFalse();
    }
  }

  /** Netty would log an error for each answer that it can tell nobody of. */
  @Test
  void whatIsStoredAfterTheServerHasClosedAsksNothingOfThreadsThatEnded() throws Exception {
    Waiting waiting = new Waiting();
    DicomServer server =
        Loopback.server(Services.builder().storage(List.of(CT), waiting).build())
            .closeTimeout(Duration.ofMillis(1))
            .start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server)) {
      StoreUnderWay store = association.begin(object(1, bytes(1000, 1)));
      await().until(() -> waiting.waiting() == 1);
      server.close();
      assertThatThrownBy(store::outcome).isInstanceOf(AssociationException.class);
      root.addAppender(said);
      said.start();
      waiting.answerAll();
      assertThat(said.list).isEmpty();
    } finally {
      root.detachAppender(said);
    }
  }

  /** What the kernel holds of them is a few megabytes. */
  @Test
  void requestsWithoutDataSetsThatWaitStopTheirSenderToo() throws Exception {
    int many = 1_000_000;
    Waiting waiting = new Waiting();
    AtomicInteger sent = new AtomicInteger();
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), waiting).build()).start();
        RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      peer.send(RawPeer.value(CT_ID, false, true, new byte[100]));
      await().until(() -> waiting.waiting() == 1);
      byte[] echo = RawPeer.command(CT_ID, new CEchoRq(2, CT));
      Thread sender = new Thread(() -> sendAll(peer, echo, many, sent));
      sender.start();

      AtomicInteger before = new AtomicInteger();
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());

      assertThat(sent).hasValueLessThan(many);
      int stopped = sent.get();
      waiting.answerAll();
      await().atMost(Duration.ofMinutes(1)).until(() -> sent.get() > stopped);
    }
  }

  private static void sendAll(RawPeer peer, byte[] message, int times, AtomicInteger sent) {
    try {
      while (sent.get() < times) {
        peer.send(message);
        sent.incrementAndGet();
      }
    } catch (IOException e) {
      sent.get(); // the test has ended
    }
  }

  @Test
  void whoSendsMoreThanNegotiatedIsServedOneByOne() throws Exception {
    Waiting waiting = new Waiting();
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), waiting).build()).start();
        RawPeer peer = RawPeer.associated(server.port())) {
      for (int i = 1; i <= 5; i++) {
        peer.send(RawPeer.command(CT_ID, new CStoreRq(i, CT, instance(i))));
        peer.send(RawPeer.value(CT_ID, false, true, new byte[100]));
      }
      for (int i = 1; i <= 5; i++) {
        await().until(() -> waiting.waiting() == 1);
        waiting.answerAll();
        peer.readCommand();
      }
      assertThat(waiting.most.get()).isEqualTo(1);
    }
  }

  @Test
  void closingTheServerLetsAStoreEndAndTakesNoOther() throws Exception {
    Waiting waiting = new Waiting();
    DicomServer server =
        Loopback.server(Services.builder().storage(List.of(CT), waiting).build()).start();
    Thread closing = new Thread(server::close);
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association = Loopback.connect(client, server);
        RawPeer idle = RawPeer.associated(server.port())) {
      StoreUnderWay store = association.begin(object(1, bytes(1000, 1)));
      await().until(() -> waiting.waiting() == 1);
      closing.start();
      assertThat(idle.read()).isInstanceOf(Pdu.AAbort.class);
      assertThat(waiting.waiting()).isEqualTo(1);
      waiting.answerAll();
      assertThat(store.outcome()).isEqualTo(Outcome.SUCCESS);
      closing.join();
      int port = server.port();
      assertThatThrownBy(() -> RawPeer.connect(port)).isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void manyAssociationsStoreAtOnce() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    int associations = 16;
    int objects = 20;
    try (DicomServer server =
            Loopback.server(Services.builder().storage(List.of(CT), storage).build()).start();
        DicomClient client = DicomClient.builder().build()) {
      List<Thread> threads = new ArrayList<>();
      for (int a = 0; a < associations; a++) {
        int from = a * objects;
        Thread thread = new Thread(() -> storeAll(client, server, from, objects));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(storage.objects).hasSize(associations * objects);
    storage.objects.forEach((uid, bytes) -> assertThat(bytes).hasSize(50_000));
  }

  private static void storeAll(DicomClient client, DicomServer server, int from, int count) {
    try (ClientAssociation association = Loopback.connect(client, server)) {
      for (int i = from; i < from + count; i++) {
        association.store(object(i, bytes(50_000, i)));
      }
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
