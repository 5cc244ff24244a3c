package org.hokan.archive.compression;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.StudyToCompress;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobHandler;
import org.hokan.archive.job.JobResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what is stored already when rules, contracts or libraries have changed: one job that
 * goes through all studies, a page at a time, and asks for a job for each of them. There is one for
 * all nodes; how far it is stands in its row. Thread-safe.
 *
 * <p>Where many jobs are due within a day, it adds one study at a time: what is tried again or
 * waits for the night would else become a job for each study. Those that found that their study is
 * due a later day wait for it, and are not counted.
 */
final class Survey implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
  static final String KIND = "compression-survey";
  private static final Duration PATIENCE = Duration.ofDays(7);

  /** Within it is what failed and is tried again, what waits for the night, or is held. */
  private static final Duration SOON = Duration.ofDays(1);

  private static final Duration UNTIL_SOME_ARE_DONE = Duration.ofSeconds(2);

  private final CompressionRooms rooms;
  private final SurveyPortions portions;
  private final BiConsumer<Tx, StudyKey> ask;

  Survey(CompressionRooms rooms, SurveyPortions portions, BiConsumer<Tx, StudyKey> ask) {
    this.rooms = rooms;
    this.portions = portions;
    this.ask = ask;
  }

  /**
   * Begins anew where something changed. Without a rule that compresses nothing is looked at: such
   * a rule will be a change.
   */
  void review(List<CompressionForm> forms) {
    rooms.rules().refresh(); // or nodes that know of a change at different times undo each other's
    String fingerprint = fingerprint(rooms.rules().versionsInUse());
    boolean any = rooms.rules().compress(); // after it: a rule that comes between is another text
    Set<String> libraries =
        forms.stream()
            .filter(form -> form.unavailable().isEmpty())
            .map(form -> form.syntax().uid().value())
            .collect(Collectors.toSet());
    boolean begun = rooms.database().write(tx -> review(tx, fingerprint, libraries, any));
    if (begun) {
      LOG.info("compression: rules, contracts or libraries are new; what is stored is looked at");
    }
  }

  private boolean review(Tx tx, String fingerprint, Set<String> libraries, boolean any) {
    SurveyEntity row = row(tx).orElseGet(SurveyEntity::new);
    boolean changed = !row.fingerprint.equals(fingerprint);
    boolean begun = any && (changed || !row.libraries().containsAll(libraries));
    if (changed || begun) {
      row.position = 0;
      row.underWay = begun;
    }
    row.fingerprint = fingerprint;
    boolean told = row.tell(libraries, rooms.database().kind() == DatabaseKind.H2);
    if (changed || begun || told) {
      tx.session().upsert(row);
    }
    if (begun) {
      rooms.jobs().ask(tx, KIND, SurveyEntity.ALL, PATIENCE);
    }
    return begun;
  }

  private static Optional<SurveyEntity> row(Tx tx) {
    return Optional.ofNullable(tx.session().get(SurveyEntity.class, SurveyEntity.ALL));
  }

  private static String fingerprint(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing (expected: in every Java platform)", e);
    }
  }

  @Override
  public JobResult run(Job job) throws InterruptedException {
    if (!rooms.ingest().awaitIndexed()) {
      return JobResult.again("index not up to date");
    }
    Optional<SurveyEntity> known = rooms.database().read(Survey::row);
    rooms
        .rules()
        .refresh(); // after it: rules older than the row could end what they do not know of
    known.filter(row -> row.underWay).ifPresent(this::goOn);
    return JobResult.DONE;
  }

  private void goOn(SurveyEntity row) {
    boolean crowded = isCrowded();
    int most = crowded ? 1 : portions.page();
    List<StudyToCompress> studies =
        rooms.rules().compress()
            ? rooms.database().read(tx -> rooms.index().toCompress(tx, row.position, most))
            : List.of();
    boolean more = studies.size() == most;
    rooms
        .database()
        .run(
            tx -> {
              if (moved(tx, row, studies, more)) {
                ask(tx, studies);
                Duration pause = crowded ? UNTIL_SOME_ARE_DONE : Duration.ZERO;
                if (more) {
                  rooms.jobs().ask(tx, KIND, SurveyEntity.ALL, pause, PATIENCE);
                }
              }
            });
  }

  private boolean isCrowded() {
    int most = portions.mostDue();
    return rooms.database().read(tx -> rooms.jobs().dueWithin(tx, Compressions.KIND, SOON, most))
        == most;
  }

  /**
   * Whether it goes on from there: if not, it was begun anew meanwhile, and asked for with that.
   */
  private static boolean moved(
      Tx tx, SurveyEntity row, List<StudyToCompress> studies, boolean more) {
    long next = studies.isEmpty() ? row.position : studies.get(studies.size() - 1).id();
    return tx.session()
            .createMutationQuery(
                "update SurveyEntity set position = :next, underWay = :more where name = :name"
                    + " and fingerprint = :fingerprint and position = :position")
            .setParameter("next", next)
            .setParameter("more", more)
            .setParameter("name", row.name)
            .setParameter("fingerprint", row.fingerprint)
            .setParameter("position", row.position)
            .executeUpdate()
        == 1;
  }

  private void ask(Tx tx, List<StudyToCompress> studies) {
    studies.stream()
        .filter(StudyToCompress::left)
        .forEach(study -> ask.accept(tx, new StudyKey(study.facility(), study.studyInstanceUid())));
  }

  /** Studies that it has still to look at. */
  long left() {
    return rooms
        .database()
        .read(
            tx ->
                row(tx)
                    .filter(row -> row.underWay)
                    .map(row -> rooms.index().studiesAfter(tx, row.position))
                    .orElse(0L));
  }
}
