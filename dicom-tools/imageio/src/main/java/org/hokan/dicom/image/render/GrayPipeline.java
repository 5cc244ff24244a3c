package org.hokan.dicom.image.render;

import java.util.function.DoublePredicate;

/**
 * From a stored value to a grey to be shown (PS3.4 §N.2): modality LUT, VOI LUT, presentation LUT
 * shape. Immutable.
 *
 * @param padding stored values that are no part of the picture (PS3.3 §C.7.5.1.1.2): shown black
 * @param modality to the values that windows are about
 * @param voi to 0 to 1
 * @param inverse whether the lowest value is white
 */
record GrayPipeline(DoublePredicate padding, GrayStage modality, GrayStage voi, boolean inverse) {

  /** What is shown, 0 (black) to 255, unsigned, rounded to the nearest. */
  byte shown(double stored) {
    if (Double.isNaN(stored) || padding.test(stored)) {
      return 0;
    }
    double gray = voi.apply(modality.apply(stored));
    return (byte) (int) Math.floor((inverse ? 1 - gray : gray) * 255 + 0.5);
  }
}
