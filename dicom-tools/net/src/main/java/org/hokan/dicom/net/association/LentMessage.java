package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/** A message in parts, of which some are lent: they are given back when it is sent or dropped. */
final class LentMessage extends CompositeByteBuf {
  private final Runnable giveBack;

  /**
   * @param parts how many it has, at most
   */
  LentMessage(ByteBufAllocator memory, int parts, Runnable giveBack) {
    super(memory, true, Math.max(2, parts));
    this.giveBack = giveBack;
  }

  void add(ByteBuf part) {
    addComponent(true, part);
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    giveBack.run();
  }
}
