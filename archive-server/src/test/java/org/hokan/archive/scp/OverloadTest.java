package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.ae.Permission.QUERY;
import static org.hokan.archive.ae.Permission.STORE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.hokan.archive.storage.SlowDisk;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationRejectedException;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More than the node can do at once is refused or made to wait; nothing is dropped half-way. */
@Timeout(180)
class OverloadTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Uid STUDY_ROOT = Uids.StudyRootQueryRetrieveInformationModelFind;

  private final DicomClient patient =
      DicomClient.builder()
          .limits(
              AssociationLimits.builder()
                  .connectTimeout(LONG)
                  .associateTimeout(LONG)
                  .operationTimeout(LONG)
                  .releaseTimeout(LONG)
                  .build())
          .build();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    patient.close();
  }

  private interface Work {
    void run(int number) throws IOException;
  }

  /** Runs the same with each number, all at once. */
  private void atOnce(List<Integer> numbers, Work work) throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int number : numbers) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                  work.run(number);
                } catch (IOException | InterruptedException | RuntimeException | Error e) {
                  failures.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private ClientAssociation connect(ScpNode node) throws IOException {
    return patient.connect(
        node.proposal("ENDO1").propose(ScpNode.ENDOSCOPIC, List.of(ScpNode.SYNTAX.uid())).build());
  }

  private static DataSet still(int number) {
    return ScpNode.still("P" + number % 40, "1.2." + number % 40, "1.2.9." + number);
  }

  private static int indexed(ScpNode node) throws IOException {
    AtomicInteger count = new AtomicInteger();
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .empty(Tag.NumberOfStudyRelatedInstances)
            .build();
    try (ClientAssociation association = node.asking("VIEWER", STUDY_ROOT)) {
      association.find(
          STUDY_ROOT,
          keys,
          match -> {
            count.addAndGet(match.integer(Tag.NumberOfStudyRelatedInstances).orElse(0));
            return true;
          });
    }
    return count.get();
  }

  @Test
  void fiveHundredAtOnceAreServedOrRejectedAndNoneIsDropped(@TempDir Path folder) throws Exception {
    try (ScpNode node =
        new ScpNode(folder)
            .facility("demo")
            .entity("ENDO1", "demo", STORE)
            .entity("VIEWER", "demo", QUERY)) {
      List<Integer> left = IntStream.range(0, 500).boxed().toList();
      AtomicInteger kept = new AtomicInteger();
      while (!left.isEmpty()) {
        Queue<Integer> rejected = new ConcurrentLinkedQueue<>();
        int before = kept.get();
        atOnce(
            left,
            number -> {
              try (ClientAssociation association = connect(node)) {
                assertThat(association.store(ScpNode.outgoing(still(number))).status())
                    .isEqualTo(Status.SUCCESS);
                kept.incrementAndGet();
              } catch (AssociationRejectedException e) {
                assertThat(List.of(e.result(), e.source())).containsExactly(2, 3);
                rejected.add(number);
              }
            });
        assertThat(kept.get() - before)
            .as("served")
            .isGreaterThanOrEqualTo(Math.min(100, left.size()));
        left = List.copyOf(rejected);
      }
      assertThat(kept).hasValue(500);
      assertThat(indexed(node)).isEqualTo(500);
    }
  }

  @Test
  void onASlowDiskSendersWaitAndNothingGrows(@TempDir Path folder) throws Exception {
    long budget = 1 << 20;
    int senders = 24;
    int images = 5;
    byte[] pixels = new byte[200_000];
    try (ScpNode node =
        new ScpNode(
                folder,
                settings -> settings.memoryBudget(budget).build(),
                (settings, clock) -> SlowDisk.store(settings, clock, Duration.ofMillis(30)))
            .facility("demo")
            .entity("ENDO1", "demo", STORE)
            .entity("VIEWER", "demo", QUERY)) {
      AtomicLong mostInMemory = new AtomicLong();
      AtomicLong mostReceiving = new AtomicLong();
      AtomicLong mostBehind = new AtomicLong();
      atOnce(
          IntStream.range(0, senders).boxed().toList(),
          sender -> {
            try (ClientAssociation association = connect(node)) {
              for (int i = 0; i < images; i++) {
                DataSet image =
                    still(sender * images + i).toBuilder()
                        .bytes(Tag.PixelData, VR.OB, pixels)
                        .build();
                assertThat(association.store(ScpNode.outgoing(image)).status())
                    .isEqualTo(Status.SUCCESS);
                mostInMemory.accumulateAndGet(node.store.vitals().bytesInMemory(), Math::max);
                mostReceiving.accumulateAndGet(node.store.vitals().receiving(), Math::max);
                mostBehind.accumulateAndGet(node.ingest.indexLag(), Math::max);
              }
            }
          });
      assertThat(mostInMemory.get()).isBetween(1L, budget);
      assertThat(mostReceiving.get()).isBetween(1L, (long) senders);
      assertThat(mostBehind.get()).isLessThanOrEqualTo(2000);
      assertThat(indexed(node)).isEqualTo(senders * images);
    }
  }
}
