package org.hokan.archive.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events a list is asked for. What is empty does not restrict.
 *
 * @param from first instant
 * @param until the instant after the last
 * @param actionPrefix such as {@code rule.} or {@code store}
 * @param story all of a study, with the changes to its patient as a whole
 * @param before only events with a lower number: the next page
 * @param limit most events, 1 to 10000
 */
public record AuditFilter(
    Optional<AuditEvent.Kind> kind,
    Optional<String> facility,
    Optional<String> actor,
    Optional<String> actionPrefix,
    Optional<String> patientId,
    Optional<String> study,
    Optional<Story> story,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Long> before,
    int limit) {
  private static final int MOST = 10_000;

  /**
   * A study and whose it is.
   *
   * @param patientId empty: nobody's; not for a log
   */
  public record Story(String study, String patientId) {
    @Override
    public String toString() {
      return "Story[%s]".formatted(study);
    }
  }

  public AuditFilter {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit: %d (expected: 1 to %d)".formatted(limit, MOST));
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Builds a filter; lets everything through, 100 events, unless told. */
  public static final class Builder {
    private Optional<AuditEvent.Kind> kind = Optional.empty();
    private Optional<String> facility = Optional.empty();
    private Optional<String> actor = Optional.empty();
    private Optional<String> actionPrefix = Optional.empty();
    private Optional<String> patientId = Optional.empty();
    private Optional<String> study = Optional.empty();
    private Optional<Story> story = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private Optional<Long> before = Optional.empty();
    private int limit = 100;

    private Builder() {}

    public Builder kind(AuditEvent.Kind value) {
      kind = Optional.of(value);
      return this;
    }

    public Builder facility(String value) {
      facility = Optional.of(value);
      return this;
    }

    public Builder actor(String value) {
      actor = Optional.of(value);
      return this;
    }

    public Builder actionPrefix(String value) {
      actionPrefix = Optional.of(value);
      return this;
    }

    public Builder patientId(String value) {
      patientId = Optional.of(value);
      return this;
    }

    public Builder study(String value) {
      study = Optional.of(value);
      return this;
    }

    public Builder story(String ofStudy, String patientId) {
      story = Optional.of(new Story(ofStudy, patientId));
      return this;
    }

    public Builder from(Instant value) {
      from = Optional.of(value);
      return this;
    }

    public Builder until(Instant value) {
      until = Optional.of(value);
      return this;
    }

    public Builder before(long id) {
      before = Optional.of(id);
      return this;
    }

    public Builder limit(int value) {
      limit = value;
      return this;
    }

    public AuditFilter build() {
      return new AuditFilter(
          kind, facility, actor, actionPrefix, patientId, study, story, from, until, before, limit);
    }
  }
}
