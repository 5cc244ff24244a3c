package org.hokan.archive.compression;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.StudyToCompress;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobHandler;
import org.hokan.archive.job.JobResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what is stored already when rules, contracts or libraries have changed: a job for each
 * page of studies, which asks for theirs and for the next page. Thread-safe.
 */
final class Survey implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
  static final String KIND = "compression-survey";
  private static final int PAGE = 200;
  private static final Duration PATIENCE = Duration.ofDays(7);

  /** So many studies that wait are enough; more are looked for when some are done. */
  private static final int MOST_WAITING = 1000;

  private static final Duration UNTIL_SOME_ARE_DONE = Duration.ofSeconds(10);

  private final CompressionRooms rooms;
  private final Duration settle;
  private final BiConsumer<Tx, StudyKey> ask;

  /**
   * @param settle after which what is asked for is due
   */
  Survey(CompressionRooms rooms, Duration settle, BiConsumer<Tx, StudyKey> ask) {
    this.rooms = rooms;
    this.settle = settle;
    this.ask = ask;
  }

  /** Without a rule that compresses nothing is looked at: such a rule will make it another text. */
  void review(List<CompressionForm> forms) {
    String now = fingerprint(forms);
    boolean any = rooms.rules().compress(); // after it: a rule that comes between is another text
    boolean begun =
        rooms
            .database()
            .write(
                tx -> {
                  SurveyEntity known = tx.session().get(SurveyEntity.class, SurveyEntity.ALL);
                  if (known != null && known.fingerprint.equals(now)) {
                    return false;
                  }
                  SurveyEntity row = new SurveyEntity();
                  row.fingerprint = now;
                  tx.session().upsert(row);
                  if (any) {
                    rooms.jobs().ask(tx, KIND, "0", PATIENCE);
                  }
                  return any;
                });
    if (begun) {
      LOG.info("compression: rules, contracts or libraries are new; what is stored is looked at");
    }
  }

  private String fingerprint(List<CompressionForm> forms) {
    String text =
        rooms.rules().versionsInUse()
            + forms.stream()
                .filter(form -> form.unavailable().isEmpty())
                .map(form -> form.syntax().uid().value())
                .collect(Collectors.joining("\n"));
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
    rooms.database().run(tx -> pageIfRoom(tx, job.subject()));
    return JobResult.DONE;
  }

  /** All of a great archive's studies at once would be a queue that each start and claim meets. */
  private void pageIfRoom(Tx tx, String after) {
    if (rooms.jobs().dueWithin(tx, Compressions.KIND, settle, MOST_WAITING) < MOST_WAITING) {
      page(tx, Long.parseLong(after));
    } else {
      rooms.jobs().ask(tx, KIND, after, UNTIL_SOME_ARE_DONE, PATIENCE);
    }
  }

  private void page(Tx tx, long after) {
    List<StudyToCompress> studies = rooms.index().toCompress(tx, after, PAGE);
    studies.forEach(
        study -> ask.accept(tx, new StudyKey(study.facility(), study.studyInstanceUid())));
    if (studies.size() == PAGE) {
      String next = Long.toString(studies.get(PAGE - 1).id());
      rooms.jobs().ask(tx, KIND, next, PATIENCE);
    }
  }
}
