package org.hokan.archive.contract;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code contract_version}; only ever inserted. */
@Entity(name = "ContractVersionRow")
@Table(name = "contract_version")
@Journaled(sequence = "contract_version_seq")
@Immutable
@NullUnmarked
class ContractVersionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "contract_version_seq")
  @SequenceGenerator(
      name = "contract_version_seq",
      sequenceName = "contract_version_seq",
      allocationSize = 1)
  Long id;

  String contract;
  int version;
  String facility;
  int number;
  LocalDate firstDay;
  LocalDate lastDay;

  @Enumerated(EnumType.STRING)
  PeriodCourse course;

  String currency;
  BigDecimal unitRate;

  @Enumerated(EnumType.STRING)
  BackupUnit unit;

  long capacityBytes;
  int pointsPerPeriod;

  @Enumerated(EnumType.STRING)
  ContractState state;

  Instant agreedAt;
  String agreedBy;

  static ContractVersionEntity of(Contract contract) {
    ContractVersionEntity row = new ContractVersionEntity();
    row.contract = contract.id();
    row.version = contract.version();
    row.facility = contract.facility();
    row.number = Integer.parseInt(contract.id().substring(contract.id().lastIndexOf('-') + 1));
    row.firstDay = contract.from();
    row.lastDay = contract.until();
    row.course = contract.course();
    row.currency = contract.unitRate().getCurrencyUnit().getCode();
    row.unitRate = contract.unitRate().getAmount();
    row.unit = contract.unit();
    row.capacityBytes = contract.capacityBytes();
    row.pointsPerPeriod = contract.pointsPerPeriod();
    row.state = contract.state();
    row.agreedAt = contract.agreedAt();
    row.agreedBy = contract.agreedBy();
    return row;
  }

  Contract contract() {
    CurrencyUnit unitOfMoney = CurrencyUnit.of(currency);
    BigDecimal amount = unitRate.setScale(unitOfMoney.getDecimalPlaces());
    ContractTerms terms =
        new ContractTerms(
            firstDay, lastDay, course, Money.of(unitOfMoney, amount), unit, capacityBytes);
    return new Contract(
        contract, version, facility, terms, pointsPerPeriod, state, agreedAt, agreedBy);
  }
}
