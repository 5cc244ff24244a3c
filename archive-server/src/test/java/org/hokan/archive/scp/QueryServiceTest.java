package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryServiceTest {
  private static final Uid STUDY_ROOT = Uids.StudyRootQueryRetrieveInformationModelFind;
  private static final Uid PATIENT_ROOT = Uids.PatientRootQueryRetrieveInformationModelFind;

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  private final List<DataSet> matches = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    node = new ScpNode(folder).facility("demo").facility("other");
    node.entity("ENDO1", "demo", Permission.STORE).entity("ENDO2", "other", Permission.STORE);
    node.entity("VIEWER1", "demo", Permission.QUERY).entity("VIEWER2", "other", Permission.QUERY);
    node.send("ENDO1", ScpNode.still("1", "1.2.1", "1.2.1.1"));
    node.send("ENDO1", ScpNode.still("1", "1.2.1", "1.2.1.2"));
    node.send("ENDO1", ScpNode.still("1", "1.2.2", "1.2.2.1"));
    node.send("ENDO2", ScpNode.still("1", "1.2.3", "1.2.3.1"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void findsWhatWasAcknowledgedJustBefore() throws IOException {
    for (int i = 1; i <= 20; i++) {
      node.send("ENDO1", ScpNode.still("fresh", "1.2.50", "1.2.50." + i));
      matches.clear();

      find(
          "VIEWER1",
          STUDY_ROOT,
          keys("STUDY")
              .string(Tag.PatientID, "fresh")
              .empty(Tag.NumberOfStudyRelatedInstances)
              .build());

      assertThat(matches.get(0).integer(Tag.NumberOfStudyRelatedInstances)).contains(i);
    }
  }

  @Test
  void seesTheStudiesOfTheCallersFacilityOnly() throws IOException {
    DataSet keys = keys("STUDY").string(Tag.PatientID, "1").empty(Tag.StudyInstanceUID).build();

    find("VIEWER2", STUDY_ROOT, keys);

    assertThat(matches)
        .extracting(match -> match.string(Tag.StudyInstanceUID).orElseThrow())
        .containsExactly("1.2.3");
  }

  @Test
  void answersNameTheNodeForRetrievals() throws IOException {
    find("VIEWER1", PATIENT_ROOT, keys("PATIENT").string(Tag.PatientID, "1").build());

    assertThat(matches)
        .singleElement()
        .satisfies(
            match -> {
              assertThat(match.string(Tag.RetrieveAETitle)).contains(ScpNode.TITLE);
              assertThat(match.string(Tag.QueryRetrieveLevel)).contains("PATIENT");
            });
  }

  @Test
  void aLevelThatIsNotInTheModelDoesNotMatchTheClass() throws IOException {
    assertThat(find("VIEWER1", STUDY_ROOT, keys("PATIENT").build()).status())
        .isEqualTo(Status.IDENTIFIER_DOES_NOT_MATCH);
    assertThat(find("VIEWER1", STUDY_ROOT, DataSet.builder().empty(Tag.PatientID).build()).status())
        .isEqualTo(Status.IDENTIFIER_DOES_NOT_MATCH);
    assertThat(matches).isEmpty();
  }

  @Test
  void cancelEndsItAsCancelled() throws IOException {
    for (int i = 1; i <= 40; i++) {
      node.send("ENDO1", ScpNode.still("many", "1.2.60." + i, "1.2.60." + i + ".1"));
    }
    try (ClientAssociation association = node.asking("VIEWER1", STUDY_ROOT)) {
      Outcome outcome =
          association.find(
              STUDY_ROOT,
              keys("STUDY").string(Tag.PatientID, "many").build(),
              match -> {
                matches.add(match);
                return false;
              });

      assertThat(outcome.status()).isIn(Status.CANCEL, Status.SUCCESS);
      assertThat(matches).hasSize(1);
    }
  }

  @Test
  void aQueryEndsAfterTheMostMatchesAndSaysSo() throws IOException {
    try (ClientAssociation association = node.sender("ENDO1")) {
      for (int i = 1; i <= ScpNode.MOST_MATCHES + 1; i++) {
        String study = "1.2.70." + i;
        association.store(ScpNode.outgoing(ScpNode.still("crowd", study, study + ".1")));
      }
    }
    DataSet keys = keys("STUDY").string(Tag.PatientID, "crowd").build();

    Outcome outcome = find("VIEWER1", STUDY_ROOT, keys);

    assertThat(outcome.status()).isEqualTo(Status.OUT_OF_RESOURCES);
    assertThat(outcome.errorComment()).contains("more than 50 matches; narrow the query");
    assertThat(matches).hasSize(ScpNode.MOST_MATCHES);
  }

  @Test
  void aQueryThatFindsNothingForTooLongEndsAndSaysSo() throws IOException {
    try (ClientAssociation association = node.sender("ENDO1")) {
      for (int i = 1; i <= 40; i++) {
        String study = "1.2.80." + i;
        association.store(ScpNode.outgoing(ScpNode.still("hay", study, study + ".1")));
      }
    }
    DataSet keys = keys("STUDY").string(Tag.StudyDescription, "*needle*").build();
    QueryLimits impatient = new QueryLimits(ScpNode.MOST_MATCHES, Duration.ZERO);

    try (DicomServer server = node.listen(impatient);
        ClientAssociation association =
            node.connect(
                AssociationProposal.to(ScpNode.TITLE, "127.0.0.1", server.port())
                    .from("VIEWER1")
                    .propose(STUDY_ROOT, List.of(ScpNode.SYNTAX.uid())))) {
      Outcome outcome = association.find(STUDY_ROOT, keys, matches::add);

      assertThat(outcome.status()).isEqualTo(Status.OUT_OF_RESOURCES);
      assertThat(outcome.errorComment()).contains("nothing found for 0 s; narrow the query");
    }
    assertThat(find("VIEWER1", STUDY_ROOT, keys)).isEqualTo(Outcome.SUCCESS);
    assertThat(matches).isEmpty();
  }

  @Test
  void whoMayNoLongerQueryIsNotAuthorized() throws IOException {
    node.entity("FORMER", "demo", Permission.QUERY);
    try (ClientAssociation association = node.asking("FORMER", STUDY_ROOT)) {
      ApplicationEntity former = node.entities.find("FORMER").orElseThrow();
      node.entities.change(former.toBuilder().may(Permission.STORE).build(), "op");

      assertThat(association.find(STUDY_ROOT, keys("STUDY").build(), match -> true).status())
          .isEqualTo(Status.NOT_AUTHORIZED);
    }
  }

  @Test
  void theTrailSaysWhoAskedForWhomAndHowMuchWasAnswered() throws IOException {
    node.entity("CURIOUS", "demo", Permission.QUERY);

    find("CURIOUS", STUDY_ROOT, keys("STUDY").string(Tag.PatientID, "1").build());

    AuditEvent event = node.trail("CURIOUS").get(0);
    assertThat(event.action()).isEqualTo("query");
    assertThat(event.patientId()).isEqualTo("1");
    assertThat(event.facility()).isEqualTo("demo");
    assertThat(event.objects()).isEqualTo(2);
    assertThat(event.detail()).isEqualTo("STUDY");
  }

  private static DataSet.Builder keys(String level) {
    return DataSet.builder().string(Tag.QueryRetrieveLevel, level);
  }

  private Outcome find(String as, Uid model, DataSet keys) throws IOException {
    try (ClientAssociation association = node.asking(as, model)) {
      return association.find(model, keys, matches::add);
    }
  }
}
