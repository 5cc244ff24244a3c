package org.hokan.dicom.net.association;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A service-user that does nothing but keep how its association ended. */
final class IdleUser implements AssociationUser {
  final Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();

  @Override
  public boolean command(PresentationContext context, ByteBuffer command) {
    return false;
  }

  @Override
  public boolean gathers() {
    return false;
  }

  @Override
  public void data(Chunk chunk) {
    chunk.release();
  }

  @Override
  public void readComplete() {}

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public void ended(AssociationEnd end, AssociationException cause) {
    ends.add(end);
  }
}
