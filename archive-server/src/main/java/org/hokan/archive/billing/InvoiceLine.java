package org.hokan.archive.billing;

import java.math.BigDecimal;

/**
 * A line of an invoice.
 *
 * @param line as it stands on the statement
 * @param reason why a correction was made; empty for other lines
 */
public record InvoiceLine(StatementLine line, String reason) {

  /** Whether quantity x price is the amount; not where periods are charged by their days. */
  boolean isExact() {
    return line.unitRate()
            .getAmount()
            .multiply(BigDecimal.valueOf(line.quantity()))
            .compareTo(line.amount().getAmount())
        == 0;
  }
}
