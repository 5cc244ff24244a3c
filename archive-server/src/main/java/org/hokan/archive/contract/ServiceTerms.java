package org.hokan.archive.contract;

import org.joda.money.Money;

/**
 * An extra service and what it costs each time.
 *
 * @param name unique in the contract
 * @param kind what the price is for
 */
public record ServiceTerms(String name, ServiceKind kind, Money price) {
  public ServiceTerms {
    Limits.text("service name", name, 64);
    Limits.amount("service %s: price".formatted(name), price);
  }
}
