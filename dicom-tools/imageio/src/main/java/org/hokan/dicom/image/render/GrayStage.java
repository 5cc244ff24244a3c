package org.hokan.dicom.image.render;

/** One step from a stored value to what is shown: modality LUT or VOI LUT. */
interface GrayStage {
  /** A value of any size, not a NaN, to one of the step's own output range. */
  double apply(double value);
}
