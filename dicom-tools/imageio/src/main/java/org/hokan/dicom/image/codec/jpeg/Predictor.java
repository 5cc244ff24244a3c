package org.hokan.dicom.image.codec.jpeg;

/** The predictors of T.81 Table H.1. */
final class Predictor {
  private Predictor() {}

  /**
   * What a sample is guessed to be.
   *
   * @param left Ra
   * @param above Rb
   * @param aboveLeft Rc
   */
  static int predict(int selectionValue, int left, int above, int aboveLeft) {
    return switch (selectionValue) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> aboveLeft;
      case 4 -> left + above - aboveLeft;
      case 5 -> left + ((above - aboveLeft) >> 1);
      case 6 -> above + ((left - aboveLeft) >> 1);
      case 7 -> (left + above) >> 1;
      default -> throw new IllegalArgumentException("selection value: " + selectionValue);
    };
  }
}
