package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.RetentionNode.ITO;
import static org.hokan.archive.ingest.RetentionNode.SATO;
import static org.hokan.archive.ingest.RetentionNode.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.compaction.CompactionReport;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.Certificate;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.retention.DeletionItem;
import org.hokan.archive.retention.DeletionList;
import org.hokan.archive.retention.DeletionState;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.ItemState;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.NotRemovableYet;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nothing keeps any longer is destroyed for good, with a certificate; nothing else is. */
@OnEachDatabase
class RetentionTest {
  private static final RecordFilter EVERYTHING =
      new RecordFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0, 1000);

  private final TestDatabase on;
  @TempDir private Path folder;

  RetentionTest(TestDatabase on) {
    this.on = on;
  }

  private interface Story {
    void of(RetentionNode retention) throws Exception;
  }

  /** Two exams of June 2026, kept until 15 June 2027 under a contract that goes on. */
  private void told(int approvals, Story story) throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = new RetentionNode(database, folder, approvals)) {
      retention.started().agreed().exam("1", "1.2.3").exam("2", "1.2.4");
      story.of(retention);
    }
  }

  @Test
  void nothingIsProposedThatSomethingStillKeeps() throws Exception {
    told(
        1,
        on -> {
          DeletionList list = on.on("2027-06-15").proposed();
          assertThat(list.state()).isEqualTo(DeletionState.EMPTY);
          assertThat(list.nextKeptUntil()).contains(LocalDate.of(2027, 6, 15));
        });
  }

  @Test
  void anExamWhoseRetentionIsPastIsProposedWithTheClauseThatKeptItLongest() throws Exception {
    told(
        1,
        on -> {
          DeletionList list = on.on("2027-06-16").proposed();

          assertThat(list.state()).isEqualTo(DeletionState.PROPOSED);
          assertThat(list.studies()).isEqualTo(2);
          DeletionItem first = on.deletions.items(list.id(), 0, 10).get(0);
          assertThat(first.keptUntil()).isEqualTo(LocalDate.of(2027, 6, 15));
          assertThat(first.why()).isEqualTo("contract demo-1 version 1, unit STUDY: retention 1y");
          assertThat(on.studies()).hasSize(2);
        });
  }

  @Test
  void whatARuleSaysOfAnImageKeepsItsStudyUntilThenAndNoLonger() throws Exception {
    told(
        1,
        on -> {
          Actions longer = Actions.parse("retention=18m");
          on.node.rules.add(StorageRule.of("DEMO", "longer", "true", longer, 10), "op");
          on.exam("3", "1.2.5").on("2027-12-15").approvedAndRun(on.proposed().id());
          assertThat(on.studies()).containsExactly("1.2.5");

          DeletionList list = on.on("2027-12-16").proposed();

          assertThat(on.deletions.items(list.id(), 0, 10))
              .extracting(DeletionItem::why)
              .containsExactly("a storage rule: retention 18m");
          on.approvedAndRun(list.id());
          assertThat(on.studies()).isEmpty();
        });
  }

  @Test
  void aStudyThatCannotBeJudgedStaysAndTheOthersAreListed() throws Exception {
    told(
        1,
        on -> {
          on.node.database.run(
              tx ->
                  tx.session()
                      .createNativeMutationQuery(
                          "update instance set retention = 'soon' where sop_instance_uid ="
                              + " '1.2.4.9.2'")
                      .executeUpdate());

          DeletionList list = on.on("2027-06-16").proposed();

          assertThat(on.deletions.items(list.id(), 0, 10))
              .extracting(DeletionItem::studyInstanceUid)
              .containsExactly(Uid.of("1.2.3"));
          assertThat(on.deletions.figures().unjudged()).isEqualTo(1);
        });
  }

  @Test
  void nothingIsDestroyedBeforeAsManyDifferentPersonsApprovedAsAreAskedFor() throws Exception {
    told(
        2,
        on -> {
          long id = on.on("2027-06-16").proposed().id();
          assertThatThrownBy(() -> on.deletions.run(id, SATO))
              .isInstanceOf(ChangeRefusedException.class);
          on.deletions.approve(id, ITO);
          for (String again : List.of(" m.  ITO", "M. Ito.", "M.Ito", "m ito ,", "Ｍ．　Ｉｔｏ")) {
            assertThatThrownBy(
                    () ->
                        on.deletions.approve(
                            id, new org.hokan.archive.retention.Deletions.Signature(again, "x")))
                .as(again)
                .hasMessageContaining("same person");
          }
          assertThat(on.list(id).state()).isEqualTo(DeletionState.PROPOSED);
          assertThatThrownBy(() -> on.deletions.run(id, SATO))
              .isInstanceOf(ChangeRefusedException.class);

          on.deletions.approve(id, SATO);

          assertThat(on.run(id).outcome()).isEqualTo(new DeletionList.Outcome(2, 0, 0));
          assertThat(on.studies()).isEmpty();
        });
  }

  @Test
  void aRejectedListDestroysNothingAndLetsAnotherBeProposed() throws Exception {
    told(
        1,
        on -> {
          long id = on.on("2027-06-16").proposed().id();
          assertThatThrownBy(on::proposed).hasMessageContaining("list " + id);

          on.deletions.reject(id, "not before the audit", ITO);

          assertThatThrownBy(() -> on.deletions.approve(id, ITO))
              .hasMessageContaining("is REJECTED");
          assertThat(on.proposed().studies()).isEqualTo(2);
          assertThat(on.studies()).hasSize(2);
        });
  }

  @Test
  void aCertificateSaysWhatWhenWhyByWhomAndTheDigestOfEachInstance() throws Exception {
    told(
        1,
        on -> {
          Optional<String> digest = on.node.index.digest("demo", Uid.of("1.2.3.9.2"));
          on.on("2027-06-16").approvedAndRun(on.proposed().id());

          Certificate certificate =
              on.node.index.certificates(CertificateFilter.ofStudy("demo", "1.2.3")).get(0);
          assertThat(certificate.images()).isEqualTo(3);
          assertThat(certificate.patientId()).isEqualTo("1");
          assertThat(certificate.order().at()).isEqualTo(on.node.now);
          assertThat(certificate.order().reason())
              .contains("kept until 2027-06-15", "retention 1y");
          assertThat(certificate.order().proposedBy()).isEqualTo("K. Sato");
          assertThat(certificate.order().approvedBy()).isEqualTo("M. Ito");
          assertThat(on.node.index.destroyed(certificate.id(), "", 10))
              .hasSize(3)
              .anySatisfy(
                  one -> {
                    assertThat(one.sopInstanceUid()).isEqualTo(Uid.of("1.2.3.9.2"));
                    assertThat(one.digest()).isEqualTo(digest.orElseThrow());
                  });
          assertThat(on.node.index.counts("demo").instances()).isZero();
          assertThat(on.node.index.counts("demo").patients()).isZero();
          assertThat(on.node.index.counts("demo").bytes()).isZero();
        });
  }

  @Test
  void aLegalHoldBeatsRetentionAlsoWhenItComesAfterTheApproval() throws Exception {
    told(
        1,
        on -> {
          on.holds.place("demo", HoldKind.STUDY, "1.2.3", "claim 7", "K. Sato", "op");
          DeletionList list = on.on("2027-06-16").proposed();
          assertThat(list.studies()).isEqualTo(1);
          assertThat(list.held()).isEqualTo(1);
          on.deletions.approve(list.id(), ITO);
          long hold =
              on.holds.place("demo", HoldKind.PATIENT, "2", "claim 8", "K. Sato", "op").id();

          assertThat(on.run(list.id()).outcome()).isEqualTo(new DeletionList.Outcome(0, 1, 0));
          assertThat(on.studies()).containsExactly("1.2.3", "1.2.4");

          on.holds.release(hold, "closed", "K. Sato", "op");
          on.approvedAndRun(on.proposed().id());
          assertThat(on.studies()).containsExactly("1.2.3");
        });
  }

  @Test
  void bytesStayInTheirPacksWhenAHoldComesBeforeCompaction() throws Exception {
    told(
        1,
        on -> {
          on.on("2027-06-16").approvedAndRun(on.proposed().id());
          fillUpThePack(on);
          long hold =
              on.holds.place("demo", HoldKind.PATIENT, "1", "claim 9", "K. Sato", "op").id();
          on.compaction(Duration.ZERO).scheduled();
          assertThat(bytesOf("1.2.3")).isEqualTo(2L);
          assertThat(bytesOf("1.2.4")).isZero();

          on.holds.release(hold, "closed", "K. Sato", "op");
          on.compaction(Duration.ZERO).scheduled();

          assertThat(bytesOf("1.2.3")).isZero();
        });
  }

  @Test
  void bytesStayInAPackThatWasWrittenAnewWhenAHoldComesBeforeItsRemoval() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode on = new RetentionNode(database, folder, 1)) {
      on.started().agreed();
      on.node.send("demo", picture("1", "1.2.3", 1));
      on.node.send("demo", picture("1", "1.2.3", 2));
      on.on("2027-03-01").exam("5", "1.2.5");
      on.on("2027-06-16").approvedAndRun(on.proposed().id());
      fillUpThePack(on);
      Holds waiting =
          Holds.of(
              on.holds::keepsBytes,
              (dead, removal) -> {
                throw new NotRemovableYet("as when its copy cannot be made now");
              });
      on.node.compaction(Duration.ZERO, waiting).scheduled();
      assertThat(on.node.store.compactor().unfinished()).hasSize(1);
      long hold = on.holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op").id();

      on.compaction(Duration.ZERO).scheduled();
      assertThat(bytesOf("1.2.3")).isEqualTo(2L);

      on.holds.release(hold, "closed", "K. Sato", "op");
      on.compaction(Duration.ZERO).scheduled();
      assertThat(bytesOf("1.2.3")).isZero();
      assertThat(bytesOf("1.2.5")).isEqualTo(2L);
      assertThat(on.node.store.compactor().unfinished()).isEmpty();
    }
  }

  @Test
  void afterCompactionItsBytesAreGoneFromBothCopies() throws Exception {
    told(
        1,
        on -> {
          assertThat(bytesOf("1.2.3")).isEqualTo(2L);
          on.on("2027-06-16").approvedAndRun(on.proposed().id());
          fillUpThePack(on);

          assertThat(on.compaction(Duration.ZERO).scheduled().problems()).isEmpty();

          assertThat(bytesOf("1.2.3")).isZero();
          assertThat(bytesOf("1.2.4")).isZero();
          assertThat(bytesOf("1.2.99")).isPositive();
        });
  }

  @Test
  void whatIsDestroyedGoesOnDemandFromPacksThatAreAppendedToAndTheCertificateSaysSo()
      throws Exception {
    told(
        1,
        on -> {
          long list = on.on("2027-06-16").proposed().id();
          on.approvedAndRun(list);
          long certificate =
              on.node.index.certificates(CertificateFilter.ofStudy("demo", "1.2.3")).get(0).id();
          assertThat(on.node.index.bytesInPacks(certificate)).isPositive();
          assertThat(on.node.index.bytesInPacksOfList(list))
              .isGreaterThanOrEqualTo(on.node.index.bytesInPacks(certificate));

          CompactionReport report =
              on.compaction(Duration.ofDays(7)).demanded("op", true, line -> {});

          assertThat(report.problems()).isEmpty();
          assertThat(report.waiting()).isZero();
          assertThat(bytesOf("1.2.3")).isZero();
          assertThat(on.node.index.bytesInPacks(certificate)).isZero();
          assertThat(on.node.index.bytesInPacksOfList(list)).isZero();
          on.exam("9", "1.2.99");
          assertThat(bytesOf("1.2.99")).isEqualTo(2L);
        });
  }

  /** A run that nobody asked for leaves open packs alone. */
  private static void fillUpThePack(RetentionNode on) {
    for (int i = 1; i <= 8; i++) {
      on.node.send("demo", picture("9", "1.2.99", i));
    }
    on.node.indexed();
    for (int i = 1; i <= 8; i++) {
      on.node.send(
          "demo", new IngestNode.Picture("9", "1.2.98", "1.2.98." + i, "deluxe ".repeat(500)));
    }
    on.node.indexed();
    on.node.now = on.node.now.plus(Duration.ofHours(3));
    on.node.store.tick();
  }

  /** On how many of the volume and its copy a file holds the study's pixels. */
  private long bytesOf(String study) {
    String text = "pixels of " + study + " ";
    // A pack may be given its last name meanwhile.
    return await().ignoreException(UncheckedIOException.class).until(() -> count(text), n -> true);
  }

  private long count(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains(".tar"))
          .filter(file -> read(file).contains(text))
          .map(file -> file.toString().contains("copies"))
          .distinct()
          .count();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRebuildOfTheIndexBringsNothingBack() throws Exception {
    told(
        1,
        on -> {
          on.holds.place("demo", HoldKind.STUDY, "1.2.4", "claim", "K. Sato", "op");
          on.on("2027-06-16").approvedAndRun(on.proposed().id());

          on.node.ingest.rebuild("op", objects -> {});

          assertThat(on.studies()).containsExactly("1.2.4");
          assertThat(on.node.index.counts("demo").instances()).isEqualTo(3);
        });
  }

  @Test
  void anOldPackThatIsPutBackAfterCompactionBringsNothingBack() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      Path saved = folder.resolve("saved");
      try (RetentionNode retention = new RetentionNode(database, folder.resolve("node"), 1)) {
        retention.started().agreed().exam("1", "1.2.3").exam("2", "1.2.4");
      }
      copyAll(folder.resolve("node"), saved);
      try (RetentionNode retention = new RetentionNode(database, folder.resolve("node"), 1)) {
        retention.started().on("2027-06-16").approvedAndRun(retention.proposed().id());
      }
      deleteAll(folder.resolve("node"));
      copyAll(saved, folder.resolve("node"));
      database.run(
          tx -> tx.session().createNativeMutationQuery("delete from dead_entry").executeUpdate());
      try (RetentionNode retention = new RetentionNode(database, folder.resolve("node"), 1)) {
        retention.started().on("2027-06-17").node.ingest.rebuild("op", objects -> {});

        assertThat(retention.studies()).isEmpty();
        assertThat(retention.node.index.deadSpace()).isNotEmpty();
      }
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void imagesThatComeAgainBeginANewStudyWithANote() throws Exception {
    told(
        1,
        on -> {
          on.on("2027-06-16").approvedAndRun(on.proposed().id());

          assertThat(on.node.send("demo", picture("1", "1.2.3", 1)).outcome())
              .isEqualTo(IngestOutcome.STORED);

          assertThat(on.studies()).containsExactly("1.2.3");
          Certificate certificate =
              on.node.index.certificates(CertificateFilter.ofStudy("demo", "1.2.3")).get(0);
          assertThat(certificate.againAt()).contains(on.node.now);
          on.node.ingest.rebuild("op", objects -> {});
          assertThat(on.studies()).containsExactly("1.2.3");
          assertThat(on.node.index.counts("demo").instances()).isEqualTo(1);
        });
  }

  @Test
  void imagesThatCameAfterTheListWasMadeKeepTheirStudy() throws Exception {
    told(
        1,
        on -> {
          long list = on.on("2027-06-16").proposed().id();
          on.node.send("demo", picture("1", "1.2.3", 7));
          on.node.indexed();

          assertThat(on.approvedAndRun(list).outcome())
              .isEqualTo(new DeletionList.Outcome(1, 1, 0));

          assertThat(on.studies()).containsExactly("1.2.3");
          assertThat(on.deletions.items(list, 0, 10))
              .extracting(DeletionItem::state)
              .containsExactly(ItemState.KEPT, ItemState.DESTROYED);
        });
  }

  @Test
  void whatIsBeingReadWhenItIsDestroyedIsReadToItsEnd() throws Exception {
    told(
        1,
        on -> {
          InstanceRow row = on.node.index.instance("demo", Uid.of("1.2.3.9.1")).orElseThrow();
          StoredAt at = row.at();
          try (InputStream in =
              on.node.store.open(new Location(at.volume(), at.pack(), at.offset(), at.length()))) {
            byte[] begin = in.readNBytes(100);

            on.on("2027-06-16").approvedAndRun(on.proposed().id());

            assertThat(begin.length + in.readAllBytes().length).isEqualTo(at.length());
          }
        });
  }

  @Test
  void chargesEndWithTheDestruction() throws Exception {
    told(
        1,
        on -> {
          on.node.ingest.settle(on.node.now);
          on.on("2027-06-16").node.ledger.close(YearMonth.of(2027, 5), "op");
          on.approvedAndRun(on.proposed().id());
          on.on("2027-09-10").node.ledger.close(YearMonth.of(2027, 8), "op");

          List<YearMonth> months =
              on.node.ledger.records(EVERYTHING).stream()
                  .map(billed -> billed.record().entry())
                  .filter(BillingEntry.PeriodCharge.class::isInstance)
                  .map(BillingEntry.PeriodCharge.class::cast)
                  .filter(charge -> charge.object().equals("1.2.3"))
                  .map(charge -> YearMonth.from(charge.period().from()))
                  .sorted()
                  .toList();
          assertThat(months)
              .hasSize(13)
              .startsWith(YearMonth.of(2026, 6))
              .endsWith(YearMonth.of(2027, 6));
          assertThat(
                  on.node.ledger.records(EVERYTHING).stream()
                      .filter(billed -> billed.record().type() == RecordType.DELETION)
                      .map(billed -> ((BillingEntry.Study) billed.record().entry()).images()))
              .containsExactly(-3L, -3L);
          assertThat(on.node.ledger.verify().problems()).isEmpty();
        });
  }

  @Test
  void nothingOnHoldIsTakenOutOfQuarantineForGood() throws Exception {
    told(
        1,
        on -> {
          on.node.send("demo", new IngestNode.Picture("1", "1.2.3", "1.2.3.9.1", "other content"));
          on.node.indexed();
          long aside = on.node.index.quarantine(Optional.empty(), 0, 1).get(0).id();
          on.holds.place("demo", HoldKind.PATIENT, "1", "claim", "K. Sato", "op");

          assertThatThrownBy(() -> on.node.ingest.remove(aside, "op"))
              .hasMessageContaining("on legal hold");
          assertThat(on.node.index.quarantined(aside)).isPresent();
        });
  }

  @Test
  void capacityMarksAreToldOfOnceEachAndDestroyedStudiesCountNoMore() throws Exception {
    told(
        1,
        on -> {
          long kept = on.node.index.counts("demo").bytes();
          on.node.contracts.change("demo-1", 2, on.terms(kept + kept / 10), Optional.empty(), "op");
          for (int look = 0; look < 2; look++) {
            on.node.contracts.reviewCapacity(code -> on.node.index.counts(code).bytes());
          }
          assertThat(on.node.contracts.filling()).isEqualTo(1);
          assertThat(on.node.contracts.fullness(CapacityTerms.of(kept + kept / 10), kept))
              .contains(
                  "keeps 90 % of its capacity or more; what goes beyond is refused, but for exams begun");
          assertThat(on.node.contracts.fullness(CapacityTerms.of(kept * 2), kept)).isEmpty();
          assertThat(
                  on
                      .node
                      .audit
                      .list(AuditFilter.builder().actionPrefix("contract.capacity").build())
                      .stream()
                      .map(AuditEvent::detail))
              .hasSize(2)
              .allMatch(text -> text.contains("of its capacity"));

          on.on("2027-06-16").approvedAndRun(on.proposed().id());
          on.node.contracts.reviewCapacity(code -> on.node.index.counts(code).bytes());
          assertThat(on.node.contracts.filling()).isZero();
        });
  }
}
