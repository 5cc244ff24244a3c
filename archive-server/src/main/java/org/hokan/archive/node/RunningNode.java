package org.hokan.archive.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hokan.archive.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of this process, ended in order by {@link #close} or by SIGTERM, whichever comes first.
 */
final class RunningNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
  private static final long LONGEST_STOP_SECONDS = 60;
  private static final int WITHOUT_DATABASE = 1;

  private final Node node;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RunningNode(Node node) {
    this.node = node;
  }

  static RunningNode start(Configuration settings) {
    return start(settings, false, Milestones.NONE);
  }

  /**
   * The same, on demand with an index made anew from the packs.
   *
   * @param milestones is told how far it is
   */
  static RunningNode start(Configuration settings, boolean rebuildIndex, Milestones milestones) {
    RunningNode running = new RunningNode(Node.start(settings, rebuildIndex, milestones));
    Runtime.getRuntime().addShutdownHook(new Thread(running::stopOnSignal, "stop"));
    running.node.whenDatabaseGone(running::endWithoutDatabase);
    return running;
  }

  Node node() {
    return node;
  }

  /** Waits until somebody asks the process to end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /**
   * Ends the process as a kill would, which loses nothing that was acknowledged: without its
   * database a node can do nothing, nor be ended in order. Not while it ends anyway: threads that
   * are interrupted then may close the database's file.
   */
  private void endWithoutDatabase() {
    if (asked.getCount() > 0) {
      LOG.error(
          "node: the database has closed itself, for its file could not be written (expected: room"
              + " on its disk, and no error of it). The node ends with status {}; make room and"
              + " start it again, all that was acknowledged is there",
          WITHOUT_DATABASE);
      Runtime.getRuntime().halt(WITHOUT_DATABASE);
    }
  }

  private void stopOnSignal() {
    asked.countDown();
    try {
      boolean inTime = stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        LOG.error("node: did not stop within {} s", LONGEST_STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    asked.countDown();
    try {
      node.close();
    } finally {
      stopped.countDown();
    }
  }
}
