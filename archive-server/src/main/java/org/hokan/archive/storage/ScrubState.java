package org.hokan.archive.storage;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the reading again is, in a small file on the first volume.
 *
 * @param started begin of the last pass
 * @param after name of the last pack that was read wholly in this pass; empty at its begin
 * @param completed end of the last whole pass
 */
record ScrubState(Optional<Instant> started, String after, Optional<Instant> completed) {
  static final String FILE = "hokan-scrub";

  private static final Logger LOG = LoggerFactory.getLogger(ScrubState.class);
  private static final Pattern TEXT =
      Pattern.compile("started=(\\S+) completed=(\\S+) after=(\\S*)\\s*");
  private static final String NEVER = "never";

  static ScrubState read(Volume home) {
    try {
      Matcher text =
          TEXT.matcher(SmallFile.read(home.disk(), home.folder().resolve(FILE)).orElse(""));
      if (text.matches()) {
        return new ScrubState(instant(text.group(1)), text.group(3), instant(text.group(2)));
      }
    } catch (IOException | DateTimeException e) {
      LOG.warn(
          "Volume {}: {} cannot be read; everything is read from the beginning", home, FILE, e);
    }
    return new ScrubState(Optional.empty(), "", Optional.empty());
  }

  private static Optional<Instant> instant(String text) {
    return text.equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  private static String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(NEVER);
  }

  /** Whether a pass is under way. */
  boolean isUnderWay() {
    return started.isPresent() && (completed.isEmpty() || started.get().isAfter(completed.get()));
  }

  void write(Volume home) {
    try {
      SmallFile.replace(
          home.disk(),
          home.folder().resolve(FILE),
          "started=%s completed=%s after=%s\n".formatted(text(started), text(completed), after));
    } catch (IOException e) {
      LOG.warn("Volume {}: {} cannot be written", home, FILE, e);
    }
  }
}
