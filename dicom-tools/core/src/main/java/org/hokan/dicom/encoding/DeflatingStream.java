package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Deflates a data set and pads the result to even length (PS3.5 §A.5). */
final class DeflatingStream extends DeflaterOutputStream {

  DeflatingStream(OutputStream out) {
    super(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), 4096);
  }

  @Override
  public void finish() throws IOException {
    super.finish();
    if ((def.getBytesWritten() & 1) != 0) {
      out.write(0);
    }
    def.end();
  }
}
