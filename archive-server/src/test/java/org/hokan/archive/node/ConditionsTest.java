package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.CheckedTable;
import org.hokan.archive.contract.RuleVariable;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fact that a condition can speak of decides what becomes of an object that really comes: one
 * arrival, a condition on the fact that holds of it, and one that does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionsTest {
  /** Saturday night in London, Sunday morning in Tokyo. */
  private static final Instant ARRIVES = Instant.parse("2026-11-21T23:30:00Z");

  private static final Status REFUSED = new Status(0xA7C5);

  private LiveNode node;
  private DicomClient client;
  private int sent;

  /** One fact, a condition on it that holds, and one that does not. */
  record Asked(String variable, String holds, String doesNot) {}

  static Stream<Asked> asked() {
    return Stream.of(
        new Asked("calling_ae", "calling_ae == 'ENDO'", "calling_ae == 'CT'"),
        new Asked("called_ae", "called_ae == 'HOKAN'", "called_ae == 'OTHER'"),
        new Asked("peer", "peer.startsWith('127.')", "peer.startsWith('10.')"),
        new Asked("facility", "facility == 'h'", "facility == 'other'"),
        new Asked("sop_class", "sop_class.endsWith('.5.1.4.1.1.7')", "sop_class.endsWith('.1.2')"),
        new Asked("sop_name", "sop_name.contains('Secondary Capture')", "sop_name.contains('CT')"),
        new Asked("sop_family", "sop_family == 'image'", "sop_family == 'video'"),
        new Asked(
            "transfer_syntax",
            "transfer_syntax == '1.2.840.10008.1.2.1'",
            "transfer_syntax == '1.2.840.10008.1.2'"),
        new Asked("syntax_family", "syntax_family == 'native'", "syntax_family == 'jpeg'"),
        new Asked("size", "size > 256 && size < 2000", "size > 1000000"),
        new Asked("modality", "modality in ['ES', 'XC']", "modality == 'CT'"),
        new Asked("photometric", "photometric == 'MONOCHROME2'", "photometric == 'RGB'"),
        new Asked("rows", "rows == 16", "rows > 16"),
        new Asked("columns", "columns * rows == 256", "columns < 16"),
        new Asked("frames", "frames == 1", "frames > 1"),
        new Asked("bits", "bits == 8", "bits == 12"),
        new Asked("manufacturer", "manufacturer.startsWith('Acme')", "manufacturer == 'ACME'"),
        new Asked("station", "station == 'ROOM 3'", "station == 'ROOM 4'"),
        new Asked("body_part", "body_part == 'COLON'", "body_part == 'STOMACH'"),
        new Asked("procedure", "procedure.matches('(?i).*colonoscopy.*')", "procedure == ''"),
        new Asked("attribute", "attribute.PatientSex == 'F'", "attribute.PatientSex == 'M'"),
        new Asked(
            "attribute", "attribute.ImageType == 'DERIVED\\\\SECONDARY'", "'KVP' in attribute"),
        new Asked(
            "attribute", "int(attribute.InstanceNumber) > 0", "attribute.PatientAge == '020Y'"),
        new Asked("issuer", "issuer == 'H'", "issuer == 'X'"),
        new Asked("patient_id", "patient_id == 'P1'", "patient_id.startsWith('TEST')"),
        new Asked("study", "study.startsWith('2.25.77')", "study.startsWith('1.2')"),
        new Asked(
            "time",
            "time.getHours('Asia/Tokyo') == 8",
            "time > timestamp('2026-11-21T23:30:00.001Z')"),
        new Asked("hour", "hour == 8", "hour == 23"),
        new Asked("weekday", "weekday == 'Sun'", "weekday == 'Sat'"),
        new Asked("holiday", "holiday", "!holiday"),
        new Asked("contract", "contract == 'h-1'", "contract == ''"),
        new Asked("copies", "copies == 1", "copies == 2"),
        new Asked("used", "used > 0", "used > 1000000"),
        new Asked("capacity_used", "capacity_used == 0", "capacity_used >= 1"));
  }

  @BeforeAll
  void startNode() throws IOException {
    node =
        LiveNode.start(
            Clock.fixed(ARRIVES, ZoneOffset.UTC),
            "billing.time-zone=Asia/Tokyo",
            "billing.holidays=2026-11-22");
    node.admit("h");
    node.addAe("ENDO", "h", "store");
    client = DicomClient.builder().build();
    rule("add", "hour < 0", "--order", "10", "--then", "refuse=A7C5");
    assertThat(arrival()).as("kept, so that something is kept").isEqualTo(Status.SUCCESS);
  }

  @AfterAll
  void stopNode() throws IOException {
    client.close();
    node.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void aRuleOnTheFactDecidesWhatBecomesOfAnArrival(Asked asked) throws IOException {
    rule("change", asked.holds());
    assertThat(arrival()).as(asked.holds()).isEqualTo(REFUSED);
    rule("change", asked.doesNot());
    assertThat(arrival()).as(asked.doesNot()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void everyFactOfTheDocumentIsAskedAndNoOther() throws IOException {
    Path document =
        Path.of(System.getProperty("hokan.root"), "archive-server/docs/storage-rules.md");
    List<String> variables =
        Arrays.stream(RuleVariable.values()).map(RuleVariable::variable).toList();
    assertThat(CheckedTable.of(document, "conditions").column(0)).isEqualTo(variables);
    assertThat(asked().map(Asked::variable).distinct()).isEqualTo(variables);
  }

  private void rule(String command, String when, String... more) {
    List<String> words =
        Stream.concat(
                Stream.of("rule", command, "--ae", "ENDO", "--name", "asked", "--when", when),
                Arrays.stream(more))
            .toList();
    node.hokan(words.toArray(String[]::new)).done();
  }

  /** Sends one object, always the same but for its UIDs. */
  private Status arrival() throws IOException {
    String study = "2.25.77" + sent++;
    String instance = study + ".1.1";
    DataSet object =
        Objects.attributes(study, "P1", instance, 1)
            .string(Tag.ImageType, "DERIVED", "SECONDARY")
            .string(Tag.Manufacturer, "Acme Endoscopes")
            .string(Tag.StationName, "ROOM 3")
            .string(Tag.BodyPartExamined, "COLON")
            .string(Tag.RequestedProcedureDescription, "Screening colonoscopy")
            .string(Tag.IssuerOfPatientID, "H")
            .string(Tag.PatientSex, "F")
            .string(Tag.PatientAge, "041Y")
            .build();
    try (ClientAssociation association =
        client.connect(
            node.proposal("ENDO")
                .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                .build())) {
      return Objects.store(association, instance, Objects.encoded(object)).status();
    }
  }
}
