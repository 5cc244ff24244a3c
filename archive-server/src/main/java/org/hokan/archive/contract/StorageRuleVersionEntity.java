package org.hokan.archive.contract;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code storage_rule_version}; only ever inserted. */
@Entity(name = "StorageRuleVersionRow")
@Table(name = "storage_rule_version")
@Journaled(sequence = "storage_rule_version_seq")
@Immutable
@NullUnmarked
class StorageRuleVersionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "storage_rule_version_seq")
  @SequenceGenerator(
      name = "storage_rule_version_seq",
      sequenceName = "storage_rule_version_seq",
      allocationSize = 1)
  Long id;

  String ae;
  String name;
  int version;
  int ruleOrder;
  String ruleWhen;
  String ruleThen;
  boolean removed;
  Instant changedAt;
  String changedBy;

  static StorageRuleVersionEntity of(StorageRule rule) {
    StorageRuleVersionEntity row = new StorageRuleVersionEntity();
    row.ae = rule.ae();
    row.name = rule.name();
    row.version = rule.version();
    row.ruleOrder = rule.order();
    row.ruleWhen = rule.when();
    row.ruleThen = rule.then().toString();
    row.removed = rule.removed();
    row.changedAt = rule.changedAt();
    row.changedBy = rule.changedBy();
    return row;
  }

  StorageRule rule() {
    return new StorageRule(
        ae,
        name,
        version,
        ruleWhen,
        Actions.parse(ruleThen),
        ruleOrder,
        removed,
        changedAt,
        changedBy);
  }
}
