package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does all that the chapter "From contract to invoice" says, on the days that its headings name,
 * and compares what is printed. Instants and generated names are compared by their form. With the
 * system property {@code hokan.write-chapter} the printed lines are written into the chapter.
 */
class ContractToInvoiceTest {
  private static final Path CHAPTER =
      Path.of(
          System.getProperty("hokan.root"),
          "archive-server",
          "docs",
          "from-contract-to-invoice.md");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Pattern DAY = Pattern.compile("## (\\d{4}-\\d\\d-\\d\\d).*");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Set<String> NAMES_A_FILE = Set.of("--file", "--out");
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?");

  /** What {@code bin/dicom load} makes anew each time. */
  private static final Pattern MADE = Pattern.compile("(2\\.25\\.|\\bP?L)\\d+");

  private final SetClock clock = new SetClock();

  @Test
  void whatTheChapterShowsIsWhatHappens(@TempDir Path copies) throws IOException {
    List<String> chapter = Files.readAllLines(CHAPTER);
    List<String> done;
    clock.setTo(LocalDate.of(2026, 4, 1));
    try (LiveNode node =
        LiveNode.start(
            clock,
            "billing.time-zone=" + TOKYO,
            "billing.provider=Hokan Services",
            "tariff.tax=JP",
            "storage.copy-volumes=" + copies,
            "storage.copy-same-disk=allow")) {
      done = new Story(node, chapter).tell();
    }
    if (Boolean.getBoolean("hokan.write-chapter")) {
      Files.write(CHAPTER, done);
    }
    assertThat(masked(done)).isEqualTo(masked(chapter));
  }

  private static List<String> masked(List<String> lines) {
    return lines.stream()
        .map(line -> INSTANT.matcher(line).replaceAll("<instant>"))
        .map(line -> MADE.matcher(line).replaceAll("$1<made>"))
        .toList();
  }

  /** The chapter, line by line. */
  private final class Story {
    private final LiveNode node;
    private final List<String> lines;
    private final List<String> told = new ArrayList<>();
    private final Path files;
    private int at;

    Story(LiveNode node, List<String> lines) throws IOException {
      this.node = node;
      this.lines = lines;
      this.files = node.folder("files");
    }

    List<String> tell() throws IOException {
      while (at < lines.size()) {
        String line = next();
        Matcher day = DAY.matcher(line);
        if (day.matches()) {
          clock.setTo(LocalDate.parse(day.group(1)));
        } else if (line.startsWith("```yaml ")) {
          Files.write(files.resolve(line.substring("```yaml ".length())), untilEnd());
        } else if (line.equals("```console")) {
          console();
        }
      }
      return told;
    }

    private String next() {
      String line = lines.get(at++);
      told.add(line);
      return line;
    }

    private List<String> untilEnd() {
      List<String> block = new ArrayList<>();
      for (String line = next(); !line.equals("```"); line = next()) {
        block.add(line);
      }
      return block;
    }

    /** Commands and what they print; a command goes on in the next line after a backslash. */
    private void console() {
      while (!lines.get(at).equals("```")) {
        String line = lines.get(at);
        if (!line.startsWith("$ ")) {
          at++; // what it printed when the chapter was written
          continue;
        }
        StringBuilder command = new StringBuilder();
        for (line = next(); line.endsWith("\\"); line = next()) {
          command.append(line, 0, line.length() - 1);
        }
        command.append(line);
        told.addAll(run(words(command.substring(2))));
      }
      next();
    }

    private List<String> words(String command) {
      List<String> words = new ArrayList<>();
      for (Matcher word = WORD.matcher(command); word.find(); ) {
        String text = word.group(1) == null ? word.group(2) : word.group(1);
        boolean file = !words.isEmpty() && NAMES_A_FILE.contains(words.get(words.size() - 1));
        words.add(file ? files.resolve(text).toString() : text);
      }
      return words;
    }

    private List<String> run(List<String> words) {
      String[] args = words.subList(1, words.size()).toArray(String[]::new);
      if (words.get(0).equals("bin/hokan")) {
        return node.hokan(args).done().replace(files + "/", "").lines().toList();
      }
      for (int i = 0; i < args.length; i++) {
        args[i] = args[i].equals("HOKAN@127.0.0.1:11112") ? node.call() : args[i];
      }
      LiveNode.dicom(args).done(); // how fast it is differs
      return List.of();
    }
  }

  /** Goes on as time does, from noon in Tokyo of the day that it was set to. */
  private static final class SetClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void setTo(LocalDate day) {
      Instant noon = day.atTime(12, 0).atZone(TOKYO).toInstant();
      ahead = Duration.between(Clock.systemUTC().instant(), noon);
    }

    @Override
    public ZoneId getZone() {
      return TOKYO;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.offset(Clock.system(zone), ahead);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(ahead);
    }
  }
}
