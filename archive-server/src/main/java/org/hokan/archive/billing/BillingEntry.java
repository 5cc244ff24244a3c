package org.hokan.archive.billing;

import java.time.Instant;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.joda.money.Money;

/** What a billing record says, by its type. */
public sealed interface BillingEntry {
  RecordType type();

  /** Adds what this entry says to a canonical form. */
  CanonicalForm addTo(CanonicalForm form);

  /**
   * Images of one study that arrived and were not recorded before; or, when the study was
   * destroyed, all that was recorded, taken back.
   *
   * @param studyInstanceUid Study Instance UID (0020,000D)
   * @param patient what {@link StudyUsage#patient} said; in no export
   * @param images how many images this record adds; negative in a {@link RecordType#DELETION}
   * @param bytes how many bytes this record adds; not positive in a {@link RecordType#DELETION}
   * @param first arrival of the study's first image, over all records of the study
   * @param last arrival of the study's last image when this was recorded, or its destruction
   * @param ae AE title that sent
   * @param rule storage rule that decided, with its version; empty where none matched
   * @param refersTo number of the study's first record; 0 in that record itself
   */
  record Study(
      String studyInstanceUid,
      String patient,
      long images,
      long bytes,
      Instant first,
      Instant last,
      String ae,
      String rule,
      long refersTo)
      implements BillingEntry {
    @Override
    public RecordType type() {
      return images < 0 ? RecordType.DELETION : RecordType.STUDY;
    }

    @Override
    public CanonicalForm addTo(CanonicalForm form) {
      return form.field("study", studyInstanceUid)
          .field("patient", patient)
          .field("images", images)
          .field("bytes", bytes)
          .field("first", first)
          .field("last", last)
          .field("ae", ae)
          .field("rule", rule)
          .field("refersTo", refersTo);
    }
  }

  /**
   * A part of a period.
   *
   * @param days how many days are charged
   * @param ofDays how many days the whole period has
   */
  record Part(int days, int ofDays) {}

  /**
   * The charge for one period of one object: points x periods x units x unit rate; of a part of a
   * period, the share of its days.
   *
   * @param unit what kind of object the contract keeps
   * @param object the facility's code, the patient's ID or the study's UID, as the unit says
   * @param period the days it is for
   * @param points the tariff's points for one period
   * @param periods how many periods: 1
   * @param units how many objects: 1
   * @param unitRate the contract's price of one point
   * @param part what is charged of the period; empty: all of it
   */
  record PeriodCharge(
      BackupUnit unit,
      String object,
      Period period,
      int points,
      int periods,
      int units,
      Money unitRate,
      Optional<Part> part)
      implements BillingEntry {
    @Override
    public RecordType type() {
      return RecordType.PERIOD;
    }

    @Override
    public CanonicalForm addTo(CanonicalForm form) {
      form.field("unit", unit)
          .field("object", object)
          .field("from", period.from())
          .field("until", period.until())
          .field("points", points)
          .field("periods", periods)
          .field("units", units)
          .field("unitRate", unitRate);
      part.ifPresent(p -> form.field("days", p.days()).field("periodDays", p.ofDays()));
      return form;
    }
  }

  /**
   * Something kept or done that has a price of its own.
   *
   * @param type which kind
   * @param name the contract's name of the service; empty where it has none
   * @param object what it was done to: a Study Instance UID, a Patient ID or the facility's code
   * @param quantity how many, such as GB, steps or examinations; less than nothing takes back
   * @param unitPrice of each
   * @param fact names what is charged; one record for each fact of a type
   */
  record Item(
      RecordType type, String name, String object, long quantity, Money unitPrice, String fact)
      implements BillingEntry {
    @Override
    public CanonicalForm addTo(CanonicalForm form) {
      return form.field("name", name)
          .field("object", object)
          .field("quantity", quantity)
          .field("unitPrice", unitPrice)
          .field("fact", fact);
    }
  }

  /**
   * A correction made by hand.
   *
   * @param reason why, for the reader of the bill
   * @param reference what it corrects, see {@link Reference}; empty in records of before
   */
  record Adjustment(String reason, String reference) implements BillingEntry {
    @Override
    public RecordType type() {
      return RecordType.ADJUSTMENT;
    }

    @Override
    public CanonicalForm addTo(CanonicalForm form) {
      return form.field("reason", reason).field("reference", reference);
    }
  }
}
