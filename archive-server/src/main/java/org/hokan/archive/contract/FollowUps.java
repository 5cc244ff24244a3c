package org.hokan.archive.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a rule has done once an object is kept; none of it changes how it is kept. Immutable.
 *
 * @param forward AE titles that get a copy, each once
 * @param bill services of the contract that are charged for the examination, each once
 * @param backup units in which its patient or examination is chosen, each once
 * @param notice what operators are told; empty: nothing
 */
public record FollowUps(
    List<String> forward, List<String> bill, List<BackupUnit> backup, Optional<String> notice) {
  /** Nothing follows. */
  public static final FollowUps NONE =
      new FollowUps(List.of(), List.of(), List.of(), Optional.empty());

  private static final int MOST = 5;
  private static final int LONGEST_AE = 16;
  private static final int LONGEST_SERVICE = 64;
  private static final int LONGEST_NOTICE = 120;

  public FollowUps {
    forward = checked("forward", forward, LONGEST_AE);
    bill = checked("bill", bill, LONGEST_SERVICE);
    backup = List.copyOf(backup);
    if (new LinkedHashSet<>(backup).size() < backup.size()
        || backup.contains(BackupUnit.FACILITY)) {
      throw new IllegalArgumentException(
          "backup: %s (expected: PATIENT and STUDY, each at most once)".formatted(backup));
    }
    notice.ifPresent(text -> Limits.text("notify", text, LONGEST_NOTICE));
  }

  private static List<String> checked(String action, List<String> values, int longest) {
    values.forEach(value -> Limits.text(action, value, longest));
    if (values.size() > MOST || new LinkedHashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "%s: %d of them (expected: at most %d, each once)"
              .formatted(action, values.size(), MOST));
    }
    return List.copyOf(values);
  }

  public boolean isEmpty() {
    return forward.isEmpty() && bill.isEmpty() && backup.isEmpty() && notice.isEmpty();
  }
}
