package org.hokan.archive.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Values that are good on their own but not together. */
final class Contradictions {
  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

  private final Values values;
  private final List<Problem> problems;

  private Contradictions(Values values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
  }

  static void check(Values values, List<Problem> problems) {
    Contradictions check = new Contradictions(values, problems);
    check.ports();
    check.database();
    check.volumes();
    check.notMore(StorageKeys.WRITE_AHEAD_MIN, StorageKeys.WRITE_AHEAD_MAX);
    check.notMore(StorageKeys.LARGE_OBJECT_SIZE, StorageKeys.PACK_SIZE);
    check.notMore(Keys.INGEST_BATCH_SIZE, Keys.INGEST_QUEUE_SIZE);
    check.notMore(Keys.JOB_FIRST_PAUSE, Keys.JOB_LONGEST_PAUSE);
    check.notMore(Keys.AUDIT_BATCH_SIZE, Keys.AUDIT_QUEUE_SIZE);
  }

  private void ports() {
    int dicom = values.get(DicomKeys.PORT);
    String dicomHost = values.get(DicomKeys.HOST);
    String httpHost = values.get(Keys.HTTP_HOST);
    boolean sameAddress =
        dicomHost.equals(httpHost)
            || ALL_ADDRESSES.contains(dicomHost)
            || ALL_ADDRESSES.contains(httpHost);
    if (dicom != 0 && dicom == values.get(Keys.HTTP_PORT) && sameAddress) {
      report(DicomKeys.PORT, Keys.HTTP_PORT, "%d is that of %s too (expected: two ports)", dicom);
    }
  }

  private void database() {
    if (!values.get(Keys.DATABASE_URL).isEmpty() || !values.isGood(Keys.DATABASE_URL)) {
      return;
    }
    for (Key<String> key : List.of(Keys.DATABASE_USER, Keys.DATABASE_PASSWORD)) {
      if (!values.get(key).isEmpty()) {
        problems.add(
            new Problem(
                values.place(key),
                "%s: given without database.url (expected: both; the embedded database needs none)"
                    .formatted(key.name())));
      }
    }
  }

  private void volumes() {
    Set<Path> seen = new HashSet<>();
    for (Key<List<Path>> key : List.of(StorageKeys.VOLUMES, StorageKeys.COPY_VOLUMES)) {
      for (Path volume : values.get(key)) {
        if (!seen.add(volume.toAbsolutePath().normalize())) {
          problems.add(
              new Problem(
                  values.place(key),
                  "%s: %s twice (expected: each folder once)".formatted(key.name(), volume)));
        }
      }
    }
  }

  private <T extends Comparable<T>> void notMore(Key<T> smaller, Key<T> larger) {
    if (values.get(smaller).compareTo(values.get(larger)) > 0) {
      report(smaller, larger, "%s is more than %s (expected: at most that)", values.get(smaller));
    }
  }

  /**
   * A value that stands in for a bad one contradicts nothing. Told at the place of whichever was
   * given; the message has the value and the other key.
   */
  private void report(Key<?> key, Key<?> other, String message, Object value) {
    if (!values.isGood(key) || !values.isGood(other)) {
      return;
    }
    boolean ownPlace = values.isGiven(key);
    problems.add(
        new Problem(
            values.place(ownPlace ? key : other),
            key.name() + ": " + message.formatted(value, other.name())));
  }
}
