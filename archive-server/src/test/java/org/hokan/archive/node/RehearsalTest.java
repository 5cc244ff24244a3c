package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.hokan.archive.config.Configuration;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RehearsalTest {
  private static final long LOOKS = 400;

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
    // Its time is over after so many looks at the clock, a few for each operation.
    RehearsalTurns turns =
        new RehearsalTurns(Duration.ofNanos(LOOKS), new AtomicLong()::incrementAndGet);
    assertThat(new RehearsalStage(scratch).play(turns)).isGreaterThan(50);
    assertThat(scratch).doesNotExist();
  }

  @Test
  void endsByItselfWhenItsTimeIsOver() throws IOException {
    RehearsalTurns turns = new RehearsalTurns(Duration.ZERO);
    assertThat(new RehearsalStage(data.resolve("scratch")).play(turns)).isZero();
  }

  @Test
  void hearsOfTheAssociationsThatPeersAskFor() throws Exception {
    CountDownLatch come = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Guests guests =
        new Guests() {
          @Override
          public void comes() {
            come.countDown();
          }

          @Override
          public void goes() {
            gone.countDown();
          }
        };
    try (LiveNode node = LiveNode.start(guests)) {
      node.admit("h");
      node.addAe("ENDO1", "h", "store");
      AssociationProposal proposal =
          node.proposal("ENDO1")
              .propose(Uids.Verification, List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()))
              .build();
      try (DicomClient client = DicomClient.builder().build();
          ClientAssociation ignored = client.connect(proposal)) {
        come.await();
        assertThat(gone.getCount()).isOne();
      }
      gone.await();
    }
  }

  @Test
  void nothingIsDoneWhereTheConfigurationDoesWithout() throws IOException {
    try (Rehearsal rehearsal = Rehearsal.begin(configuration("0s"))) {
      rehearsal.stop();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void whatAKilledNodeLeftIsRemoved() throws IOException {
    Files.createDirectories(data.resolve("rehearsal-0/volume"));
    Files.writeString(data.resolve("rehearsal-0/volume/pack"), "left");
    Files.writeString(data.resolve("else"), "stays");
    try (Rehearsal rehearsal = Rehearsal.begin(configuration("0s"))) {
      rehearsal.removeOthers();
    }
    assertThat(left()).containsExactly("else");
  }
}
