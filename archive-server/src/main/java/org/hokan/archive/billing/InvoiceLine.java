package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hokan.archive.contract.CapacityTerms.Overage;

/**
 * A line of an invoice.
 *
 * @param line as it stands on the statement
 * @param reason why a correction was made; empty for other lines
 * @param reference what a correction that a person made refers to; empty for other lines
 * @param spans the days that it is for; none for a correction
 * @param stepBytes what each piece is of a charge beyond the capacity; empty for other lines
 */
public record InvoiceLine(
    StatementLine line, String reason, String reference, List<Span> spans, OptionalLong stepBytes) {

  static InvoiceLine of(StatementLine line, LineFacts.Facts facts, ContractBook contracts) {
    return new InvoiceLine(
        line, facts.reason(), facts.reference(), facts.spans(), step(line, facts, contracts));
  }

  /**
   * Days that something is charged for.
   *
   * @param part the share of a period that they are; empty: all of it
   */
  record Span(Period days, Optional<BillingEntry.Part> part) {

    /** From the first day of both to the last; with its share where that is the same of both. */
    Span and(Span other) {
      LocalDate from = days.from().isBefore(other.days.from()) ? days.from() : other.days.from();
      LocalDate until =
          days.until().isAfter(other.days.until()) ? days.until() : other.days.until();
      return new Span(new Period(from, until), part.equals(other.part()) ? part : Optional.empty());
    }
  }

  /** From the first day that it is for to the last; empty for a correction. */
  Optional<Period> days() {
    return spans.stream().reduce(Span::and).map(Span::days);
  }

  /** None where versions of the contract with different steps are on one line. */
  private static OptionalLong step(
      StatementLine line, LineFacts.Facts facts, ContractBook contracts) {
    if (line.type() != RecordType.OVERAGE) {
      return OptionalLong.empty();
    }
    List<Long> steps =
        contracts.agreed(line.contract()).stream()
            .flatMap(contract -> contract.agreed().stream())
            .filter(terms -> terms.version() >= facts.firstVersion())
            .filter(terms -> terms.version() <= facts.lastVersion())
            .flatMap(terms -> terms.terms().capacity().overage().stream())
            .map(Overage::step)
            .distinct()
            .toList();
    return steps.size() == 1 ? OptionalLong.of(steps.get(0)) : OptionalLong.empty();
  }

  /** Whether quantity x price is the amount; not where periods are charged by their days. */
  boolean isExact() {
    return line.unitRate()
            .getAmount()
            .multiply(BigDecimal.valueOf(line.quantity()))
            .compareTo(line.amount().getAmount())
        == 0;
  }
}
