package org.hokan.dicom.image.render;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture made of a frame.
 *
 * @param picture 8 bits a sample: grey (TYPE_BYTE_GRAY, samples as they are to be shown) or sRGB
 *     (TYPE_3BYTE_BGR); square pixels; the receiver's own
 * @param warnings what of the object could not be honoured, each with what was done instead;
 *     without patient data; empty as a rule
 */
public record Rendering(BufferedImage picture, List<String> warnings) {
  public Rendering {
    warnings = List.copyOf(warnings);
  }
}
