package org.hokan.dicom.net.association;

import java.time.Duration;

/**
 * Limits that an association works under. Lengths are bytes on the wire.
 *
 * @param connectTimeout for the look-up of the peer's name, and for the transport connection
 * @param artimTimeout the ARTIM timer (PS3.8 §9.1.4): for a request after the connection, and for
 *     the close after a reject, release or abort
 * @param associateTimeout for the answer to a request, and for the policy's decision
 * @param idleTimeout with no operation outstanding and nothing coming, the association is aborted
 * @param readTimeout in the middle of a message, the longest pause of the peer
 * @param writeTimeout the longest time without progress while the peer does not read
 * @param minTransferRate least bytes a second, in and out, amid a message or while something waits
 *     to be sent; 0 for none
 * @param transferWindow over which that rate is taken
 * @param operationTimeout for the response to an operation, from the last byte of it that the peer
 *     took, and from each Pending response, or object of a C-GET, to the next; and the longest time
 *     for which a consumer may leave all unread or an object not durable
 * @param identifierTimeout for the data set of a message that is held whole, from its command to
 *     its last byte; time in which the socket is not read does not count
 * @param releaseTimeout for the answer to A-RELEASE-RQ
 * @param maxPduLength longest P-DATA-TF taken, told to the peer; 0 for any
 * @param maxSentPduLength longest P-DATA-TF sent, even if the peer takes longer ones
 * @param maxQueuedBytes received and not yet consumed, beyond which the socket is not read
 * @param maxCommandLength longest command set
 * @param maxIdentifierLength longest data set of a message that is held whole (query keys)
 * @param maxOperations outstanding operations that the peer may negotiate (PS3.7 §D.3.3.3)
 */
public record AssociationLimits(
    Duration connectTimeout,
    Duration artimTimeout,
    Duration associateTimeout,
    Duration idleTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    int minTransferRate,
    Duration transferWindow,
    Duration operationTimeout,
    Duration identifierTimeout,
    Duration releaseTimeout,
    int maxPduLength,
    int maxSentPduLength,
    int maxQueuedBytes,
    int maxCommandLength,
    int maxIdentifierLength,
    int maxOperations) {
  /** The defaults. */
  public static final AssociationLimits DEFAULT = builder().build();

  private static final int LEAST_PDU_LENGTH = 4096;

  /** Checks that all are usable. */
  public AssociationLimits {
    positive("connectTimeout", connectTimeout);
    positive("artimTimeout", artimTimeout);
    positive("associateTimeout", associateTimeout);
    positive("idleTimeout", idleTimeout);
    positive("readTimeout", readTimeout);
    positive("writeTimeout", writeTimeout);
    positive("transferWindow", transferWindow);
    atLeast("minTransferRate", minTransferRate, 0);
    positive("operationTimeout", operationTimeout);
    positive("identifierTimeout", identifierTimeout);
    positive("releaseTimeout", releaseTimeout);
    if (maxPduLength != 0) {
      atLeast("maxPduLength", maxPduLength, LEAST_PDU_LENGTH);
    }
    atLeast("maxSentPduLength", maxSentPduLength, LEAST_PDU_LENGTH);
    atLeast("maxQueuedBytes", maxQueuedBytes, LEAST_PDU_LENGTH);
    atLeast("maxCommandLength", maxCommandLength, 1024);
    atLeast("maxIdentifierLength", maxIdentifierLength, 1024);
    atLeast("maxOperations", maxOperations, 1);
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, value));
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %d (expected: >= %d%s)"
              .formatted(
                  name,
                  value,
                  least,
                  name.equals("maxPduLength") ? ", or 0 for any; PS3.8 §D.1" : ""));
    }
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers limits; not thread-safe. */
  public static final class Builder {
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration artimTimeout = Duration.ofSeconds(30);
    private Duration associateTimeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofMinutes(5);
    private Duration readTimeout = Duration.ofSeconds(60);
    private Duration writeTimeout = Duration.ofSeconds(60);
    private int minTransferRate = 1024;
    private Duration transferWindow = Duration.ofMinutes(2);
    private Duration operationTimeout = Duration.ofMinutes(5);
    private Duration identifierTimeout = Duration.ofSeconds(60);
    private Duration releaseTimeout = Duration.ofSeconds(30);
    private int maxPduLength = 262_144;
    private int maxSentPduLength = 262_144;
    private int maxQueuedBytes = 1_048_576;
    private int maxCommandLength = 65_536;
    private int maxIdentifierLength = 4_194_304;
    private int maxOperations = 16;

    private Builder() {}

    /** For the transport connection. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** The ARTIM timer (PS3.8 §9.1.4). */
    public Builder artimTimeout(Duration value) {
      artimTimeout = value;
      return this;
    }

    /** For the answer to an association request. */
    public Builder associateTimeout(Duration value) {
      associateTimeout = value;
      return this;
    }

    /** For an association on which nothing happens. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** The longest pause in the middle of a message. */
    public Builder readTimeout(Duration value) {
      readTimeout = value;
      return this;
    }

    /** The longest time that a peer may leave what we send unread. */
    public Builder writeTimeout(Duration value) {
      writeTimeout = value;
      return this;
    }

    /** Least bytes a second of a peer that sends or takes a message; 0 for none. */
    public Builder minTransferRate(int bytesPerSecond) {
      minTransferRate = bytesPerSecond;
      return this;
    }

    /** Over which the least rate is taken. */
    public Builder transferWindow(Duration value) {
      transferWindow = value;
      return this;
    }

    /** For a response, whatever else the peer sends. */
    public Builder operationTimeout(Duration value) {
      operationTimeout = value;
      return this;
    }

    /** For all of a data set that is held whole (query keys). */
    public Builder identifierTimeout(Duration value) {
      identifierTimeout = value;
      return this;
    }

    /** For the answer to A-RELEASE-RQ. */
    public Builder releaseTimeout(Duration value) {
      releaseTimeout = value;
      return this;
    }

    /** Longest P-DATA-TF taken, in bytes; 0 for any. */
    public Builder maxPduLength(int bytes) {
      maxPduLength = bytes;
      return this;
    }

    /** Longest P-DATA-TF sent, in bytes. */
    public Builder maxSentPduLength(int bytes) {
      maxSentPduLength = bytes;
      return this;
    }

    /** Bytes received and not yet consumed at which reading pauses. */
    public Builder maxQueuedBytes(int bytes) {
      maxQueuedBytes = bytes;
      return this;
    }

    /** Longest command set, in bytes. */
    public Builder maxCommandLength(int bytes) {
      maxCommandLength = bytes;
      return this;
    }

    /** Longest identifier, in bytes. */
    public Builder maxIdentifierLength(int bytes) {
      maxIdentifierLength = bytes;
      return this;
    }

    /** Outstanding operations that the peer may negotiate. */
    public Builder maxOperations(int count) {
      maxOperations = count;
      return this;
    }

    /** The value. */
    public AssociationLimits build() {
      return new AssociationLimits(
          connectTimeout,
          artimTimeout,
          associateTimeout,
          idleTimeout,
          readTimeout,
          writeTimeout,
          minTransferRate,
          transferWindow,
          operationTimeout,
          identifierTimeout,
          releaseTimeout,
          maxPduLength,
          maxSentPduLength,
          maxQueuedBytes,
          maxCommandLength,
          maxIdentifierLength,
          maxOperations);
    }
  }
}
