package org.hokan.archive.billing;

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
  private final ReplayedTraffic traffic;
  private final EarlyRecords early;
  private long unpriced;

  ReplayedServices(ReplayedTraffic traffic, EarlyRecords early) {
    this.traffic = traffic;
    this.early = early;
  }

  /** Takes a record; one that a rule made before its examination's record waits for that. */
  void take(Tx tx, Appender appender, BillingRecord record) {
    BillingEntry.Item item = (BillingEntry.Item) record.entry();
    boolean ofRule = NamedUse.isRecordedAs(item);
    if (ofRule && traffic.ruled().isRuled(item)) {
      return; // charged with its study
    }
    if (!ofRule
        || traffic.isAsRecorded()
        || (!early.keeps(record) && traffic.isTaken(tx, appender, item.object()))) {
      charge(appender, record);
    }
  }

  /** Charges those that waited for an examination, if it was taken. */
  void takeOf(Tx tx, Appender appender, String study) {
    early.of(study).stream()
        .filter(record -> traffic.isTaken(tx, appender, study))
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

  private void charge(Appender appender, BillingRecord record) {
    Optional<ContractTerms> terms = traffic.simulated(record).map(AgreedTerms::terms);
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
        new Appender.Owner(record.facility(), traffic.contracts().simulatedClause()),
        new Appender.Charge(
            new BillingEntry.Item(
                RecordType.of(service.get().kind()),
                service.get().name(),
                item.object(),
                item.quantity(),
                price,
                item.fact()),
            price.multipliedBy(item.quantity()),
            ConsumptionTax.rate(terms.get().billing().tax(), traffic.day(record))),
        Replay.WHO);
  }
}
