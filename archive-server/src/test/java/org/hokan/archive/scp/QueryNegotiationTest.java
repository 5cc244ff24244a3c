package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Permission;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Octets;
import org.hokan.dicom.net.service.ClientAssociation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryNegotiationTest {
  private static final Uid FIND = Uids.StudyRootQueryRetrieveInformationModelFind;

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    node = new ScpNode(folder).facility("demo");
    node.entity("ENDO1", "demo", Permission.STORE).entity("VIEWER1", "demo", Permission.QUERY);
    node.send("ENDO1", ScpNode.still("1", "1.2.1", "1.2.1.1"));
    node.send("ENDO1", ScpNode.still("2", "1.2.2", "1.2.2.1"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'1', '1'",
    "'1 1', '1 1'",
    "'0 1', '0 1'",
    "'1 1 1 1 1', '1 1 0 0 0'",
    "'1 1 1 1 1 1 1', '1 1 0 0 0'",
    "'0 0 0', '0 0 0'",
    "'2 255', '0 0'",
    "'', ''",
  })
  void findGrantsRelationalAndCombinedOnly(String asked, String granted) {
    assertThat(answer(FIND, asked)).contains(granted);
    assertThat(answer(Uids.PatientRootQueryRetrieveInformationModelFind, asked)).contains(granted);
  }

  @Test
  void retrievalsAreGrantedNothing() {
    SopClasses.MOVE.forEach(model -> assertThat(answer(model, "1 1")).contains("0 0"));
    SopClasses.GET.forEach(model -> assertThat(answer(model, "1")).contains("0"));
  }

  @Test
  void otherServicesAreNotAnswered() {
    assertThat(answer(ScpNode.ENDOSCOPIC, "2 0 0 0 1 0")).isEmpty();
    assertThat(answer(Uids.Verification, "1")).isEmpty();
  }

  @Test
  void withoutNegotiationTheKeysOfHigherLevelsAreNeeded() throws IOException {
    Answer answer = find(Optional.empty(), seriesOfAllStudies());

    assertThat(answer.outcome().status()).isEqualTo(Status.IDENTIFIER_DOES_NOT_MATCH);
    assertThat(answer.outcome().errorComment())
        .hasValueSatisfying(comment -> assertThat(comment).startsWith("(0020,000D)"));
  }

  @Test
  void aRelationalQueryFindsSeriesOfAllStudies() throws IOException {
    Answer answer = find(Optional.of(Octets.of((byte) 1)), seriesOfAllStudies());

    assertThat(answer.outcome().status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.matches())
        .extracting(match -> match.string(Tag.SeriesInstanceUID).orElseThrow())
        .containsExactlyInAnyOrder("1.2.1.1", "1.2.2.1");
  }

  @Test
  void combinedDateAndTimeAreOneRangeOnlyWhenNegotiated() throws IOException {
    // From 31 May, 12 o'clock to 2 June, 9 o'clock: 1 June, 10:15 is in it; as two ranges it is
    // not.
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .string(Tag.StudyDate, "20260531-20260602")
            .string(Tag.StudyTime, "120000-130000")
            .empty(Tag.StudyInstanceUID)
            .build();

    assertThat(find(Optional.empty(), keys).matches()).isEmpty();
    assertThat(find(Optional.of(Octets.of((byte) 0, (byte) 1)), keys).matches()).hasSize(2);
  }

  private static DataSet seriesOfAllStudies() {
    return DataSet.builder()
        .string(Tag.QueryRetrieveLevel, "SERIES")
        .string(Tag.Modality, "ES")
        .empty(Tag.SeriesInstanceUID)
        .build();
  }

  private record Answer(Outcome outcome, List<DataSet> matches) {}

  private static Answer find(Optional<Octets> information, DataSet keys) throws IOException {
    AssociationProposal.Builder proposal =
        node.proposal("VIEWER1").propose(FIND, List.of(ScpNode.SYNTAX.uid()));
    information.ifPresent(bytes -> proposal.extended(new ExtendedNegotiation(FIND, bytes)));
    List<DataSet> matches = new ArrayList<>();
    try (ClientAssociation association = node.connect(proposal)) {
      return new Answer(association.find(FIND, keys, matches::add), matches);
    }
  }

  /** The granted bytes, as the asked ones: numbers with blanks between. */
  private static Optional<String> answer(Uid model, String asked) {
    byte[] bytes = new byte[asked.isEmpty() ? 0 : asked.split(" ").length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(asked.split(" ")[i]);
    }
    return QueryNegotiation.answer(new ExtendedNegotiation(model, Octets.of(bytes)))
        .map(item -> text(item.serviceClassApplicationInformation().toArray()));
  }

  private static String text(byte[] bytes) {
    List<String> numbers = new ArrayList<>();
    for (byte each : bytes) {
      numbers.add(Integer.toString(each & 0xFF));
    }
    return String.join(" ", numbers);
  }
}
