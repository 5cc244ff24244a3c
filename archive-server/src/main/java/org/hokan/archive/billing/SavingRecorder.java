package org.hokan.archive.billing;

import java.time.LocalDate;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/** Records by how much what is saved of a study differs from what is recorded of it. */
final class SavingRecorder {
  private final Tx tx;
  private final ContractBook contracts;

  SavingRecorder(Tx tx, ContractBook contracts) {
    this.tx = tx;
    this.contracts = contracts;
  }

  /** What the ledger says is saved of a study. */
  long known(StudySaving saving) {
    return Ledger.whole(
        tx.session()
            .createSelectionQuery(
                "select coalesce(sum(quantity), 0) from LedgerRow where facility = :facility"
                    + " and objectKey = :study and type = :type",
                Object.class)
            .setParameter("facility", saving.facility())
            .setParameter("study", saving.studyInstanceUid())
            .setParameter("type", RecordType.SAVING)
            .getSingleResult());
  }

  BillingRecord record(Appender appender, StudySaving saving, long difference) {
    LocalDate day = LocalDate.ofInstant(saving.at(), contracts.zoneOf(saving.facility()));
    Optional<AgreedTerms> terms = contracts.termsFor(saving.facility(), day);
    BillingEntry.Item item =
        new BillingEntry.Item(
            RecordType.SAVING,
            "",
            saving.studyInstanceUid(),
            difference,
            Money.zero(
                terms
                    .map(t -> t.terms().currency())
                    .orElseGet(() -> contracts.currency(saving.facility(), ContractClause.NONE))),
            "saving %d of study %s".formatted(appender.nextNumber(), saving.studyInstanceUid()));
    return new ServiceRecorder(tx, appender, contracts)
        .append(saving.facility(), terms, day, item, Appender.NODE);
  }
}
