package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * Services, in a simulation: at the simulated terms' prices. What a rule billed for an examination
 * is charged if that is taken. Not thread-safe.
 */
final class ReplayedServices {
  private final SimulatedContracts contracts;
  private final RuledTraffic ruled;
  private final ScratchStudies studies;
  private final EarlyRecords early;
  private final ZoneId zone;
  private long unpriced;

  ReplayedServices(
      SimulatedContracts contracts,
      RuledTraffic ruled,
      ScratchStudies studies,
      EarlyRecords early,
      ZoneId zone) {
    this.contracts = contracts;
    this.ruled = ruled;
    this.studies = studies;
    this.early = early;
    this.zone = zone;
  }

  /** Takes a record; one that a rule made before its examination's record waits for that. */
  void take(Tx tx, Appender appender, BillingRecord record) {
    BillingEntry.Item item = (BillingEntry.Item) record.entry();
    boolean ofRule = NamedUse.isRecordedAs(item);
    if (ofRule && ruled.isRuled(item)) {
      return; // charged with its study
    }
    boolean asRecorded = contracts.simulated().isEmpty() && !ruled.isAny();
    if (!ofRule || asRecorded || (!early.keeps(record) && isTaken(tx, appender, item.object()))) {
      charge(appender, record);
    }
  }

  /** Charges those that waited for an examination, if it was taken. */
  void takeOf(Tx tx, Appender appender, String study) {
    early.of(study).stream()
        .filter(record -> isTaken(tx, appender, study))
        .forEach(record -> charge(appender, record));
  }

  /** Charges all that wait still: their examinations are put in later. */
  void takeEarly(Appender appender) {
    early.all().forEach(record -> charge(appender, record));
  }

  /** Services without a price. */
  long unpriced() {
    return unpriced;
  }

  private boolean isTaken(Tx tx, Appender appender, String study) {
    return studies.clauseOf(tx, appender, study).isPresent();
  }

  private void charge(Appender appender, BillingRecord record) {
    LocalDate day = LocalDate.ofInstant(record.recorded().at(), zone);
    Optional<ContractTerms> terms = contracts.simulatedOn(day).map(AgreedTerms::terms);
    if (terms.isEmpty()) {
      Replay.append(appender, record, record.clause());
      return;
    }
    BillingEntry.Item item = (BillingEntry.Item) record.entry();
    Optional<ServiceTerms> service =
        terms.get().service(item.name()).or(() -> terms.get().service(item.type().service()));
    if (service.isEmpty()) {
      unpriced++;
      return;
    }
    Money price = service.get().price();
    appender.append(
        record.month(),
        new Appender.Owner(record.facility(), contracts.simulatedClause()),
        new Appender.Charge(
            new BillingEntry.Item(
                RecordType.of(service.get().kind()),
                service.get().name(),
                item.object(),
                item.quantity(),
                price,
                item.fact()),
            price.multipliedBy(item.quantity()),
            ConsumptionTax.rate(terms.get().billing().tax(), day)),
        Replay.WHO);
  }
}
