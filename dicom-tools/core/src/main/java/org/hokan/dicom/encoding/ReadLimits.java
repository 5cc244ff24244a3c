package org.hokan.dicom.encoding;

/**
 * What a reader accepts before it refuses an object. Lengths are bytes.
 *
 * @param maxNesting how deep sequences may stand in each other; 1 to 500
 * @param maxElements how many elements, items and fragments an object may have
 * @param maxValueLength the longest value that is read into memory
 * @param maxTotalLength all values together that are read into memory
 * @param maxDeflateRatio how many bytes one deflated byte may become, counted from the first 16 MiB
 *     on
 * @param truncation what to do when the bytes end in the middle of an element
 */
public record ReadLimits(
    int maxNesting,
    int maxElements,
    int maxValueLength,
    long maxTotalLength,
    int maxDeflateRatio,
    Truncation truncation) {

  /** Generous to real objects, safe against hostile ones. */
  public static final ReadLimits DEFAULT = builder().build();

  /** When the bytes end in the middle of an element. */
  public enum Truncation {
    /** The object is refused. */
    REFUSE,
    /** What is there is kept, and {@link Leniency#TRUNCATED} reported. */
    KEEP
  }

  /** Refuses limits under which nothing could be read. */
  public ReadLimits {
    require("maxNesting", maxNesting, maxNesting >= 1 && maxNesting <= 500, "1 to 500");
    require("maxElements", maxElements, maxElements >= 1, ">= 1");
    require("maxValueLength", maxValueLength, maxValueLength >= 0, ">= 0");
    require("maxTotalLength", maxTotalLength, maxTotalLength >= 0, ">= 0");
    require("maxDeflateRatio", maxDeflateRatio, maxDeflateRatio >= 1, ">= 1");
  }

  private static void require(String name, long value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %d (expected: %s)".formatted(name, value, expected));
    }
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes {@link ReadLimits}. */
  public static final class Builder {
    private int maxNesting = 64;
    private int maxElements = 1_000_000;
    private int maxValueLength = 512 << 20;
    private long maxTotalLength = 1L << 30;
    private int maxDeflateRatio = 250;
    private Truncation truncation = Truncation.REFUSE;

    private Builder() {}

    /** How deep sequences may stand in each other. */
    public Builder maxNesting(int value) {
      maxNesting = value;
      return this;
    }

    /** How many elements, items and fragments an object may have. */
    public Builder maxElements(int value) {
      maxElements = value;
      return this;
    }

    /** The longest value that is read into memory. */
    public Builder maxValueLength(int bytes) {
      maxValueLength = bytes;
      return this;
    }

    /** All values together that are read into memory. */
    public Builder maxTotalLength(long bytes) {
      maxTotalLength = bytes;
      return this;
    }

    /** How many bytes one deflated byte may become. */
    public Builder maxDeflateRatio(int value) {
      maxDeflateRatio = value;
      return this;
    }

    /** What to do when the bytes end in the middle of an element. */
    public Builder truncation(Truncation value) {
      truncation = value;
      return this;
    }

    /** The limits. */
    public ReadLimits build() {
      return new ReadLimits(
          maxNesting, maxElements, maxValueLength, maxTotalLength, maxDeflateRatio, truncation);
    }
  }
}
