package org.hokan.dicom.image.render;

import java.util.Optional;
import org.hokan.dicom.image.codec.CodecLimits;

/**
 * How a frame is to be rendered.
 *
 * @param window in place of what the object says; grey images only
 * @param overlays whether overlay planes are drawn, in white
 * @param longestSide pixels that the longer side of the picture shall have; empty for the frame's
 *     own size, pixels made square by enlarging
 * @param maxPixels pixels that the picture may have
 * @param limits what decoding the frame may cost, and its time limit also for the rest
 */
public record RenderOptions(
    Optional<Window> window,
    boolean overlays,
    Optional<Integer> longestSide,
    long maxPixels,
    CodecLimits limits) {

  /** All as the object says, in its own size. */
  public static final RenderOptions DEFAULT = builder().build();

  private static final int LONGEST_SIDE = 65_535;

  public RenderOptions {
    longestSide.ifPresent(
        side -> {
          if (side < 1 || side > LONGEST_SIDE) {
            throw new IllegalArgumentException(
                "longest side: %d pixels (expected: 1 to %d)".formatted(side, LONGEST_SIDE));
          }
        });
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "limit of the picture: %d pixels (expected: above 0)".formatted(maxPixels));
    }
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {
    private Optional<Window> window = Optional.empty();
    private boolean overlays = true;
    private Optional<Integer> longestSide = Optional.empty();
    private long maxPixels = 64L << 20;
    private CodecLimits limits = CodecLimits.DEFAULT;

    private Builder() {}

    /** In place of what the object says. */
    public Builder window(Window value) {
      window = Optional.of(value);
      return this;
    }

    /** Whether overlay planes are drawn. */
    public Builder overlays(boolean drawn) {
      overlays = drawn;
      return this;
    }

    /** The length of the longer side, in pixels, 1 to 65535. */
    public Builder longestSide(int pixels) {
      longestSide = Optional.of(pixels);
      return this;
    }

    /** Pixels that the picture may have. */
    public Builder maxPixels(long pixels) {
      maxPixels = pixels;
      return this;
    }

    /** What the frame may cost. */
    public Builder limits(CodecLimits value) {
      limits = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    public RenderOptions build() {
      return new RenderOptions(window, overlays, longestSide, maxPixels, limits);
    }
  }
}
