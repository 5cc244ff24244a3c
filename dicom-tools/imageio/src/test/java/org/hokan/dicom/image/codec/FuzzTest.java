package org.hokan.dicom.image.codec;

import java.util.List;
import org.hokan.dicom.image.render.RenderTarget;
import org.hokan.fuzz.FuzzSuite;
import org.hokan.fuzz.FuzzTarget;

/** Codecs in a child process are not among them: their inputs never reach our own code. */
class FuzzTest extends FuzzSuite {
  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new CodecTarget.Rle(),
        new CodecTarget.DeflatedFrame(),
        new CodecTarget.Jpeg(),
        new CodecTarget.JpegLs(),
        new CodecTarget.Jpeg2000(),
        new RenderTarget());
  }
}
