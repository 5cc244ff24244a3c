package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RehearsalTest {
  @TempDir private Path data;

  private Configuration configuration(String rehearsal) {
    return Demo.configuration(data, List.of("node.rehearsal=" + rehearsal));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void storesFindsAndFetchesUntilItIsToldToStopAndLeavesNothing() throws IOException {
    Path scratch = data.resolve("scratch");
    AtomicInteger asked = new AtomicInteger();
    int images =
        new RehearsalStage(scratch).play(Duration.ofHours(1), () -> asked.incrementAndGet() > 150);
    assertThat(images).isGreaterThan(50);
    assertThat(scratch).doesNotExist();
  }

  @Test
  void endsByItselfWhenItsTimeIsOver() throws IOException {
    assertThat(new RehearsalStage(data.resolve("scratch")).play(Duration.ZERO, () -> false))
        .isZero();
  }

  @Test
  void nothingIsDoneWhereTheConfigurationDoesWithout() throws IOException {
    try (Rehearsal rehearsal = new Rehearsal(configuration("0s"))) {
      rehearsal.opened();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void whatAKilledNodeLeftIsRemoved() throws IOException {
    Files.createDirectories(data.resolve("rehearsal-0/volume"));
    Files.writeString(data.resolve("rehearsal-0/volume/pack"), "left");
    Files.writeString(data.resolve("else"), "stays");
    try (Rehearsal rehearsal = new Rehearsal(configuration("0s"))) {
      rehearsal.opened();
    }
    assertThat(left()).containsExactly("else");
  }

  @Test
  void beginsOnceTheNodeHasItsDatabaseOpenAndEndsWithTheFirstAssociation() throws IOException {
    try (Rehearsal rehearsal = new Rehearsal(configuration("1m"))) {
      assertThat(left()).isEmpty();
      rehearsal.opened();
      rehearsal.opened();
      await().until(() -> !left().isEmpty());
      rehearsal.established();
    }
    assertThat(left()).isEmpty();
  }
}
