package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed in the middle of a close, and in that of the next month's, and so on: statements
 * and ledger are in the end those of a node that nobody killed. System property: {@code
 * hokan.kill.seed} repeats a run.
 */
class CloseKillTest {
  private static final int FACILITIES = 80;
  private static final int STUDIES = 1_600;
  private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
  private static final List<YearMonth> MONTHS =
      IntStream.of(2, 1).mapToObj(YearMonth.now(ZONE)::minusMonths).toList();
  private static final Pattern CHARGED = Pattern.compile("(\\d+) of \\d+ contracts charged");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is of its moment and not of what was recorded. */
  private static final List<String> OF_THE_MOMENT =
      List.of(
          "recordedAt", "hash", "previousHash", "closedAt", "issued", "due", "seal", "sealRoot");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void aCloseThatIsKilledInItsMiddleComesToTheSameStatementsAndLedger() throws Exception {
    long seed = Long.getLong("hokan.kill.seed", System.nanoTime());
    System.out.printf("seed %d%n", seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path killed = folder.resolve("killed");
    Path twin = folder.resolve("twin");
    CloseLoad.fill(
        killed, new CloseLoad.Load(FACILITIES, STUDIES, BackupUnit.STUDY, false), MONTHS.get(0));
    copy(killed, twin);

    long before = 0;
    for (YearMonth month : MONTHS) {
      int least = 1 + random.nextInt(FACILITIES / 2);
      try (NodeProcess node = start(killed, "killed-in-" + month)) {
        if (before > 0) { // it goes on with that by itself
          close(killed, month.minusMonths(1));
        }
        String told = killedWhileClosing(node, killed, month, least);
        assertThat(node.isKilled()).as("%s%s", told, node.log()).isTrue();
      }
      long charges = chargesOfAnUnfinishedClose(killed, folder.resolve("look-" + month));
      System.out.printf("%s: killed after %d contracts, %d charges%n", month, least, charges);
      assertThat(charges).isStrictlyBetween(before, before + STUDIES);
      before += STUDIES;
    }
    assertThat(closed(killed, "killed")).isEqualTo(closed(twin, "twin"));
  }

  private NodeProcess start(Path data, String name) throws IOException {
    return NodeProcess.start(
        data, folder.resolve(name + ".log"), List.of("billing.time-zone=" + ZONE));
  }

  /** As a person does it, to its end; where the node went on by itself, it may be closed. */
  private static void close(Path data, YearMonth month, String... more) {
    String[] command = {"billing", "close", "--month", month.toString(), "--data", data.toString()};
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(
        nowhere,
        nowhere,
        Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
  }

  /**
   * Asks how far the close is, again and again, and kills the node as soon as it has come so far.
   *
   * @return what was answered last
   */
  private static String killedWhileClosing(
      NodeProcess node, Path data, YearMonth month, int contracts) throws Exception {
    close(data, month, "--no-wait");
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest question =
        HttpRequest.newBuilder(
                URI.create(
                    Files.readString(data.resolve("admin-address")).strip()
                        + "/api/v1/billing/close?month="
                        + month))
            .header(
                "Authorization", "Bearer " + Files.readString(data.resolve("admin-token")).strip())
            .build();
    String told;
    do {
      told = http.send(question, HttpResponse.BodyHandlers.ofString()).body();
      Matcher charged = CHARGED.matcher(told);
      if (charged.find() && Integer.parseInt(charged.group(1)) >= contracts) {
        node.kill();
      }
    } while (!node.isKilled() && told.contains("CLOSING"));
    return told;
  }

  /** Looks into a copy: the node itself is to find what the kill left. */
  private static long chargesOfAnUnfinishedClose(Path data, Path look) throws IOException {
    copy(data.resolve("database"), look);
    try (Database database =
        Database.open(DatabaseSettings.h2(look.resolve("hokan")), UsageLedger.entities())) {
      return database.read(
          tx ->
              tx.session()
                  .createNativeQuery(
                      "select count(*) from billing_ledger, billing_head"
                          + " where type = 'PERIOD' and closing_month is not null",
                      Long.class)
                  .getSingleResult());
    }
  }

  /** What the ledger and the statements are once all months are closed. */
  private List<JsonNode> closed(Path data, String name) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (NodeProcess node = start(data, name)) {
      for (YearMonth month : MONTHS) {
        close(data, month);
        Path file = folder.resolve(name + month);
        String[] export = {
          "billing", "export", "--month", month.toString(), "--format", "json", "--out", ""
        };
        export[export.length - 1] = file.toString();
        node.run(export);
        JsonNode found = JSON.readTree(file.toFile());
        assertThat(found.path("statements")).hasSize(FACILITIES);
        found.path("statements").forEach(all::add);
        found.path("records").forEach(all::add);
      }
      assertThat(node.run("billing", "verify")).contains("all as they were written");
    }
    all.forEach(CloseKillTest::withoutTheMoment);
    assertThat(all).hasSize(MONTHS.size() * (FACILITIES + STUDIES) + STUDIES);
    return all;
  }

  private static void withoutTheMoment(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_THE_MOMENT);
    }
    node.forEach(CloseKillTest::withoutTheMoment);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
