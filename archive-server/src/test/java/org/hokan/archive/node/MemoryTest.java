package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StoreReception;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node with a heap of 256 MiB takes a video larger than that and gives it back while many
 * send stills and others hold their sockets: what the process occupies stays bounded and flat. With
 * {@code -Dhokan.memory.full=true} as the mission asks: 4 GiB, 200 stalled peers, 32 senders.
 */
@Timeout(3600)
class MemoryTest {
  private static final boolean FULL = Boolean.getBoolean("hokan.memory.full");
  private static final int VIDEO_MEBIBYTES = FULL ? 4096 : 256;
  private static final int STALLED = FULL ? 200 : 60;
  private static final int SENDERS = FULL ? 32 : 8;
  private static final int STILLS = FULL ? 200 : 20;
  private static final int ROUNDS = FULL ? 3 : 2;
  private static final int MANY_ELEMENTS_SENDERS = 16;
  private static final int STILL_BYTES = 277_000;
  private static final long BOUND_KIB = 600 << 10;

  /** What later rounds may take beyond earlier ones: code that is compiled only then. */
  private static final long SLACK_KIB = 40 << 10;

  private static final Path OPTIONS =
      Path.of(System.getProperty("hokan.root"), "bin", "serve.options");
  private static final Uid GET = Uids.StudyRootQueryRetrieveInformationModelGet;
  private static final Uid STALLED_STUDY = new Uid("1.2.3.4");

  private final DicomClient client =
      DicomClient.builder()
          .threads(4)
          .limits(AssociationLimits.builder().operationTimeout(Duration.ofMinutes(30)).build())
          .build();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final byte[] pixels = new byte[STILL_BYTES];

  @Test
  void whatTheProcessOccupiesStaysBoundedAndFlat(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc: resident size unknown");
    Path data = folder.resolve("data");
    List<String> jvm = List.of("-Xmx256m", "@" + OPTIONS);
    try (client;
        NodeProcess node = NodeProcess.start(data, folder.resolve("log"), jvm, settings());
        StalledPeers stalled = new StalledPeers(node.dicomPort(), "STALLED", STALLED_STUDY)) {
      admit(node);
      stills(node, "STALLED", STALLED_STUDY, 40);
      stalled.add(STALLED);
      List<Long> peaks = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        peaks.add(peakOf(node, round));
        System.out.printf("round %d: at most %,d KiB resident%n", round, peaks.get(round));
      }
      assertThat(node.log()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
      assertThat(stalled.closed()).isZero();
      assertThat(peaks).allSatisfy(peak -> assertThat(peak).isLessThan(BOUND_KIB));
      assertThat(peaks.get(ROUNDS - 1)).isLessThan(peaks.get(ROUNDS - 2) + SLACK_KIB);
    }
  }

  @Test
  void objectsOfVeryManyElementsTakeTurnsAndStillsGoOnBeside(@TempDir Path folder)
      throws Exception {
    List<String> jvm = List.of("-Xmx256m", "@" + OPTIONS);
    List<String> settings = new ArrayList<>(settings());
    settings.add("dicom.worker-threads=" + MANY_ELEMENTS_SENDERS);
    try (client;
        NodeProcess node =
            NodeProcess.start(folder.resolve("data"), folder.resolve("log"), jvm, settings)) {
      admit(node);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < MANY_ELEMENTS_SENDERS; i++) {
        int sender = i;
        threads.add(thread(() -> manyElements(node, sender)));
      }
      threads.add(thread(() -> stills(node, "ENDO1", new Uid("1.2.5"), 20)));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(node.log()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
    }
  }

  private void manyElements(NodeProcess node, int sender) throws IOException {
    try (ClientAssociation association =
        client.connect(
            proposal(node, "ENDO1")
                .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                .build())) {
      for (int i = 0; i < 3; i++) {
        String instance = "1.2.6.%d.%d".formatted(sender, i);
        assertThat(Objects.store(association, instance, manyElements(instance)).status())
            .isEqualTo(Status.SUCCESS);
      }
    }
  }

  /** 190,000 empty private elements: 1.5 MB on the wire, twenty times as much in memory. */
  private static byte[] manyElements(String instance) {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(
        Objects.encoded(
            DataSet.builder()
                .uid(Tag.SOPClassUID, Objects.SOP_CLASS)
                .uid(Tag.SOPInstanceUID, new Uid(instance))
                .build()));
    for (int group = 0x0009; group < 0x0010; group += 2) {
      ByteBuffer elements = ByteBuffer.allocate(47_500 * 8).order(ByteOrder.LITTLE_ENDIAN);
      for (int element = 0x1000; elements.hasRemaining(); element++) {
        elements.putShort((short) group).putShort((short) element);
        elements.put((byte) 'L').put((byte) 'O').putShort((short) 0);
      }
      object.writeBytes(elements.array());
    }
    object.writeBytes(
        Objects.encoded(
            DataSet.builder()
                .string(Tag.PatientID, "P")
                .uid(Tag.StudyInstanceUID, new Uid("1.2.6"))
                .uid(Tag.SeriesInstanceUID, new Uid("1.2.6.1"))
                .build()));
    return object.toByteArray();
  }

