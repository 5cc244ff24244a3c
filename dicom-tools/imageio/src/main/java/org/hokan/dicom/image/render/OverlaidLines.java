package org.hokan.dicom.image.render;

import java.util.List;

/** Lines with overlay planes on them, in white. */
record OverlaidLines(Lines image, List<OverlayPlane> planes) implements Lines {
  @Override
  public int width() {
    return image.width();
  }

  @Override
  public int height() {
    return image.height();
  }

  @Override
  public int bands() {
    return image.bands();
  }

  @Override
  public void line(int y, byte[] line) {
    image.line(y, line);
    for (OverlayPlane plane : planes) {
      plane.draw(y, line, bands());
    }
  }
}
