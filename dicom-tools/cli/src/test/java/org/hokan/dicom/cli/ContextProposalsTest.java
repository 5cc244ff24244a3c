package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;

class ContextProposalsTest {

  @Test
  void proposesEverySyntaxOfAFewClasses() {
    List<Uid> two = List.of(Uids.CTImageStorage, Uids.VLEndoscopicImageStorage);
    assertThat(ContextProposals.fitsEverySyntax(two)).isTrue();
    assertThat(ContextProposals.of(two, List.of()))
        .doesNotHaveDuplicates()
        .hasSize(2 * TransferSyntax.storable().size());
  }

  @Test
  void leavesRoomForTheContextOfTheModelItself() {
    List<Uid> many = IntStream.range(0, 200).mapToObj(i -> Uid.of("1.2." + i)).toList();
    assertThat(ContextProposals.fitsEverySyntax(many)).isFalse();
    assertThat(ContextProposals.of(many, List.of())).hasSize(127).doesNotHaveDuplicates();
    assertThat(ContextProposals.of(ContextProposals.usualClasses(), List.of())).hasSize(127);
  }

  @Test
  void proposesWhatIsKnownToBeNeededBeforeAllOthers() {
    ContextNeed rare = new ContextNeed(Uids.CTImageStorage, Uid.of("1.2.3.4.5"));
    List<ContextNeed> needs = ContextProposals.of(ContextProposals.usualClasses(), List.of(rare));
    assertThat(needs).startsWith(rare).hasSize(127);
  }
}
