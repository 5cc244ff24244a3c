package org.hokan.archive.contract;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code contract_backup_choice}; only ever inserted. */
@Entity(name = "BackupChoiceRow")
@Table(name = "contract_backup_choice")
@Journaled(sequence = "contract_backup_choice_seq", filling = BackupChoiceEntity.AS_V036)
@Immutable
@NullUnmarked
class BackupChoiceEntity {
  /** Of journals from before it was written down whose word a choice is. */
  static final String AS_V036 =
      """
      update contract_backup_choice set said_in = case rule_name when '' then 'AGREEMENT' else 'RULE' end
      where said_in = 'PERSON' and (rule_name <> ''
        or chosen and (made_by = 'node'
          or exists (
            select 1 from contract_step s
            where s.contract = contract_backup_choice.contract
              and s.action = 'ACCEPT'
              and s.made_at = contract_backup_choice.made_at
              and s.made_by = contract_backup_choice.made_by)))
      """;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "contract_backup_choice_seq")
  @SequenceGenerator(
      name = "contract_backup_choice_seq",
      sequenceName = "contract_backup_choice_seq",
      allocationSize = 1)
  Long id;

  String contract;

  @Enumerated(EnumType.STRING)
  BackupUnit unit;

  String objectKey;
  boolean chosen;
  LocalDate fromDay;

  @Enumerated(EnumType.STRING)
  BackupChoice.Voice saidIn;

  String ruleName;
  Instant madeAt;
  String madeBy;

  static BackupChoiceEntity of(BackupChoice choice) {
    BackupChoiceEntity row = new BackupChoiceEntity();
    row.contract = choice.contract();
    row.unit = choice.unit();
    row.objectKey = choice.object();
    row.chosen = choice.chosen();
    row.fromDay = choice.from();
    row.saidIn = choice.said().voice();
    row.ruleName = choice.said().rule();
    row.madeAt = choice.said().at();
    row.madeBy = choice.said().by();
    return row;
  }

  BackupChoice choice() {
    BackupChoice.Said said = new BackupChoice.Said(saidIn, ruleName, madeAt, madeBy);
    return new BackupChoice(contract, unit, objectKey, chosen, fromDay, said);
  }
}
