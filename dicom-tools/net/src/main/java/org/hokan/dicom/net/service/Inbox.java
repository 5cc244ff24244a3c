package org.hokan.dicom.net.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.Chunk;

/**
 * What came in on one association, handled one item after another on a worker thread; the event
 * loop only fills it. A request waits while as many operations as were negotiated are under way;
 * what is queued behind it keeps counting, so the socket is not read on.
 */
final class Inbox {
  /** Items handled before other associations get a turn. */
  private static final int TURNS = 64;

  private final Executor executor;
  private final Handler handler;
  private final Holding holding;
  private final int window;
  private final Deque<Item> items = new ArrayDeque<>();
  private boolean scheduled;
  private boolean ended;
  private int underWay;
  private boolean lightTail;
  private int heavy;

  /** What counts the bytes of requests that wait, as chunks count their own. */
  interface Holding {
    void hold(long bytes);

    void letGo(long bytes);
  }

  /**
   * @param window most operations under way; 0 for any
   */
  Inbox(Executor executor, Handler handler, Holding holding, int window) {
    this.executor = executor;
    this.handler = handler;
    this.holding = holding;
    this.window = window == 0 ? Integer.MAX_VALUE : window;
  }

  /**
   * @param light whether neither this nor the data set that follows takes time: then it need not
   *     wait for a worker
   * @param cost bytes that the request takes while it waits
   */
  void add(Runnable begin, boolean light, long cost) {
    holding.hold(cost);
    synchronized (this) {
      lightTail = light;
      put(new Begin(begin, light, cost));
    }
  }

  private void put(Item item) {
    items.add(item);
    heavy += item.light() ? 0 : 1;
  }

  /** What takes time is begun at once, while more of it is read. */
  void add(Chunk chunk) {
    boolean light;
    synchronized (this) {
      if (ended) {
        chunk.release();
        return;
      }
      light = lightTail;
      put(new Data(chunk, light));
    }
    if (!light) {
      schedule();
    }
  }

  /** Has what is there handled: at once if it is light, else soon by a worker. */
  void schedule() {
    boolean light;
    synchronized (this) {
      if (scheduled || !ready()) {
        return;
      }
      scheduled = true;
      light = heavy == 0;
    }
    if (light) {
      run();
      return;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      // The workers are shut down after the associations: what is left is dropped.
      synchronized (this) {
        releaseAll();
      }
    }
  }

  /** The association is no more: drops what is queued and tells the handler in its turn. */
  void end(AssociationException cause) {
    synchronized (this) {
      releaseAll();
      ended = true;
      put(new End(cause));
    }
    schedule();
  }

  /** An operation is answered; the next may begin. */
  void done() {
    synchronized (this) {
      underWay--;
    }
    schedule();
  }

  synchronized boolean busy() {
    return underWay > 0 || !items.isEmpty();
  }

  private boolean ready() {
    Item next = items.peek();
    return next != null && !(next instanceof Begin && underWay >= window);
  }

  private void releaseAll() {
    for (Item item : items) {
      if (item instanceof Data data) {
        data.chunk.release();
      } else if (item instanceof Begin begin) {
        holding.letGo(begin.cost);
      }
    }
    items.clear();
    heavy = 0;
  }

  private void run() {
    int turns = TURNS;
    for (Item item = next(); item != Nothing.NOTHING; item = next()) {
      try {
        handle(item);
      } catch (RuntimeException | Error e) {
        handler.handleFailure(e);
      }
      if (--turns == 0 && stepAside()) {
        return;
      }
    }
  }

  /** Lets other associations have the thread; this one goes on when it is its turn again. */
  private boolean stepAside() {
    try {
      executor.execute(this::run);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // closing: what is there is handled here
    }
  }

  private void handle(Item item) {
    if (item instanceof Begin begin) {
      begin.task.run();
    } else if (item instanceof End end) {
      handler.handleEnd(end.cause);
    } else if (item instanceof Data data) {
      try {
        handler.handle(data.chunk);
      } finally {
        data.chunk.release();
      }
    }
  }

  private synchronized Item next() {
    if (!ready()) {
      scheduled = false;
      return Nothing.NOTHING;
    }
    Item item = items.remove();
    heavy -= item.light() ? 0 : 1;
    if (item instanceof Begin begin) {
      underWay++;
      holding.letGo(begin.cost);
    }
    return item;
  }

  /** Handles items. */
  interface Handler {
    void handle(Chunk chunk);

    /** A call threw. */
    void handleFailure(Throwable failure);

    /** The association is no more; the last item. */
    void handleEnd(AssociationException cause);
  }

  private sealed interface Item {
    boolean light();
  }

  private record Begin(Runnable task, boolean light, long cost) implements Item {}

  private record Data(Chunk chunk, boolean light) implements Item {}

  private record End(AssociationException cause) implements Item {
    @Override
    public boolean light() {
      return false;
    }
  }

  private enum Nothing implements Item {
    NOTHING;

    @Override
    public boolean light() {
      return true;
    }
  }
}