  /** Deadlines so late that the stalled peers hold what they hold. */
  private static List<String> settings() {
    return List.of(
        "dicom.host=127.0.0.1",
        "dicom.port=0",
        "http.port=0",
        "storage.minimum-free-space=0B",
        "dicom.max-associations=400",
        "dicom.max-associations-per-peer=400",
        "dicom.artim-timeout=1h",
        "dicom.read-timeout=1h",
        "dicom.write-timeout=1h",
        "dicom.operation-timeout=1h",
        "dicom.min-transfer-rate=0B");
  }

  private static void admit(NodeProcess node) {
    int year = LocalDate.now(ZoneOffset.UTC).getYear();
    for (String facility : List.of("demo", "other")) {
      node.run("facility", "add", facility, "--name", facility, "--issuer", facility);
      node.run(
          ("contract add --facility %s --from %d-01-01 --until %d-12-31 --course ANNUAL"
                  + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB")
              .formatted(facility, year, year)
              .split(" "));
    }
    node.run("ae", "add", "STALLED", "--facility", "other", "--may", "store,retrieve");
    node.run("ae", "add", "ENDO1", "--facility", "demo", "--may", "store,retrieve");
  }

  /** All at once; the most that the process occupied meanwhile, in KiB. */
  private long peakOf(NodeProcess node, int round) throws Exception {
    AtomicLong peak = new AtomicLong();
    ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
    sampler.scheduleAtFixedRate(
        () -> peak.accumulateAndGet(residentKib(node), Math::max), 0, 20, TimeUnit.MILLISECONDS);
    try {
      List<Thread> threads = new ArrayList<>();
      threads.add(thread(() -> video(node, new Video(round + 1, VIDEO_MEBIBYTES))));
      for (int i = 0; i < SENDERS; i++) {
        Uid study = new Uid("1.2.%d.%d".formatted(round + 10, i));
        threads.add(thread(() -> stills(node, "ENDO1", study, STILLS)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      sampler.shutdownNow();
    }
    assertThat(failures).isEmpty();
    return peak.get();
  }

  private interface Work {
    void run() throws Exception;
  }

  private Thread thread(Work work) {
    return new Thread(
        () -> {
          try {
            work.run();
          } catch (Exception | Error e) {
            failures.add(e);
          }
        });
  }

  private static long residentKib(NodeProcess node) {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(node.pid()))).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // It has ended; the senders say so.
    }
  }

  private AssociationProposal.Builder proposal(NodeProcess node, String as) {
    return AssociationProposal.to("HOKAN", "127.0.0.1", node.dicomPort()).from(as);
  }

  private void stills(NodeProcess node, String as, Uid study, int count) throws IOException {
    try (ClientAssociation association =
        client.connect(
            proposal(node, as)
                .propose(Uids.VLEndoscopicImageStorage, List.of(Exam.SYNTAX.uid()))
                .build())) {
      for (int i = 0; i < count; i++) {
        Exam.Picture picture = Exam.picture(study, i, pixels);
        OutgoingObject object =
            new OutgoingObject(
                Uids.VLEndoscopicImageStorage,
                picture.instance(),
                Exam.SYNTAX.uid(),
                StoreSource.of(picture.dataSet()));
        assertThat(association.store(object).status()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  private void video(NodeProcess node, Video video) throws IOException {
    List<Uid> syntaxes = List.of(Video.SYNTAX);
    try (ClientAssociation association =
        client.connect(proposal(node, "ENDO1").propose(Video.SOP_CLASS, syntaxes).build())) {
      assertThat(association.store(video.outgoing()).status()).isEqualTo(Status.SUCCESS);
    }
    byte[] sent = video.digest();
    Digesting received = new Digesting();
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .uid(Tag.StudyInstanceUID, video.study())
            .build();
    try (ClientAssociation association =
        client.connect(
            proposal(node, "ENDO1")
                .propose(GET, List.of(Exam.SYNTAX.uid()))
                .proposeAsScp(Video.SOP_CLASS, syntaxes)
                .build())) {
      RetrieveResult result =
          association.get(GET, keys, (request, context) -> received, progress -> true);
      assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(result.completed()).isEqualTo(1);
    }
    assertThat(received.digest.digest()).isEqualTo(sent);
  }

  private static final class Digesting implements StoreReception {
    private final MessageDigest digest = Video.sha256();

    @Override
    public void data(ByteBuffer chunk) {
      digest.update(chunk);
    }

    @Override
    public CompletionStage<Outcome> end() {
      return CompletableFuture.completedStage(Outcome.SUCCESS);
    }

    @Override
    public void aborted(Throwable cause) {
      digest.reset();
    }
  }
}
