package org.hokan.archive.web;

/**
 * How one part of the node is.
 *
 * @param name such as {@code storage} or {@code database}
 * @param up whether it can do its work
 * @param detail for an operator; no patient data
 */
public record PartHealth(String name, boolean up, String detail) {}
