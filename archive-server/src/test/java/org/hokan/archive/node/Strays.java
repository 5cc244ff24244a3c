package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
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
 * An exam of which every second picture bears another patient ID, so that it waits in quarantine,
 * and an operator who removes or releases most of these and has their space given back, until the
 * node is gone.
 */
final class Strays {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOGETHER = 6;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String BEHIND = "index: not up to date";
  private static final String WRITTEN_ANEW = "is written anew";
  private static final Pattern GONE = Pattern.compile("unknown number|no such object");

  private final Exam exam;
  private final Map<Uid, Exam.Picture> sent = new ConcurrentHashMap<>();
  private final Set<Uid> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Uid> decided = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile int compacted;

  Strays(long seed) {
    exam = new Exam(seed);
  }

  /** Its other pictures, and those that were released. */
  Exam exam() {
    return exam;
  }

  /** Begins to send, and to remove what {@code earlier} ones left. */
  void start(DicomClient client, NodeProcess node, List<Strays> earlier) {
    List<Strays> all = new ArrayList<>(earlier);
    all.add(this);
    threads.add(new Thread(() -> untilKilled(node, () -> send(client, node)), "strays"));
    threads.add(new Thread(() -> untilKilled(node, () -> tidy(node, all)), "operator"));
    threads.forEach(Thread::start);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void untilKilled(NodeProcess node, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      if (!node.isKilled()) {
        failures.add(e);
      }
    }
  }

  private void send(DicomClient client, NodeProcess node) throws IOException {
    try (ClientAssociation association =
        client.connect(
            AssociationProposal.to("HOKAN", "127.0.0.1", node.dicomPort())
                .from(Senders.TITLES.get(0))
                .propose(Uids.VLEndoscopicImageStorage, List.of(Exam.SYNTAX.uid()))
                .build())) {
      for (int number = 0; ; number++) {
        Exam.Picture picture = exam.picture(number);
        exam.sending(picture);
        store(association, picture);
        exam.acknowledged(picture);
        Exam.Picture stray = exam.stray(number);
        sent.put(stray.instance(), stray);
        store(association, stray);
        waiting.add(stray.instance());
      }
    }
  }

  private static void store(ClientAssociation association, Exam.Picture picture)
      throws IOException {
    while (true) {
      Outcome outcome =
          association.store(
              new OutgoingObject(
                  Uids.VLEndoscopicImageStorage,
                  picture.instance(),
                  Exam.SYNTAX.uid(),
                  StoreSource.of(picture.dataSet())));
      if (outcome.status().equals(Status.SUCCESS)) {
        return;
      }
      assertThat(outcome.errorComment()).contains("the index is being rebuilt");
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Removes one in three, releases one, and has the space given back. */
  private void tidy(NodeProcess node, List<Strays> all) throws IOException {
    int asked = 0;
    while (true) {
      int together = 0;
      for (JsonNode entry : JSON.readTree(listWhenIndexed(node))) {
        int choice = asked++ % 3;
        if (choice != 0 && together++ < TOGETHER) {
          decide(node, entry, all, choice == 1);
        }
      }
      node.run("storage", "compact", "--now");
      compacted++;
    }
  }

  /** As an operator asks again when the node says that its index is being made anew. */
  private static String listWhenIndexed(NodeProcess node) {
    while (true) {
      try {
        return list(node);
      } catch (AssertionError e) {
        if (node.isKilled() || !String.valueOf(e.getMessage()).contains(BEHIND)) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static String list(NodeProcess node) {
    return node.run("quarantine", "list", "--limit", "1000", "--json");
  }

  private static void decide(NodeProcess node, JsonNode entry, List<Strays> all, boolean released) {
    Uid uid = new Uid(entry.path("sopInstanceUid").asText());
    Strays of = all.stream().filter(each -> each.sent.containsKey(uid)).findFirst().orElseThrow();
    Exam.Picture picture = Optional.ofNullable(of.sent.get(uid)).orElseThrow();
    boolean waited = of.waiting.remove(uid);
    if (released) {
      of.exam.sending(picture);
    }
    try {
      node.run("quarantine", released ? "release" : "remove", entry.path("id").asText());
      of.decided.add(uid);
      if (released) {
        of.exam.acknowledged(picture);
      }
    } catch (AssertionError e) {
      if (node.isKilled() || !GONE.matcher(e.getMessage()).find()) {
        throw e;
      }
      // The index is being made anew: it gives the object another number, or has it not yet.
      if (waited) {
        of.waiting.add(uid);
      }
    }
  }

  /**
   * Waits until a pack was written anew in this round, and so until the operator is amid a
   * compaction: its end may be far, for meanwhile the others send.
   */
  void awaitCompacting(NodeProcess node) throws IOException {
    long end = System.nanoTime() + 300_000_000_000L;
    while (!node.log().contains(WRITTEN_ANEW) && failures.isEmpty()) {
      assertThat(System.nanoTime()).as("no pack is written anew").isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits until the node is gone; how often the operator had space given back. */
  int join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    return compacted;
  }

  /** What waits now: all that was acknowledged and not decided about, once, and nothing else. */
  static int check(NodeProcess node, List<Strays> all) throws IOException {
    List<Uid> listed = new ArrayList<>();
    JSON.readTree(list(node))
        .forEach(entry -> listed.add(new Uid(entry.path("sopInstanceUid").asText())));
    assertThat(listed).doesNotHaveDuplicates();
    for (Strays strays : all) {
      assertThat(listed).containsAll(strays.waiting);
      assertThat(listed).noneMatch(strays.decided::contains);
    }
    assertThat(all.stream().flatMap(strays -> strays.sent.keySet().stream()).toList())
        .containsAll(listed);
    return listed.size();
  }
}
