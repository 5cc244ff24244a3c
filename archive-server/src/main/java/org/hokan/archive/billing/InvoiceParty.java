package org.hokan.archive.billing;

/**
 * One of the two on an invoice, as it was when the month was closed.
 *
 * @param name its name on paper
 * @param address on one line; may be empty
 * @param electronicAddress where electronic invoices are sent from or to: a scheme of four digits,
 *     a colon and an identifier; may be empty
 */
public record InvoiceParty(String name, String address, String electronicAddress) {}
