package org.hokan.archive.procedure;

/**
 * Who tells of a step.
 *
 * @param peer its address
 */
public record Performer(String facility, String aeTitle, String peer) {}
