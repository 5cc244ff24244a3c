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
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code contract_step}; only ever inserted. */
@Entity(name = "ContractStepRow")
@Table(name = "contract_step")
@Journaled(sequence = "contract_step_seq")
@Immutable
@NullUnmarked
class ContractStepEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "contract_step_seq")
  @SequenceGenerator(
      name = "contract_step_seq",
      sequenceName = "contract_step_seq",
      allocationSize = 1)
  Long id;

  String contract;
  String facility;
  int number;

  @Enumerated(EnumType.STRING)
  ContractAction action;

  int version;

  @Enumerated(EnumType.STRING)
  Side side;

  String signedBy;
  LocalDate onDay;
  String note;
  Instant madeAt;
  String madeBy;

  static ContractStepEntity of(Contract contract, ContractStep step) {
    ContractStepEntity row = new ContractStepEntity();
    row.contract = contract.id();
    row.facility = contract.facility();
    row.number = step.number();
    row.action = step.action();
    row.version = step.version();
    row.side = step.side();
    row.signedBy = step.signedBy();
    row.onDay = step.day().orElse(null);
    row.note = step.note();
    row.madeAt = step.at();
    row.madeBy = step.by();
    return row;
  }

  ContractStep step() {
    return new ContractStep(
        number, action, version, side, signedBy, Optional.ofNullable(onDay), note, madeAt, madeBy);
  }
}
