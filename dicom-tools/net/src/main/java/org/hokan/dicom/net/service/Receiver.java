package org.hokan.dicom.net.service;

import java.nio.ByteBuffer;

/** Takes the data set of one request. Calls come one after another, on worker threads. */
interface Receiver {
  /** Takes nothing: for a request without data set, or before the first. */
  Receiver NONE =
      new Receiver() {
        @Override
        public void data(ByteBuffer chunk) {}

        @Override
        public void end() {}

        @Override
        public void aborted(Throwable cause) {}
      };

  void data(ByteBuffer chunk);

  void end();

  void aborted(Throwable cause);
}
