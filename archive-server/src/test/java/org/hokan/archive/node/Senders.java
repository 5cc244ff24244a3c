package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/**
 * Endoscopes that send, each over an association of its own, until the node is gone: the last
 * pictures of the exam before once more, as one does that has seen no answer, then a new exam. Some
 * exams come over two associations at once.
 */
final class Senders {
  static final List<String> TITLES = List.of("ENDO1", "ENDO2", "ENDO3", "ENDO4");
  private static final int EXAMS = 10;
  private static final int SENT_TWICE = 2;
  private static final int AGAIN = 3;

  /** What a node that is busy with itself may answer; the picture is sent once more. */
  private static final long PAUSE_NANOS = 20_000_000;

  private final DicomClient client;
  private final int port;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  private Senders(DicomClient client, int port) {
    this.client = client;
    this.port = port;
  }

  static List<Exam> exams(SplittableRandom random) {
    return IntStream.range(0, EXAMS).mapToObj(i -> new Exam(random.nextLong())).toList();
  }

  /**
   * Begins.
   *
   * @param before the exams of the last round, as many or none
   */
  static Senders start(DicomClient client, int port, List<Exam> before, List<Exam> exams) {
    Senders senders = new Senders(client, port);
    for (int i = 0; i < EXAMS + SENT_TWICE; i++) {
      int exam = i % EXAMS;
      String title = TITLES.get(i % TITLES.size());
      List<Exam> last = before.isEmpty() ? List.of() : List.of(before.get(exam));
      Thread thread = new Thread(() -> senders.send(title, last, exams.get(exam)), "sender-" + i);
      senders.threads.add(thread);
    }
    senders.threads.forEach(Thread::start);
    return senders;
  }

  private void send(String title, List<Exam> before, Exam exam) {
    try (ClientAssociation association = client.connect(proposal(title))) {
      for (Exam last : before) {
        int count = last.sent().size();
        for (int number = Math.max(0, count - AGAIN); number < count; number++) {
          send(association, last, number);
        }
      }
      for (int number = 0; ; number++) {
        send(association, exam, number);
      }
    } catch (IOException e) {
      // The node is gone.
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  private void send(ClientAssociation association, Exam exam, int number) throws IOException {
    Exam.Picture picture = exam.picture(number);
    exam.sending(picture);
    while (true) {
      Outcome outcome = association.store(object(picture));
      if (outcome.status().equals(Status.SUCCESS)) {
        exam.acknowledged(picture);
        acknowledged.incrementAndGet();
        return;
      }
      assertThat(outcome.status()).as("%s", outcome).isEqualTo(Status.OUT_OF_RESOURCES);
      refused.merge(outcome.errorComment().orElse(""), 1, Integer::sum);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static OutgoingObject object(Exam.Picture picture) {
    return new OutgoingObject(
        Uids.VLEndoscopicImageStorage,
        picture.instance(),
        Exam.SYNTAX.uid(),
        StoreSource.of(picture.dataSet()));
  }

  private AssociationProposal proposal(String title) {
    List<Uid> syntaxes = List.of(Exam.SYNTAX.uid());
    return AssociationProposal.to("HOKAN", "127.0.0.1", port)
        .from(title)
        .propose(Uids.VLEndoscopicImageStorage, syntaxes)
        .build();
  }

  /** Waits until so many were acknowledged in this round. */
  void awaitAcknowledged(int count) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (acknowledged.get() < count && failures.isEmpty()) {
      assertThat(System.nanoTime())
          .as("%d of %d stored", acknowledged.get(), count)
          .isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** How often the node answered that it cannot store now, by the reason that it gave. */
  Map<String, Integer> refused() {
    return Map.copyOf(refused);
  }

  /** Waits until all have seen that the node is gone; how many pictures were acknowledged. */
  int join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    return acknowledged.get();
  }
}
