package org.hokan.archive.ingest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.hokan.archive.index.ArrivedInstance;

/**
 * Lets smaller forms be filed in the turn of their originals while the packs are read. In the packs
 * a form stands behind what came after its original; where the original is gone, something of
 * another patient would have its study otherwise. For one thread.
 */
final class Turns implements IndexWriter {
  private final Queue<ArrivedInstance> waiting =
      new PriorityQueue<>(Comparator.comparingLong(ArrivedInstance::sequence));
  private final Consumer<ArrivedInstance> early;
  private final IndexWriter writer;

  /**
   * @param forms that are not to wait for their own turn
   * @param early files one of them
   * @param writer of all objects in their own turn, these forms included
   */
  Turns(Collection<ArrivedInstance> forms, Consumer<ArrivedInstance> early, IndexWriter writer) {
    this.waiting.addAll(forms);
    this.early = early;
    this.writer = writer;
  }

  @Override
  public void write(List<Stored> batch) {
    int begin = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (isDue(batch.get(i))) {
        write(batch, begin, i);
        begin = i;
        fileBefore(batch.get(i));
      }
    }
    write(batch, begin, batch.size());
  }

  private void write(List<Stored> batch, int begin, int end) {
    if (begin < end) {
      writer.write(batch.subList(begin, end));
    }
  }

  private boolean isDue(Stored next) {
    ArrivedInstance first = waiting.peek();
    return first != null && first.sequence() < next.object().sequence();
  }

  private void fileBefore(Stored next) {
    while (isDue(next)) {
      early.accept(waiting.remove());
    }
  }
}
