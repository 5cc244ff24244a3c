package org.hokan.archive.ingest;

import org.hokan.archive.index.Index;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.ValueElement;

/**
 * A durable object that waits to be indexed.
 *
 * @param head of its attributes before Pixel Data those that the index keeps, whatever more is
 *     given; empty when they cannot be read
 * @param indexed runs once its rows are committed
 */
record Stored(StoredObject object, Papers papers, DataSet head, Runnable indexed) {
  /** Most that is written at once. */
  static final long MOST_BYTES = 16 << 20;

  private static final int OBJECT_BYTES = 1024;
  private static final int ELEMENT_BYTES = 64;

  Stored {
    head = Index.kept(head);
  }

  /** About how much memory it takes. */
  long bytes() {
    return OBJECT_BYTES + bytes(head);
  }

  private static long bytes(DataSet dataSet) {
    long bytes = 0;
    for (Element element : dataSet) {
      bytes += ELEMENT_BYTES;
      if (element instanceof SequenceElement sequence) {
        bytes += sequence.items().stream().mapToLong(item -> ELEMENT_BYTES + bytes(item)).sum();
      } else if (element instanceof ValueElement value) {
        bytes += value.length();
      }
    }
    return bytes;
  }
}
