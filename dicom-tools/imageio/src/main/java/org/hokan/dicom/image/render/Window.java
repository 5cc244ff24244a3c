package org.hokan.dicom.image.render;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.Tag;

/**
 * A window over the modality LUT's output (PS3.3 §C.11.2.1.2, §C.11.2.1.3). Immutable.
 *
 * @param center in the modality LUT's output units
 * @param width in the same units; 1 or more for LINEAR, above 0 for the others
 * @param function what happens inside
 */
public record Window(double center, double width, Function function) implements GrayStage {

  /** VOI LUT Function (0028,1056). */
  public enum Function {
    /** A line from the first whole number inside to the last one. */
    LINEAR,
    /** A line from edge to edge. */
    LINEAR_EXACT,
    /** An S-shaped curve. */
    SIGMOID
  }

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException where there is no such window
   */
  public Window {
    boolean wide = function == Function.LINEAR ? width >= 1 : width > 0;
    if (!Double.isFinite(center) || !Double.isFinite(width) || !wide) {
      throw new IllegalArgumentException(
          "window %s,%s %s (expected: a width of %s; PS3.3 §C.11.2.1.2)"
              .formatted(
                  center, width, function, function == Function.LINEAR ? "1 or more" : "above 0"));
    }
  }

  /** A LINEAR window. */
  public static Window linear(double center, double width) {
    return new Window(center, width, Function.LINEAR);
  }

  /** The first window of a data set or of an item of Frame VOI LUT Sequence; empty without one. */
  static Optional<Window> of(DataSet voi, Warnings warnings) {
    Optional<Double> center = voi.doubleValue(Tag.WindowCenter);
    Optional<Double> width = voi.doubleValue(Tag.WindowWidth);
    if (center.isEmpty() || width.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Window(center.get(), width.get(), function(voi, warnings)));
    } catch (IllegalArgumentException none) {
      warnings.add(String.valueOf(none.getMessage()));
      return Optional.empty();
    }
  }

  private static Function function(DataSet voi, Warnings warnings) {
    String name = voi.string(Tag.VOILUTFunction).orElse("LINEAR").toUpperCase(Locale.ROOT);
    return Arrays.stream(Function.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseGet(
            () -> {
              warnings.add(
                  "%s VOI LUT Function: unknown (expected: LINEAR, LINEAR_EXACT or SIGMOID; taken as LINEAR)"
                      .formatted(Element.format(Tag.VOILUTFunction)));
              return Function.LINEAR;
            });
  }

  /** Where the value comes to lie, 0 to 1. */
  @Override
  public double apply(double x) {
    return switch (function) {
      case LINEAR -> linear(x);
      case LINEAR_EXACT -> linearExact(x);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - center) / width));
    };
  }

  private double linear(double x) {
    if (x <= center - 0.5 - (width - 1) / 2) {
      return 0;
    }
    return x > center - 0.5 + (width - 1) / 2 ? 1 : (x - (center - 0.5)) / (width - 1) + 0.5;
  }

  private double linearExact(double x) {
    if (x <= center - width / 2) {
      return 0;
    }
    return x > center + width / 2 ? 1 : (x - center) / width + 0.5;
  }
}
