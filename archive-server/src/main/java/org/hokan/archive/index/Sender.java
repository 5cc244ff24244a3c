package org.hokan.archive.index;

/**
 * Who sent an object.
 *
 * @param callingAe its AE title
 * @param calledAe the AE title that it called
 * @param peer its network address
 */
public record Sender(String callingAe, String calledAe, String peer) {}
