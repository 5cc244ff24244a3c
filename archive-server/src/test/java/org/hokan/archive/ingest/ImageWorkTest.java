package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Statements;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What charging costs: the statements of one image's way, and of what comes after it, under a
 * contract that charges for the facility, each patient and each study, beside one that charges for
 * the facility alone; as H2 counts them.
 */
class ImageWorkTest {
  @TempDir private Path folder;

  @Test
  void chargingAddsNothingToTheWayOfAnImageAndOneBatchedInsertToTheStudy() {
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      node.admit("plain").admit("demo").agree("plain", "1GB");
      node.contracts.add("demo", everyUnit(), "op");
      for (String facility : List.of("plain", "demo")) {
        send(node, facility, "1.2.3", 1);
      }
      node.ingest.settle(node.now);

      long plain = Statements.count(database, () -> send(node, "plain", "1.2.3", 2));
      Map<String, Long> charged = Statements.of(database, () -> send(node, "demo", "1.2.3", 2));

      assertThat(total(charged)).as("%s", charged).isEqualTo(plain);
      assertThat(charged.keySet()).noneMatch(sql -> sql.contains("billing_"));

      // The ledger's end, with its lock; what is recorded of a facility's studies, two times; the
      // batch of two records; the new end.
      Map<String, Long> settled = Statements.of(database, () -> node.ingest.settle(node.now));
      assertThat(insertsOf(settled)).as("%s", settled).containsExactly(2L);
      assertThat(ofLedger(settled).stream().mapToLong(Long::longValue).sum())
          .as("%s", settled)
          .isEqualTo(1 + 2 + 2 + 1);
    }
  }

  @Test
  void unitsOfChosenObjectsAddOneQuestionToTheWayOfAnImageHoweverManyThereAre() {
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      node.admit("plain").admit("demo");
      node.contracts.add("plain", everyUnit((unit, terms) -> terms), "op");
      node.contracts.add(
          "demo",
          everyUnit((unit, terms) -> unit == BackupUnit.FACILITY ? terms : terms.chosen(Set.of())),
          "op");
      for (String facility : List.of("plain", "demo")) {
        send(node, facility, "1.2.3", 1);
      }

      long plain = Statements.count(database, () -> send(node, "plain", "1.2.3", 2));
      Map<String, Long> chosen = Statements.of(database, () -> send(node, "demo", "1.2.3", 2));

      assertThat(total(chosen)).as("%s", chosen).isEqualTo(plain + 1);
      assertThat(
              chosen.entrySet().stream()
                  .filter(entry -> entry.getKey().contains("contract_backup_choice"))
                  .map(Map.Entry::getValue))
          .containsExactly(1L);
    }
  }

  @Test
  void manyStudiesAreOneBatchedInsertToo() {
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      node.admit("demo");
      node.contracts.add("demo", everyUnit(), "op");
      for (int study = 0; study < 20; study++) {
        send(node, "demo", "1.2." + study, 1);
      }

      Map<String, Long> settled = Statements.of(database, () -> node.ingest.settle(node.now));

      assertThat(insertsOf(settled)).containsExactly(20L);
      assertThat(ofLedger(settled).stream().mapToLong(Long::longValue).sum()).isEqualTo(20 + 3);
      assertThat(
              node.ledger.records(
                  new RecordFilter(
                      Optional.empty(), Optional.of("demo"), Optional.empty(), 0, 100)))
          .hasSize(20);
    }
  }

  private static ContractTerms everyUnit() {
    return everyUnit((unit, terms) -> terms);
  }

  private static ContractTerms everyUnit(
      BiFunction<BackupUnit, BackupTerms.Builder, BackupTerms.Builder> with) {
    ContractTerms like = TestTerms.annual("2026-06-01", "2026-12-31", "1GB");
    List<BackupTerms> units = new ArrayList<>();
    for (BackupUnit unit : BackupUnit.values()) {
      units.add(
          with.apply(
                  unit,
                  BackupTerms.of(
                      unit, TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 100"))))
              .build());
    }
    return ContractTerms.builder(like.parties(), like.from(), like.until())
        .capacity(like.capacity())
        .backups(units)
        .build();
  }

  private static void send(IngestNode node, String facility, String study, int image) {
    node.send(facility, new Picture("1", study, study + "." + image, "pixels"));
    node.indexed();
  }

  private static long total(Map<String, Long> statements) {
    return statements.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> ofLedger(Map<String, Long> statements) {
    return statements.entrySet().stream()
        .filter(entry -> entry.getKey().contains("billing_"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<Long> insertsOf(Map<String, Long> statements) {
    return statements.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("insert into billing_"))
        .map(Map.Entry::getValue)
        .toList();
  }
}
