package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.ImagesToCompress.studyOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.hokan.archive.db.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored already is taken up when a rule says that it is to be compressed. */
class SurveyTest {
  private static final int STUDIES = 5;
  private static final Duration LONG = Duration.ofDays(1);

  @TempDir private Path folder;

  @BeforeEach
  void isInstalled() {
    Compressing.isInstalled();
  }

  /** Studies that came before there was a rule. */
  private Compressing stored(TestDatabase kind) {
    Compressing on = new Compressing(folder, kind).agreed();
    on.compressions.review();
    IntStream.rangeClosed(1, STUDIES).forEach(study -> on.send(study, studyOf(study)));
    on.looked();
    return on;
  }

  /** Jobs that are due soon, as many as it takes for others to wait; the clock stands. */
  private static void crowd(Compressing on) {
    for (int i = 0; i < Compressing.MOST_DUE; i++) {
      String subject = "demo 1.9." + i;
      on.database.run(tx -> on.jobs.ask(tx, "compression", subject, Duration.ofMinutes(1), LONG));
    }
  }

  private static long left(Compressing on) {
    return on.compressions.status().waiting() - on.compressions.waiting();
  }

  private static long compressed(Compressing on) {
    return IntStream.rangeClosed(1, STUDIES)
        .filter(study -> on.row(study).recompressed().isPresent())
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void allStudiesAreTakenUpHoweverManyPagesTheyFill(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == STUDIES);
      await().until(() -> on.compressions.status().waiting() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereManyWaitOneIsTakenUpAtATimeAndTheStatusCountsTheOthers(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on);
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == 1);
      assertThat(left(on)).isEqualTo(STUDIES - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfARuleBeginsItAnew(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on);
      on.rule("compression=lossless").compressions.review();
      await().until(() -> left(on) == STUDIES - 1);
      on.jobs.close();

      on.node.rules.remove("DEMO", "stills", "op");
      on.rule("compression=jpeg-xl").compressions.review();

      assertThat(left(on)).isEqualTo(STUDIES);
      assertThat(on.jobs.waiting("compression-survey")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itEndsWhenNoRuleCompressesAnyMore(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on);
      on.rule("compression=lossless").compressions.review();
      await().until(() -> left(on) == STUDIES - 1);

      on.node.rules.remove("DEMO", "stills", "op");
      on.compressions.review();

      assertThat(left(on)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLookedAtTwiceWhenNothingChanged(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      on.rule("compression=lossless").compressions.review();
      await().until(() -> on.jobs.list("compression-survey", 10).isEmpty());
      on.jobs.close();
      on.compressions.review();
      assertThat(on.jobs.list("compression-survey", 10)).isEmpty();
    }
  }
}
