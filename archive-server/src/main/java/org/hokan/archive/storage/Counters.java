package org.hokan.archive.storage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted while working. Thread-safe. */
final class Counters {
  final LongAdder objects = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder commitGroups = new LongAdder();
  final LongAdder forces = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder spilled = new LongAdder();
  final AtomicLong receiving = new AtomicLong();
  final AtomicLong openPacks = new AtomicLong();
}
