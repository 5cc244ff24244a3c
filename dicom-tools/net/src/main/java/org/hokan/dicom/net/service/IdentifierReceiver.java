package org.hokan.dicom.net.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Gathers a request's identifier within a limit of its own and a budget of all. */
final class IdentifierReceiver implements Receiver {
  private final int maxLength;
  private final Budget budget;
  private final Taker taker;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private boolean over;
  private boolean noRoom;

  /** Gets the identifier; one of these is called, or none when the association is lost. */
  interface Taker {
    /** The whole identifier; its length is to be given back to the budget later. */
    void whole(byte[] identifier);

    void tooLong();

    void noRoom();
  }

  IdentifierReceiver(int maxLength, Budget budget, Taker taker) {
    this.maxLength = maxLength;
    this.budget = budget;
    this.taker = taker;
  }

  @Override
  public void data(ByteBuffer chunk) {
    over |= bytes.size() + chunk.remaining() > maxLength;
    noRoom |= !over && !noRoom && !budget.take(chunk.remaining());
    if (over || noRoom) {
      letGo();
      return;
    }
    byte[] copy = new byte[chunk.remaining()];
    chunk.get(copy);
    bytes.writeBytes(copy);
  }

  private void letGo() {
    budget.give(bytes.size());
    bytes.reset();
  }

  @Override
  public void end() {
    if (over) {
      taker.tooLong();
    } else if (noRoom) {
      taker.noRoom();
    } else {
      taker.whole(bytes.toByteArray());
    }
  }

  @Override
  public void aborted(Throwable cause) {
    letGo();
  }
}
