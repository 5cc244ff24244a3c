package org.hokan.dicom.net.service;

import java.nio.ByteBuffer;

/** Skips a data set, then does something. */
record Skipping(Runnable then) implements Receiver {
  @Override
  public void data(ByteBuffer chunk) {
    // The peer sends it all before it looks for an answer.
  }

  @Override
  public void end() {
    then.run();
  }

  @Override
  public void aborted(Throwable cause) {
    // Nothing was kept.
  }
}
