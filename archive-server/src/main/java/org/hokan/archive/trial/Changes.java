package org.hokan.archive.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what would have been done otherwise; at most {@value #MOST} ways are told apart. */
final class Changes {
  private static final int MOST = 100;
  private static final int EXAMPLES = 3;

  private final Map<Way, Count> ways = new LinkedHashMap<>();
  private final List<TrialReport.Listed> listed = new ArrayList<>();
  private final int mostListed;
  private long further;

  Changes(int mostListed) {
    this.mostListed = mostListed;
  }

  private record Way(String was, String would) {}

  private static final class Count {
    private final List<String> examples = new ArrayList<>();
    private long instances;
    private long studies;
    private long bytes;
    private String latestStudy = "";
  }

  /** Counts it, unless it would be the same. */
  void add(String study, PastArrival one, String would) {
    Way way = new Way(one.was().toString(), would);
    if (way.was().equals(way.would())) {
      return;
    }
    if (listed.size() < mostListed) {
      listed.add(new TrialReport.Listed(study, one.sopInstanceUid(), way.was(), way.would()));
    }
    if (!ways.containsKey(way) && ways.size() == MOST) {
      further++;
      return;
    }
    Count count = ways.computeIfAbsent(way, w -> new Count());
    count.instances++;
    count.bytes += one.bytes();
    if (!count.latestStudy.equals(study)) { // they come study by study
      count.latestStudy = study;
      count.studies++;
    }
    if (count.examples.size() < EXAMPLES) {
      count.examples.add(one.sopInstanceUid());
    }
  }

  List<TrialReport.Listed> listed() {
    return List.copyOf(listed);
  }

  long further() {
    return further;
  }

  /** The most frequent first. */
  List<TrialReport.Change> all() {
    return ways.entrySet().stream()
        .map(
            e ->
                new TrialReport.Change(
                    e.getKey().was(),
                    e.getKey().would(),
                    e.getValue().instances,
                    e.getValue().studies,
                    e.getValue().bytes,
                    List.copyOf(e.getValue().examples)))
        .sorted(Comparator.comparingLong(TrialReport.Change::instances).reversed())
        .toList();
  }
}
