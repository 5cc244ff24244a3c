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
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.jspecify.annotations.NullUnmarked;

/**
 * A row of {@code contract_version}; only ever inserted. One that was written before contracts had
 * a life says its terms in columns, and that they were agreed or withdrawn.
 */
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
  Instant agreedAt;
  String agreedBy;

  // Of the present form.
  @Enumerated(EnumType.STRING)
  Side side;

  LocalDate validFrom;
  String terms;

  // Of the first form.
  LocalDate firstDay;
  LocalDate lastDay;
  String course;
  String currency;
  BigDecimal unitRate;

  @Enumerated(EnumType.STRING)
  BackupUnit unit;

  Long capacityBytes;
  Integer pointsPerPeriod;
  String state;

  static ContractVersionEntity of(Contract contract, ContractVersion version) {
    ContractVersionEntity row = new ContractVersionEntity();
    row.contract = contract.id();
    row.version = version.number();
    row.facility = contract.facility();
    row.number = Integer.parseInt(contract.id().substring(contract.id().lastIndexOf('-') + 1));
    row.agreedAt = version.madeAt();
    row.agreedBy = version.madeBy();
    row.side = version.side();
    row.validFrom = version.validFrom().orElse(null);
    row.terms = TermsForm.text(version.terms());
    return row;
  }

  boolean isOfFirstForm() {
    return terms == null;
  }

  ContractVersion version() {
    return isOfFirstForm()
        ? FirstForm.version(this)
        : new ContractVersion(
            version,
            side,
            Optional.ofNullable(validFrom),
            TermsForm.read(terms),
            agreedAt,
            agreedBy);
  }
}
