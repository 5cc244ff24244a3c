package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hokan.archive.node.LiveNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What starts have cut off the ends of packs, as an operator sees it. */
class CutEndsTest {
  private static final String STUDY = "1.2.840.7";
  private static final int MANY = 100;

  private LiveNode node;

  @BeforeEach
  void start() throws IOException {
    node = LiveNode.start();
    node.admit("demo");
    node.addAe("ENDO1", "demo", "store");
    Objects.send(node, "ENDO1", STUDY, "77", 2);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  /** The two pictures once more, as an end of a facility's pack; its number tells it apart. */
  private static String keep(Path data, String facility, int number) throws IOException {
    Path pack = KeptCheck.files(data.resolve("volume").resolve("packs"), ".tar").get(0);
    String name = "%s/ECONOMY/%s.0.%08x".formatted(facility, pack.getFileName(), number);
    Path kept = data.resolve("volume").resolve("cut").resolve(name);
    Files.createDirectories(kept.getParent());
    Files.copy(pack, kept);
    return name;
  }

  private Answer forget(String name, String... more) {
    String[] words = new String[4 + more.length];
    System.arraycopy(new String[] {"storage", "cut-ends", "forget", name}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return node.hokan(words);
  }

  private String name(String facility) {
    return node.hokan("storage", "cut-ends", "list")
        .done()
        .lines()
        .map(line -> line.strip().split("\\s+")[0])
        .filter(word -> word.startsWith(facility + "/"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneIsForgottenWhenItsObjectsAreStoredOrByForce() throws IOException {
    node.restartAfter(
        data -> {
          keep(data, "demo", 1);
          keep(data, "other", 2);
        });

    assertThat(forget(name("demo")).done()).contains("is forgotten");

    Answer refused = forget(name("other"));
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err())
        .contains("2 of 2 objects in it are not stored, the first is " + STUDY + ".1.1");
    assertThat(forget(name("other"), "--force").done()).contains("is forgotten");
    assertThat(node.hokan("storage", "cut-ends", "list").done()).doesNotContain("ECONOMY");
  }

  @Test
  void oneInWhichNothingCanBeReadIsForgottenByForceOnly() throws IOException {
    node.restartAfter(
        data -> {
          String name = keep(data, "demo", 1);
          Path kept = data.resolve("volume").resolve("cut").resolve(name);
          Files.write(kept, new byte[(int) Files.size(kept)]);
        });

    Answer refused = forget(name("demo"));

    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("no object in it can be read");
    assertThat(forget(name("demo"), "--force").done()).contains("is forgotten");
  }

  @Test
  void manyMakeTheNodesHealthDegraded() throws IOException {
    node.restartAfter(
        data -> {
          for (int number = 1; number < MANY; number++) {
            keep(data, "demo", number);
          }
        });
    assertThat(node.hokan("status").done()).doesNotContain("DEGRADED");

    node.restartAfter(data -> keep(data, "demo", MANY));

    assertThat(node.hokan("status").done())
        .contains("DEGRADED")
        .contains("100 ends of packs, cut off by starts, are kept");
    assertThat(node.hokan("storage", "status").done()).contains("These are many");
  }
}
