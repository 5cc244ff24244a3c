package org.hokan.dicom.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.cli.LoadUids.Kind;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;

/**
 * Sends objects over several associations at once, each by a thread of its own that waits for each
 * answer, and measures. All associations stand before the first object goes. Used once.
 */
final class LoadRun {
  /**
   * How much is sent.
   *
   * @param count objects to be measured, over all associations
   * @param duration after which no more are sent
   * @param warmUp for how long what is sent is not measured
   * @param imagesPerStudy after which a new study, of a new patient, begins
   */
  record Extent(long count, Duration duration, Duration warmUp, int imagesPerStudy) {}

  /** Whom to call, as whom, and for how long to wait for an answer. */
  record Peer(PeerAddress address, String title, int timeoutMillis) {}

  private final Peer peer;
  private final List<LoadObject> objects;
  private final Extent extent;
  private final LoadUids uids;
  private final Set<ContextNeed> needs;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();
  private final Map<String, Long> failures = new LinkedHashMap<>();
  private volatile long begun;

  LoadRun(Peer peer, List<LoadObject> objects, Extent extent, LoadUids uids) {
    this.peer = peer;
    this.objects = objects;
    this.extent = extent;
    this.uids = uids;
    this.needs = objects.stream().map(LoadObject::need).collect(Collectors.toSet());
  }

  /**
   * Runs to the end.
   *
   * @throws IOException when an association could not be had
   */
  LoadReport run(int associations, Progress progress) throws IOException {
    List<LoadAssociation> open = new ArrayList<>();
    try {
      for (int i = 0; i < associations; i++) {
        open.add(LoadAssociation.open(peer.address(), peer.title(), needs, peer.timeoutMillis()));
      }
      return measured(open, progress);
    } finally {
      for (LoadAssociation association : open) {
        association.close();
      }
    }
  }

  private LoadReport measured(List<LoadAssociation> open, Progress progress) throws IOException {
    CountDownLatch done = new CountDownLatch(open.size());
    List<Sender> senders = new ArrayList<>();
    begun = System.nanoTime();
    for (LoadAssociation association : open) {
      Sender sender = new Sender(association, senders.size());
      senders.add(sender);
      Thread thread =
          new Thread(
              () -> {
                try {
                  sender.send();
                } finally {
                  done.countDown();
                }
              },
              "load-" + senders.size());
      thread.setDaemon(true);
      thread.start();
    }
    await(done, open, progress);
    long from = senders.stream().mapToLong(s -> s.first).min().orElse(0);
    long until = senders.stream().mapToLong(s -> s.last).max().orElse(0);
    long[] micros = senders.stream().flatMapToLong(s -> Arrays.stream(s.times())).toArray();
    synchronized (failures) {
      return new LoadReport(
          open.size(),
          micros,
          senders.stream().mapToLong(s -> s.bytes).sum(),
          Duration.ofNanos(until - from),
          failures);
    }
  }

  private void await(CountDownLatch done, List<LoadAssociation> open, Progress progress)
      throws IOException {
    try {
      while (!done.await(1, TimeUnit.SECONDS)) {
        for (LoadAssociation association : open) {
          association.closeIfStuck();
        }
        Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
        progress.show(
            "stored %,d, %s, %s"
                .formatted(
                    stored.get(),
                    Texts.rate(stored.get(), lasted, "images"),
                    Texts.throughput(storedBytes.get(), lasted)));
      }
      progress.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("load: interrupted", e);
    }
  }

  private void failed(String why) {
    synchronized (failures) {
      failures.merge(why, 1L, Long::sum);
    }
  }

  /** One association's thread. */
  private final class Sender {
    private final LoadAssociation association;
    private final int number;
    private long[] micros = new long[1024];
    private int count;
    private long bytes;
    private long sent;
    private long first = Long.MAX_VALUE;
    private long last;

    Sender(LoadAssociation association, int number) {
      this.association = association;
      this.number = number;
    }

    void send() {
      try {
        long warm = begun + extent.warmUp().toNanos();
        long end = warm + extent.duration().toNanos();
        long now = System.nanoTime();
        while (now < end && (now < warm || taken.getAndIncrement() < extent.count())) {
          long after = one(now, now >= warm);
          now = after;
        }
        association.release();
      } catch (IOException | RuntimeException e) {
        failed(Failures.text(e));
      }
    }

    /** Sends one object; answers when it was answered. */
    private long one(long start, boolean counts) throws IOException {
      LoadObject object = objects.get((int) ((sent * 31 + number) % objects.size()));
      Outcome outcome = association.store(object, identifiers());
      long end = System.nanoTime();
      if (outcome.status().isFailure()) {
        failed(Failures.text(outcome, CommandField.C_STORE_RQ));
      } else if (counts) {
        add((end - start) / 1000);
        bytes += object.dataSet().length;
        first = Math.min(first, start);
        last = end;
      }
      stored.incrementAndGet();
      storedBytes.addAndGet(object.dataSet().length);
      return end;
    }

    /** An association sends a study to its end before the next, as an endoscope does. */
    private LoadAssociation.Identifiers identifiers() {
      long study = (sent / extent.imagesPerStudy()) * 1000 + number;
      long instance = sent * 1000 + number;
      sent++;
      return new LoadAssociation.Identifiers(
          uids.uid(Kind.INSTANCE, instance),
          uids.patientId(study),
          uids.uid(Kind.STUDY, study),
          uids.uid(Kind.SERIES, study));
    }

    private void add(long time) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, 2 * count);
      }
      micros[count++] = time;
    }

    long[] times() {
      return Arrays.copyOf(micros, count);
    }
  }
}
