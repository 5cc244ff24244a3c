package org.hokan.archive.billing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;

/** Finds what corrections refer to: what is of the same facility, and nothing else. */
final class References {
  private static final int SHOWN = 3;

  private final Tx tx;
  private final String facility;

  References(Tx tx, String facility) {
    this.tx = tx;
    this.facility = facility;
  }

  /**
   * The currency of what a new correction refers to; empty when it does so in free words.
   *
   * @throws BillingException when it names what is not there, or is not of the facility
   */
  Optional<CurrencyUnit> require(String text) {
    Reference reference = Reference.of(text);
    if (reference.namesRecord()) {
      BillingRecord record = record(reference).orElseThrow(() -> noRecord(text));
      return Optional.of(record.amount().getCurrencyUnit());
    }
    if (!reference.namesStatement()) {
      return Optional.empty();
    }
    Statement statement = statement(reference).orElseThrow(() -> noStatement(text));
    if (text.contains("/") && line(statement, reference).isEmpty()) {
      throw noLine(text, statement);
    }
    return Optional.of(statement.net().getCurrencyUnit());
  }

  /** What a correction names of what was there before it; of one of before, often nothing. */
  Reference of(BillingRecord correction) {
    Reference reference = Reference.of(correction);
    if (reference.equals(Reference.WORDS)) {
      return reference;
    }
    boolean earlier = reference.record() < correction.number();
    boolean there =
        reference.namesRecord()
            ? earlier && record(reference).isPresent()
            : statement(reference)
                .filter(s -> reference.line() == 0 || line(s, reference).isPresent())
                .isPresent();
    return there ? reference : Reference.WORDS;
  }

  Optional<Statement> statement(Reference reference) {
    return Statements.find(tx, reference.statement()).filter(s -> s.facility().equals(facility));
  }

  static Optional<StatementLine> line(Statement statement, Reference reference) {
    return statement.lines().stream().filter(l -> l.line() == reference.line()).findFirst();
  }

  Optional<BillingRecord> record(Reference reference) {
    return Optional.ofNullable(tx.session().get(LedgerRow.class, reference.record()))
        .map(LedgerMapping::record)
        .filter(record -> record.facility().equals(facility));
  }

  private BillingException noRecord(String text) {
    return new BillingException(
        "reference: \"%s\" is no billing record of %s (expected: one of its own, see: hokan billing records --facility %2$s; a statement or NUMBER/LINE; or other words)"
            .formatted(text, facility));
  }

  private BillingException noStatement(String text) {
    StatementFilter latest =
        new StatementFilter(Optional.empty(), Optional.of(facility), Optional.empty(), SHOWN);
    List<Statement> some = Statements.list(tx, latest);
    String there =
        some.isEmpty()
            ? "it has none yet"
            : "such as "
                + some.stream().map(Statement::number).collect(Collectors.joining(", "))
                + ", see: hokan billing statements --facility "
                + facility;
    return new BillingException(
        "reference: \"%s\" is no statement of %s (expected: one of its own: %s; a record's number; or other words)"
            .formatted(text, facility, there));
  }

  private static BillingException noLine(String text, Statement statement) {
    int lines = statement.lines().size();
    return new BillingException(
        "reference: \"%s\": statement %s has %s (expected: %s, see: hokan billing explain %2$s)"
            .formatted(
                text,
                statement.number(),
                lines == 1 ? "1 line" : lines + " lines",
                lines == 0 ? "the statement" : "NUMBER/LINE with a line from 1 to " + lines));
  }
}
