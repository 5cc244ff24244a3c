package org.hokan.archive.contract;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.Nullable;

/** A row of {@code storage_rule_stage}. */
@Entity(name = "StagedRuleRow")
@Table(name = "storage_rule_stage")
@Journaled(sequence = "storage_rule_stage_seq")
class StagedRuleEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "storage_rule_stage_seq")
  @SequenceGenerator(
      name = "storage_rule_stage_seq",
      sequenceName = "storage_rule_stage_seq",
      allocationSize = 1)
  long id;

  String ae = "";
  String name = "";
  int basedOn;
  int ruleOrder;
  String ruleWhen = "";
  String ruleThen = "";
  boolean removed;
  @Nullable Instant activeFrom;
  Instant stagedAt = Instant.EPOCH;
  String stagedBy = "";
  String problem = "";

  static StagedRuleEntity of(StorageRule draft, Optional<Instant> from, String actor, Instant now) {
    StagedRuleEntity row = new StagedRuleEntity();
    row.ae = draft.ae();
    row.name = draft.name();
    row.basedOn = draft.version();
    row.ruleOrder = draft.order();
    row.ruleWhen = draft.when();
    row.ruleThen = draft.then().toString();
    row.removed = draft.removed();
    row.activeFrom = from.orElse(null);
    row.stagedAt = now.truncatedTo(ChronoUnit.MICROS);
    row.stagedBy = actor;
    return row;
  }

  StagedRule staged() {
    StorageRule draft =
        new StorageRule(
            ae,
            name,
            basedOn,
            ruleWhen,
            Actions.parse(ruleThen),
            ruleOrder,
            removed,
            stagedAt,
            stagedBy);
    return new StagedRule(draft, Optional.ofNullable(activeFrom), problem);
  }
}
