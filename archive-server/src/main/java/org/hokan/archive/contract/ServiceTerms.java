package org.hokan.archive.contract;

import org.joda.money.Money;

/**
 * An extra service and what it costs each time.
 *
 * @param name unique in the contract
 */
public record ServiceTerms(String name, Money price) {
  public ServiceTerms {
    Limits.text("service name", name, 64);
    Limits.amount("service %s: price".formatted(name), price);
  }
}
