package org.hokan.dicom.net.service;

/**
 * How many operations that may take long (C-FIND, C-MOVE, C-GET and those on normalized objects)
 * are performed. A party is who shares one portion: see {@link DicomServer.Builder#party}.
 *
 * @param threads most at once
 * @param maxOfParty most at once of one party; others of it wait
 * @param maxWaitingOfParty most of one party that wait; one more is refused (out of resources)
 * @param identifierMemory bytes of all identifiers that are received, wait or are worked on, of
 *     which a party takes half at most and a calling AE a quarter; beyond it a request is refused
 *     (out of resources)
 */
public record OperationLimits(
    int threads, int maxOfParty, int maxWaitingOfParty, long identifierMemory) {
  /** The defaults. */
  public static final OperationLimits DEFAULT = new OperationLimits(32, 16, 100, 16 << 20);

  /** Checks that all are usable. */
  public OperationLimits {
    if (threads < 1 || maxOfParty < 1 || maxWaitingOfParty < 0 || identifierMemory < 1024) {
      throw new IllegalArgumentException(
          "operations: %d threads, %d of a party, %d wait, %d bytes (expected: >= 1, >= 1, >= 0, >= 1024)"
              .formatted(threads, maxOfParty, maxWaitingOfParty, identifierMemory));
    }
  }

  /** With so many at once. */
  public OperationLimits withThreads(int count) {
    return new OperationLimits(count, maxOfParty, maxWaitingOfParty, identifierMemory);
  }

  /** With so many of one party at once. */
  public OperationLimits withMaxOfParty(int count) {
    return new OperationLimits(threads, count, maxWaitingOfParty, identifierMemory);
  }

  /** With so many of one party that wait. */
  public OperationLimits withMaxWaitingOfParty(int count) {
    return new OperationLimits(threads, maxOfParty, count, identifierMemory);
  }

  /** With so many bytes of identifiers. */
  public OperationLimits withIdentifierMemory(long bytes) {
    return new OperationLimits(threads, maxOfParty, maxWaitingOfParty, bytes);
  }
}
