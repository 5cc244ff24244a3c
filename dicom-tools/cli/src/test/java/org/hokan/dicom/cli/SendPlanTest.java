package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendPlanTest {

  @Test
  void proposesOneContextForEachClassAndSyntaxThatThereIs() {
    List<DicomFile> files = List.of(file(1, 1), file(1, 2), file(1, 1), file(2, 1));
    List<SendPlan> plans = SendPlan.of(files);
    assertThat(plans).hasSize(1);
    assertThat(plans.get(0).needs()).hasSize(3);
    assertThat(plans.get(0).files()).isEqualTo(files);
  }

  @Test
  void neverNeedsMoreThan128ContextsAndLeavesNoFileOut() {
    List<DicomFile> files =
        IntStream.range(0, 1000).mapToObj(i -> file(1 + i % 300, 1 + i % 2)).toList();
    List<SendPlan> plans = SendPlan.of(files);
    assertThat(plans).allSatisfy(plan -> assertThat(plan.needs()).hasSizeLessThanOrEqualTo(128));
    assertThat(plans.stream().flatMap(plan -> plan.files().stream())).isEqualTo(files);
  }

  @Test
  void plansNothingForNoFiles() {
    assertThat(SendPlan.of(List.of())).isEmpty();
  }

  @Test
  void walksFoldersInTheOrderOfNames(@TempDir Path folder) throws IOException {
    for (String name : List.of("b/2", "b/1", "a/x/deep", "c", "a/y")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);
    assertThat(walk(List.of(folder)))
        .containsExactly(
            folder.resolve("a/x/deep"),
            folder.resolve("a/y"),
            folder.resolve("b/1"),
            folder.resolve("b/2"),
            folder.resolve("c"));
    assertThat(walk(List.of(folder.resolve("c"), folder.resolve("b"))))
        .containsExactly(folder.resolve("c"), folder.resolve("b/1"), folder.resolve("b/2"));
  }

  private static List<Path> walk(List<Path> starts) {
    List<Path> found = new ArrayList<>();
    new FileWalk(starts, (folder, why) -> found.add(folder)).forEachRemaining(found::add);
    return found;
  }

  private static DicomFile file(int sopClass, int syntax) {
    return new DicomFile(
        Path.of("x"), Uid.of("1.2." + sopClass), Uid.of("1.3"), Uid.of("1.4." + syntax), 0, 1);
  }
}
