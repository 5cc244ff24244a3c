package org.hokan.dicom.net.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Gathers a request's identifier within a limit. */
final class IdentifierReceiver implements Receiver {
  private final int maxLength;
  private final Consumer<byte[]> whole;
  private final Runnable tooLong;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private boolean over;

  IdentifierReceiver(int maxLength, Consumer<byte[]> whole, Runnable tooLong) {
    this.maxLength = maxLength;
    this.whole = whole;
    this.tooLong = tooLong;
  }

  @Override
  public void data(ByteBuffer chunk) {
    over |= bytes.size() + chunk.remaining() > maxLength;
    if (!over) {
      byte[] copy = new byte[chunk.remaining()];
      chunk.get(copy);
      bytes.writeBytes(copy);
    }
  }

  @Override
  public void end() {
    if (over) {
      tooLong.run();
    } else {
      whole.accept(bytes.toByteArray());
    }
  }

  @Override
  public void aborted(Throwable cause) {
    // Nothing is kept.
  }
}
