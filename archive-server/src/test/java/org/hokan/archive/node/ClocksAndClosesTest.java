package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hokan.archive.SetClock;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.junit.jupiter.api.Test;

/**
 * What clocks, calendars and races do to contracts and bills, on a real node with real senders: a
 * facility's day begins in its own time zone, a clock that jumps counts nothing twice, and a month
 * is closed once, also while images come.
 */
class ClocksAndClosesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Status REFUSED = new Status(0x0124);

  /** A leap day has begun in Tokyo, not in New York. */
  private static final Instant LEAP_DAY_IN_TOKYO = Instant.parse("2028-02-28T15:30:00Z");

  @Test
  void aContractBeginsWithItsDayAtTheFacilityAlsoOnALeapDay() throws IOException {
    SetClock clock = new SetClock(LEAP_DAY_IN_TOKYO, ZoneOffset.UTC);
    try (LiveNode node = LiveNode.start(clock)) {
      agree(node, "tokyo", "Asia/Tokyo", "2028-02-29", "2029-02-28");
      agree(node, "york", "America/New_York", "2028-02-29", "2029-02-28");
      assertThat(send(node, "TOKYO", "2.25.901", 1)).containsExactly(Status.SUCCESS);
      assertThat(send(node, "YORK", "2.25.902", 1)).containsExactly(REFUSED);
      clock.now = Instant.parse("2028-02-29T05:00:00Z");
      assertThat(send(node, "YORK", "2.25.902", 1)).containsExactly(Status.SUCCESS);
      clock.now = Instant.parse("2029-02-28T14:59:59Z");
      assertThat(send(node, "TOKYO", "2.25.903", 1)).containsExactly(Status.SUCCESS);
      clock.now = Instant.parse("2029-02-28T15:00:00Z");
      assertThat(send(node, "TOKYO", "2.25.904", 1)).containsExactly(REFUSED);
      assertThat(send(node, "YORK", "2.25.905", 1)).containsExactly(Status.SUCCESS);
    }
  }

  @Test
  void aClockThatJumpsBackAndAheadAmidAnExamCountsEachImageOnce() throws IOException {
    SetClock clock = new SetClock(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    try (LiveNode node = LiveNode.start(clock, "billing.quiet-time=0s")) {
      agree(node, "h", "UTC", "2026-01-01", "2027-12-31");
      send(node, "H", "2.25.911", 2);
      clock.now = clock.now.minus(Duration.ofDays(40));
      send(node, "H", "2.25.911", 4); // two of them again
      clock.now = clock.now.plus(Duration.ofDays(80));
      send(node, "H", "2.25.911", 5);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(images(node)).isEqualTo(5));
      node.hokan("billing", "close", "--month", "2026-12", "--yes").done();
      clock.now = clock.now.minus(Duration.ofDays(365));
      assertThat(node.hokan("billing", "close", "--month", "2026-12", "--yes").err())
          .as("set back: nothing is closed again")
          .contains("2026-12");
      assertThat(images(node)).isEqualTo(5);
      assertThat(node.hokan("billing", "verify").done()).contains("all as they were written");
    }
  }

  @Test
  void aMonthIsClosedOnceByTwoWhoAskWhileImagesCome() throws Exception {
    int exams = 12;
    int each = 5;
    try (LiveNode node = LiveNode.start("billing.quiet-time=0s")) {
      agree(node, "h", "UTC", "2020-01-01", "2099-12-31");
      String month = YearMonth.now(ZoneOffset.UTC).toString();
      send(node, "H", "2.25.920", each);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(images(node)).isEqualTo(each));
      ExecutorService both = Executors.newFixedThreadPool(3);
      Future<?> sender = both.submit(() -> sendExams(node, exams, each));
      List<Future<LiveNode.Answer>> closers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        closers.add(both.submit(() -> node.hokan("billing", "close", "--month", month, "--yes")));
      }
      sender.get();
      int closed = 0;
      for (Future<LiveNode.Answer> closer : closers) {
        LiveNode.Answer answer = closer.get();
        closed += answer.status() == 0 ? 1 : 0;
        assertThat(answer.status() == 0 || answer.err().contains("was closed at"))
            .as("closes it, waits for the same close, or is told: %s", answer)
            .isTrue();
      }
      both.shutdown();
      assertThat(closed).isPositive();
      int all = (exams + 1) * each;
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(images(node)).isEqualTo(all));
      assertThat(JSON.readTree(node.hokan("billing", "statements", "--json").done())).hasSize(1);
      assertThat(node.hokan("billing", "verify").done()).contains("all as they were written");
    }
  }

  private static void sendExams(LiveNode node, int exams, int each) {
    for (int exam = 1; exam <= exams; exam++) {
      try {
        assertThat(send(node, "H", "2.25.92" + exam, each)).containsOnly(Status.SUCCESS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Of all STUDY records, whatever month they are in. */
  private static int images(LiveNode node) throws IOException {
    int images = 0;
    JsonNode records = JSON.readTree(node.hokan("billing", "records", "--json").done());
    for (JsonNode record : records) {
      images += record.path("type").asText().equals("STUDY") ? record.path("images").asInt() : 0;
    }
    return images;
  }

  private static List<Status> send(LiveNode node, String ae, String study, int pictures)
      throws IOException {
    return Objects.send(node, ae, study, "A", pictures).stream().map(Outcome::status).toList();
  }

  private static void agree(
      LiveNode node, String facility, String zone, String from, String until) {
    node.hokan("facility", "add", facility, "--name", facility, "--issuer", facility).done();
    node.hokan("facility", "change", facility, "--time-zone", zone).done();
    String[] contract =
        ("contract add --facility %s --from %s --until %s --course MONTHLY --unit-rate 10"
                + " --currency JPY --unit STUDY --capacity 1GB")
            .formatted(facility, from, until)
            .split(" ");
    node.hokan(contract).done();
    node.addAe(facility.toUpperCase(Locale.ROOT), facility, "store");
  }
}
