package org.hokan.archive.index;

/** Who waits for the answers of a query. */
public interface Asker {
  /** One that waits until the end. */
  Asker PATIENT =
      new Asker() {
        @Override
        public void beforeReading() {
          // Answers wait for nothing.
        }

        @Override
        public boolean hasGone() {
          return false;
        }
      };

  /** Before a further page is read: what was answered need not wait. */
  void beforeReading();

  /** Whether no more is wanted; asked on any thread, also while the database searches. */
  boolean hasGone();
}
