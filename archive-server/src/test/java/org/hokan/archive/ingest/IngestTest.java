package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.ingest.IngestNode.NOON;
import static org.hokan.archive.ingest.IngestOutcome.DUPLICATE;
import static org.hokan.archive.ingest.IngestOutcome.MISMATCH;
import static org.hokan.archive.ingest.IngestOutcome.NOT_AUTHORIZED;
import static org.hokan.archive.ingest.IngestOutcome.NOT_UNDERSTOOD;
import static org.hokan.archive.ingest.IngestOutcome.OUT_OF_RESOURCES;
import static org.hokan.archive.ingest.IngestOutcome.QUARANTINED;
import static org.hokan.archive.ingest.IngestOutcome.STORED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.billing.BilledRecord;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class IngestTest {
  private final Database database;
  private final IngestNode node;

  IngestTest(TestDatabase on, @TempDir Path folder) {
    database = on.shared(IngestTest.class, IngestNode.tables());
    node = new IngestNode(database, folder);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void whatWasStoredIsFoundAndComesBackByteForByte() throws IOException {
    node.admit("once").agree("once", "1GB");
    Picture picture = new Picture("1", "1.2.3", "1.2.3.1", "pixels");

    assertThat(node.send("once", picture).outcome()).isEqualTo(STORED);

    node.indexed();
    assertThat(dataSet(instance("once", "1.2.3.1"))).isEqualTo(IngestNode.bytes(picture.dataSet()));
    assertThat(studies("once"))
        .singleElement()
        .satisfies(
            study -> {
              assertThat(study.patientId()).isEqualTo("1");
              assertThat(study.instances()).isEqualTo(1);
              assertThat(study.decided().contractId()).isEqualTo("once-1");
            });
  }

  @Test
  void theSameObjectAgainIsASuccessAndKeptOnce() {
    node.admit("again").agree("again", "1GB");
    Picture picture = new Picture("1", "1.2.4", "1.2.4.1", "pixels");
    node.send("again", picture);

    assertThat(node.send("again", picture).outcome()).isEqualTo(DUPLICATE);
    node.indexed();
    assertThat(node.send("again", picture).outcome()).isEqualTo(DUPLICATE);

    assertThat(studies("again").get(0).instances()).isEqualTo(1);
    assertThat(node.index.counts("again").quarantined()).isZero();
  }

  @Test
  void theSameObjectFromManySendersAtOnceIsKeptOnceAndEachGetsSuccess() throws Exception {
    node.admit("atonce").agree("atonce", "1GB");
    Picture picture = new Picture("1", "1.2.5", "1.2.5.1", "pixels");

    List<IngestResult> results = atOnce(16, i -> node.begin("atonce", picture));

    assertThat(results).allMatch(result -> result.outcome().isKept());
    assertThat(results).extracting(IngestResult::outcome).containsOnlyOnce(STORED);
    node.indexed();
    assertThat(studies("atonce").get(0).instances()).isEqualTo(1);
    node.ingest.settle(NOON);
    assertThat(records("atonce")).hasSize(1);
  }

  @Test
  void theSameUidWithOtherContentGoesToQuarantineAndTheFirstIsKept() throws IOException {
    node.admit("other").agree("other", "1GB");
    Picture first = new Picture("1", "1.2.6", "1.2.6.1", "first!");
    node.send("other", first);
    node.indexed();

    IngestResult second = node.send("other", new Picture("1", "1.2.6", "1.2.6.1", "second"));

    assertThat(second.outcome()).isEqualTo(QUARANTINED);
    node.indexed();
    assertThat(dataSet(instance("other", "1.2.6.1"))).isEqualTo(IngestNode.bytes(first.dataSet()));
    assertThat(quarantine("other")).hasSize(1);
    assertThat(studies("other").get(0).instances()).isEqualTo(1);
  }

  @Test
  void sixtyFourSendersThatStartTheSameStudyMakeOnePatientAndOneStudy() throws Exception {
    node.admit("start").agree("start", "1GB");

    List<IngestResult> results =
        atOnce(
            64, i -> node.begin("start", new Picture("1", "1.2.7", "1.2.7." + (i + 1), "p" + i)));

    assertThat(results).extracting(IngestResult::outcome).containsOnly(STORED);
    node.indexed();
    assertThat(node.index.counts("start").patients()).isEqualTo(1);
    assertThat(studies("start")).singleElement().matches(study -> study.instances() == 64);
  }

  @Test
  void theBytesBeforeADataSetAreTheSameInEveryVersionSoThatDigestsStayComparable()
      throws Exception {
    node.admit("digest").agree("digest", "1GB");
    Picture picture = new Picture("1", "1.2.22", "1.2.22.1", "pixels");
    node.send("digest", picture);
    node.indexed();

    FileMetaInformation meta =
        FileMetaInformation.builder(
                Uids.VLEndoscopicImageStorage, new Uid("1.2.22.1"), IngestNode.SYNTAX.uid())
            .implementation(new Uid("2.25.283011740264813217403528862371294073911"), "HOKAN_0_1")
            .build();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(Part10.header(meta));
    assertThat(instance("digest", "1.2.22.1").digest())
        .isEqualTo(HexFormat.of().formatHex(sha256.digest(IngestNode.bytes(picture.dataSet()))));
  }

  @Test
  void aNulCharacterInATextStopsNeitherItsObjectNorTheOthers() {
    node.admit("nul").agree("nul", "1GB");
    DataSet odd =
        new Picture("1", "1.2.20", "1.2.20.1", "pixels")
            .dataSet().toBuilder()
                .bytes(Tag.AccessionNumber, VR.SH, new byte[] {'A', 0, 'B', ' '})
                .bytes(Tag.PatientID, VR.LO, new byte[] {'7', 0, '8', ' '})
                .bytes(Tag.PatientName, VR.PN, new byte[] {'Y', 0, 'a', ' '})
                .bytes(Tag.Modality, VR.CS, new byte[] {'E', 0, 'S', ' '})
                .build();

    node.send("nul", "1.2.20.1", IngestNode.bytes(odd));
    node.send("nul", new Picture("2", "1.2.21", "1.2.21.1", "pixels"));

    node.indexed();
    assertThat(studies("nul")).extracting(study -> study.patientId()).containsOnly("78", "2");
    assertThat(quarantine("nul")).isEmpty();
  }

  @Test
  void theSamePatientIdInTwoFacilitiesIsTwoPatients() {
    node.admit("here").agree("here", "1GB").admit("there").agree("there", "1GB");
    Picture picture = new Picture("12345", "1.2.8", "1.2.8.1", "pixels");

    node.send("here", picture);
    node.send("there", picture);

    node.indexed();
    assertThat(studies("here")).hasSize(1);
    assertThat(studies("there")).hasSize(1);
    assertThat(node.index.counts("here").patients()).isEqualTo(1);
    assertThat(node.index.counts("there").patients()).isEqualTo(1);
  }

  @Test
  void withoutAContractANewExamIsRefused() {
    node.admit("nothing");

    IngestResult result = node.send("nothing", new Picture("1", "1.2.9", "1.2.9.1", "pixels"));

    assertThat(result.outcome()).isEqualTo(NOT_AUTHORIZED);
    assertThat(result.comment()).contains("contract");
    node.indexed();
    assertThat(studies("nothing")).isEmpty();
  }

  @Test
  void beyondTheCapacityAnExamInProgressIsKeptAsideAndANewOneRefused() {
    node.admit("full").agree("full", "1000B");
    node.send("full", new Picture("1", "1.2.10", "1.2.10.1", "pixels"));
    node.indexed();

    assertThat(
            node.send("full", new Picture("1", "1.2.10", "1.2.10.2", "x".repeat(2000))).outcome())
        .isEqualTo(QUARANTINED);
    assertThat(
            node.send("full", new Picture("1", "1.2.11", "1.2.11.1", "x".repeat(2000))).outcome())
        .isEqualTo(NOT_AUTHORIZED);
  }

  @Test
  void whatIsKeptAsideCountsNotAgainstTheCapacity() {
    node.admit("aside").agree("aside", "5000B");
    node.send("aside", new Picture("1", "1.2.60", "1.2.60.1", "pixels"));
    node.indexed();
    for (int i = 0; i < 4; i++) {
      Picture other = new Picture("1", "1.2.60", "1.2.60.1", "x".repeat(1500) + i);
      assertThat(node.send("aside", other).outcome()).isEqualTo(QUARANTINED);
    }

    assertThat(node.send("aside", new Picture("1", "1.2.61", "1.2.61.1", "y")).outcome())
        .isEqualTo(STORED);
  }

  @Test
  void examsThatComeAtOnceDoNotPassTheCapacityTogether() {
    node.admit("race").agree("race", "5000B");
    List<CompletionStage<IngestResult>> sent =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    node.begin(
                        "race",
                        new Picture("1", "1.2.7" + i, "1.2.7" + i + ".1", "x".repeat(1500))))
            .toList();
    List<IngestOutcome> outcomes =
        sent.stream().map(one -> one.toCompletableFuture().join().outcome()).toList();

    node.indexed();
    assertThat(node.index.counts("race").bytes()).isLessThanOrEqualTo(5000);
    assertThat(outcomes).contains(STORED, NOT_AUTHORIZED);
  }

  @Test
  void aRuleRefusesAndTheInstanceKeepsWhichRuleDecided() {
    node.admit("ruled").agree("ruled", "1GB");
    rule("RULED", "no-tests", "patient_id == 'TEST'", "refuse", 1);
    rule("RULED", "stills", "modality == 'ES'", "storage-class=DELUXE", 2);

    assertThat(node.send("ruled", new Picture("TEST", "1.2.12", "1.2.12.1", "x")).outcome())
        .isEqualTo(NOT_AUTHORIZED);
    assertThat(node.send("ruled", new Picture("1", "1.2.13", "1.2.13.1", "x")).outcome())
        .isEqualTo(STORED);

    node.indexed();
    InstanceRow kept = instance("ruled", "1.2.13.1");
    assertThat(kept.decided().ruleName()).isEqualTo("stills");
    assertThat(kept.decided().ruleVersion()).isEqualTo(1);
    assertThat(kept.decided().storageClass()).isEqualTo("DELUXE");
    node.ingest.settle(NOON);
    assertThat(records("ruled"))
        .singleElement()
        .satisfies(
            billed ->
                assertThat(((BillingEntry.Study) billed.record().entry()).rule())
                    .isEqualTo("stills@1"));
  }

  @Test
  void anObjectOfAnotherPatientInTheSameStudyGoesToQuarantine() {
    node.admit("mixed").agree("mixed", "1GB");
    node.send("mixed", new Picture("1", "1.2.14", "1.2.14.1", "x"));
    node.indexed();

    node.send("mixed", new Picture("2", "1.2.14", "1.2.14.2", "x"));

    node.indexed();
    assertThat(studies("mixed").get(0).instances()).isEqualTo(1);
    assertThat(quarantine("mixed")).hasSize(1);
  }

  @Test
  void aReleasedObjectIsFoundAndTheDecisionIsInTheAuditTrail() {
    node.admit("freed").agree("freed", "1GB");
    rule("FREED", "aside", "true", "quarantine", 1);
    node.send("freed", new Picture("1", "1.2.15", "1.2.15.1", "x"));
    node.indexed();
    QuarantineEntry entry = quarantine("freed").get(0);

    node.ingest.release(entry.id(), "op");

    assertThat(studies("freed").get(0).instances()).isEqualTo(1);
    assertThat(quarantine("freed")).isEmpty();
    assertThat(actions("freed")).contains("quarantine.release");
  }

  @Test
  void aBrokenDataSetIsNotUnderstoodAndNothingIsKept() {
    node.admit("broken").agree("broken", "1GB");

    byte[] garbage = new byte[64];
    Arrays.fill(garbage, (byte) 0x7F);

    assertThat(node.send("broken", "1.2.16.1", garbage).outcome()).isEqualTo(NOT_UNDERSTOOD);
    node.indexed();
    assertThat(node.index.counts("broken").instances()).isZero();
  }

  @Test
  void anObjectWithManyMebibytesOfAttributesIsRefusedAndToldWhy() {
    node.admit("heavy").agree("heavy", "1GB");
    Picture picture = new Picture("1", "1.2.18", "1.2.18.1", "x");

    IngestResult result =
        node.send("heavy", "1.2.18.1", IngestNode.bytes(IngestNode.heavy(picture)));

    assertThat(result.outcome()).isEqualTo(NOT_UNDERSTOOD);
    assertThat(result.comment()).contains("too many attributes");
    assertThat(node.send("heavy", picture).outcome()).isEqualTo(STORED);
    node.indexed();
    assertThat(node.index.counts("heavy").instances()).isEqualTo(1);
  }

  @Test
  void aDataSetThatIsAnotherObjectThanTheRequestSaysIsAMismatch() {
    node.admit("wrong").agree("wrong", "1GB");
    Picture picture = new Picture("1", "1.2.17", "1.2.17.1", "x");

    assertThat(node.send("wrong", "1.2.17.2", IngestNode.bytes(picture.dataSet())).outcome())
        .isEqualTo(MISMATCH);
  }

  @Test
  void anObjectWithoutStudyIsKeptUnderOneThatIsAlwaysTheSame() throws IOException {
    node.admit("made").agree("made", "1GB");
    DataSet bare =
        new Picture("1", "1.2.18", "1.2.18.1", "x")
            .dataSet().toBuilder()
                .remove(Tag.StudyInstanceUID)
                .remove(Tag.SeriesInstanceUID)
                .build();

    assertThat(node.send("made", "1.2.18.1", IngestNode.bytes(bare)).outcome()).isEqualTo(STORED);
    node.indexed();
    Uid study = studies("made").get(0).studyInstanceUid();
    assertThat(dataSet(instance("made", "1.2.18.1"))).isEqualTo(IngestNode.bytes(bare));
    assertThat(node.send("made", "1.2.18.1", IngestNode.bytes(bare)).outcome())
        .isEqualTo(DUPLICATE);

    node.indexed();
    assertThat(study.value()).startsWith("2.25.");
    assertThat(studies("made")).extracting(StudySummary::studyInstanceUid).containsExactly(study);
  }

  @Test
  void withoutSpaceNothingIsTaken(@TempDir Path small) {
    node.admit("nospace").agree("nospace", "1GB");
    try (IngestNode full =
        new IngestNode(
            database, small, settings -> settings.minimumFreeSpace(Long.MAX_VALUE / 2))) {
      assertThat(full.send("nospace", new Picture("1", "1.2.19", "1.2.19.1", "x")).outcome())
          .isEqualTo(OUT_OF_RESOURCES);
    }
  }

  @Test
  void aStudyIsRecordedOnceAndAmendedByLateImages() {
    node.admit("billed").agree("billed", "1GB");
    node.send("billed", new Picture("1", "1.2.20", "1.2.20.1", "x"));
    node.indexed();
    node.ingest.settle(NOON);
    node.ingest.settle(NOON);
    assertThat(records("billed")).hasSize(1);

    node.send("billed", new Picture("1", "1.2.20", "1.2.20.2", "y"));
    node.indexed();
    node.ingest.settle(NOON.minusSeconds(1));
    assertThat(records("billed")).as("not quiet yet").hasSize(1);
    node.ingest.settle(NOON);

    assertThat(records("billed")).hasSize(2);
  }

  @Test
  void anotherRebuildWhileOneRunsIsRefused() {
    node.admit("twice").agree("twice", "1GB");
    node.send("twice", new Picture("1", "1.2.21", "1.2.21.1", "x"));

    assertThatThrownBy(() -> node.ingest.rebuild("op", progress -> rebuildAgain()))
        .hasMessageContaining("one at a time");
  }

  private void rebuildAgain() {
    try {
      node.ingest.rebuild("op", progress -> {});
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Sending {
    CompletionStage<IngestResult> begin(int number);
  }

  /** Sends from so many threads that begin together. */
  private static List<IngestResult> atOnce(int count, Sending sending) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(count);
    try {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<IngestResult>> results = new ArrayList<>();
      IntStream.range(0, count)
          .forEach(
              i ->
                  results.add(
                      senders.submit(
                          () -> {
                            go.await();
                            return sending.begin(i).toCompletableFuture().join();
                          })));
      go.countDown();
      List<IngestResult> answers = new ArrayList<>();
      for (Future<IngestResult> result : results) {
        answers.add(result.get());
      }
      return answers;
    } finally {
      senders.shutdown();
    }
  }

  private void rule(String ae, String name, String when, String then, int order) {
    node.rules.add(StorageRule.of(ae, name, when, Actions.parse(then), order), "op");
  }

  private InstanceRow instance(String facility, String uid) {
    return node.index.instance(facility, new Uid(uid)).orElseThrow();
  }

  private byte[] dataSet(InstanceRow row) throws IOException {
    Location at =
        new Location(row.at().volume(), row.at().pack(), row.at().offset(), row.at().length());
    try (InputStream object = node.store.open(at)) {
      return Part10.open(object).dataSet().readAllBytes();
    }
  }

  private List<StudySummary> studies(String facility) {
    return node.index.studies(StudyFilter.all().ofFacility(facility));
  }

  private List<QuarantineEntry> quarantine(String facility) {
    return node.index.quarantine(Optional.of(facility), 0, 10);
  }

  private List<BilledRecord> records(String facility) {
    return node.ledger.records(
        new RecordFilter(
            Optional.of(YearMonth.of(2026, 6)), Optional.of(facility), Optional.empty(), 0, 100));
  }

  private List<String> actions(String facility) {
    return node.audit.list(AuditFilter.builder().facility(facility).build()).stream()
        .map(AuditEvent::action)
        .toList();
  }
}
