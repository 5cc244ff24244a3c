package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator sees why a second copy is not charged yet, and that it is once it is made. */
class OwedCopyTest {
  private static final String STUDY = "2.25.992";
  private static final String TERMS =
      """
      parties: {facility: Demo}
      from: %s
      until: 2099-12-31
      currency: JPY
      capacity: 1GB
      units:
        - {unit: FACILITY, course: MONTHLY, unitRate: 1000, storageClass: DELUXE}
      services:
        - {name: Second copy, kind: COPY, price: 30}
      """;

  private final YearMonth month = YearMonth.now(ZoneOffset.UTC);

  @Test
  void anExaminationWhoseCopyIsOwedSaysSoUntilItIsChargedOnce(@TempDir Path disks)
      throws Exception {
    Path copies = disks.resolve("copies");
    String[] settings = {
      "billing.quiet-time=0s",
      "storage.copy-volumes=" + copies,
      "storage.copy-same-disk=allow",
      "storage.copy-unavailable=owe"
    };
    try (LiveNode node = LiveNode.start(settings)) {
      agree(node);
      Files.move(copies, disks.resolve("away"));
      await("seen")
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  node.hokan("storage", "status", "--json")
                      .done()
                      .replace(" ", "")
                      .contains("\"unavailableVolumes\":1"));
      store(node);
      await("settled")
          .atMost(Duration.ofSeconds(20))
          .until(() -> explain(node).contains("second copy: not made yet"));
      assertThat(explain(node)).doesNotContain("COPY  ");
      assertThat(node.hokan("billing", "close", "--month", month.toString()).err())
          .contains("the second copies of 1 examinations are not made yet");

      node.restartAfter(data -> {}, settings);
      assertThat(explain(node)).contains("second copy: not made yet");
      Files.move(disks.resolve("away"), copies);
      await("charged")
          .atMost(Duration.ofSeconds(30))
          .until(() -> !explain(node).contains("second copy: not made yet"));
      assertThat(node.hokan("billing", "records", "--type", "COPY").done()).containsOnlyOnce(STUDY);
      assertThat(explain(node)).contains("COPY").contains("second copies: complete");
    }
  }

  private static String explain(LiveNode node) {
    return node.hokan("explain", STUDY).out();
  }

  private void agree(LiveNode node) throws Exception {
    node.hokan("facility", "add", "demo", "--name", "Demo", "--issuer", "DEMO").done();
    Path terms = node.folder("terms").resolve("terms.yaml");
    Files.writeString(terms, TERMS.formatted(month.atDay(1)));
    node.hokan("contract", "add", "--facility", "demo", "--file", terms.toString()).done();
    node.addAe("ENDO1", "demo", "store");
  }

  private static void store(LiveNode node) throws Exception {
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                node.proposal("ENDO1")
                    .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      Objects.store(association, STUDY + ".1.1", Objects.picture(STUDY, "P", STUDY + ".1.1", 1));
    }
  }
}
