package org.hokan.archive.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.query.NativeQuery;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.db.Tx;
import org.junit.jupiter.api.Test;

/** One that is slow keeps no other waiting, whatever their names and however much waits for it. */
@OnEachDatabase
class JobPartyTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final JobSettings SETTINGS =
      new JobSettings(2, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20), LONG);

  /** What is behind the first blank, as of a forward. */
  private static final Share OF_ONE =
      new Share(1, subject -> subject.substring(subject.indexOf(' ') + 1));

  /** Each tenth is about another. */
  private static final String CROWD =
      """
      insert into job (id, kind, subject, revision, asked_at, due_at, give_up_at, attempts, dead,
          claimed_by, problem, party)
        select 1000000 + x, 'crowd', cast(x as varchar(10)), 1, now(), now(), now(), 0, false, '',
            '', case when mod(x, 10) = 0 then 'OTHER' else 'CROWDED' end
          from %s
      """;

  private static final Pattern SCANNED = Pattern.compile("scancount: (\\d+)");

  private final Database database;

  JobPartyTest(TestDatabase on) {
    database = on.shared(JobPartyTest.class, JobQueue.entities());
  }

  private void ask(JobQueue queue, String kind, String subject) {
    database.run(tx -> queue.ask(tx, kind, subject, LONG));
  }

  @Test
  void whatEndsLikeTheNameOfACrowdedPartyIsNotAboutIt() {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    try (JobQueue queue = new JobQueue(database, SETTINGS, Clock.systemUTC())) {
      queue.handle(
          "ends",
          job -> {
            if (job.subject().equals("1 SLOW") || job.subject().equals("2 SLOW")) {
              end.await();
            }
            done.add(job.subject());
            return JobResult.DONE;
          },
          2,
          OF_ONE);
      ask(queue, "ends", "1 SLOW");
      ask(queue, "ends", "2 SLOW");
      ask(queue, "ends", "3 NOT SLOW");
      queue.start();
      await().until(() -> done.contains("3 NOT SLOW"));
      assertThat(done).hasSize(1);
      end.countDown();
      await().until(() -> done.size() == 3);
    }
  }

  @Test
  void whoseJobsAreDueIsToldOncePerParty() {
    Instant now = Instant.now();
    try (JobQueue queue = new JobQueue(database, SETTINGS, Clock.systemUTC())) {
      queue.handle("told", job -> JobResult.DONE, 2, OF_ONE);
      for (String subject : List.of("1 B", "2 A B", "3 B", "4 A", "5 A")) {
        ask(queue, "told", subject);
      }
      database.run(tx -> queue.ask(tx, "told", "6 LATER", LONG, LONG));
    }
    Instant soon = now.plusSeconds(60);
    assertThat(database.<List<String>>read(tx -> JobRows.parties(tx, "told", soon)))
        .containsExactly("A", "A B", "B");
    assertThat(database.<List<JobEntity>>read(tx -> JobRows.free(tx, "told", "A", soon, 10)))
        .extracting(row -> row.subject)
        .containsExactly("4 A", "5 A");
  }

  @Test
  void forwardsThatWaitedBeforePartiesWereNotedAreAboutTheirAe() {
    try (JobQueue queue = new JobQueue(database, SETTINGS, Clock.systemUTC())) {
      ask(queue, "forward", "FAC 1.2.3 AN AE");
      ask(queue, "other", "FAC 1.2.3 AN AE");
    }
    database.run(tx -> tx.session().createNativeMutationQuery(JobEntity.AS_V140).executeUpdate());
    assertThat(party("forward")).isEqualTo("AN AE");
    assertThat(party("other")).isEmpty();
  }

  private String party(String kind) {
    return database.read(tx -> JobRows.find(tx, kind, "FAC 1.2.3 AN AE")).orElseThrow().party;
  }

  /** Of 20,000 that wait for one party nothing is read beyond what is asked for. */
  @Test
  void howeverManyWaitForOnePartyALookReadsNoMoreThanItTakes() {
    String many =
        database.kind() == DatabaseKind.H2
            ? "system_range(1, 20000) as n(x)"
            : "generate_series(1, 20000) as n(x)";
    database.run(tx -> execute(tx, CROWD.formatted(many)));
    database.run(tx -> execute(tx, database.kind() == DatabaseKind.H2 ? "analyze" : "analyze job"));

    assertThatIsRead(JobRows.OF_FIRST_PARTY, "");
    assertThatIsRead(JobRows.OF_FIRST_PARTY, "CROWDED" + JobRows.BEHIND);
    assertThatIsRead(JobRows.FREE_OF_PARTY, "CROWDED");
    assertThatIsRead(JobRows.FREE_OF_PARTY, "OTHER");
    assertThatIsRead(JobRows.DUE_OF_PARTY, "CROWDED");
    assertThat(plan("select count(*) from job where dead = true", "")).contains("job_by_party");
  }

  private static void execute(Tx tx, String sql) {
    tx.session().createNativeMutationQuery(sql).executeUpdate();
  }

  private void assertThatIsRead(String sql, String party) {
    String plan = plan(sql, party);
    assertThat(plan).contains("job_by_party");
    if (database.kind() == DatabaseKind.H2) {
      assertThat(plan).contains("/* index sorted */");
      Matcher scanned = SCANNED.matcher(plan);
      assertThat(scanned.find()).as(plan).isTrue();
      assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThan(10);
    } else {
      assertThat(plan).contains("index scan").doesNotContain("sort", "seq scan", "removed by");
    }
  }

  private String plan(String sql, String party) {
    Instant soon = Instant.now().plusSeconds(60);
    Map<String, Object> values =
        Map.of("kind", "crowd", "party", party, "most", 2, "now", soon, "by", soon);
    return database.read(
        tx -> {
          NativeQuery<String> query =
              tx.session().createNativeQuery("explain analyze " + sql, String.class);
          values.forEach(
              (name, value) -> {
                if (sql.contains(":" + name)) {
                  query.setParameter(name, value);
                }
              });
          return String.join("\n", query.getResultList()).toLowerCase(Locale.ROOT);
        });
  }
}
