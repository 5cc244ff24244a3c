package org.hokan.dicom.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationListener;

/** Counts the associations there are, for who waits until there is none. Thread-safe. */
final class OpenAssociations implements AssociationListener {
  private int open;

  @Override
  public synchronized void established(AssociationInfo association) {
    open++;
  }

  @Override
  public synchronized void ended(
      AssociationInfo association,
      AssociationEnd end,
      Duration lasted,
      long bytesReceived,
      long bytesSent) {
    open--;
    notifyAll();
  }

  /** Waits until there is none, or the time is over; whether there is none. */
  synchronized boolean awaitNone(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (open > 0) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
