package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.StoreReception;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Services from the wire to the invoice, by the commands that an operator types. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BilledServicesTest {
  private static final String STUDY = "2.25.991";
  private static final String TERMS =
      """
      parties:
        facility: 医療法人社団 髙橋会 内視鏡クリニック
        facilityAddress: 神奈川県横浜市中区山下町 1-2-3
        facilityElectronicAddress: "0188:7000012050002"
      from: %s
      until: 2099-12-31
      currency: JPY
      capacity: 1GB
      billing: {tax: JP}
      units:
        - {unit: FACILITY, course: MONTHLY, unitRate: 1000}
      services:
        - {name: 画像取り出し, kind: RETRIEVAL, price: 50}
        - {name: ISO image, kind: MEDIA, price: 3000}
      """;

  private final YearMonth month = YearMonth.now(ZoneOffset.UTC);
  private LiveNode node;

  @BeforeAll
  void anExamUnderAContractWithServices() throws IOException {
    node =
        LiveNode.start(
            "billing.quiet-time=0s",
            "billing.provider=株式会社ホカン",
            "billing.registration-number=T7000012050002",
            "billing.bank=みずほ銀行 丸の内支店 普通 1234567");
    node.hokan("facility", "add", "demo", "--name", "Demo", "--issuer", "DEMO").done();
    Path terms = node.folder("terms").resolve("terms.yaml");
    Files.writeString(terms, TERMS.formatted(month.atDay(1)));
    node.hokan("contract", "add", "--facility", "demo", "--file", terms.toString()).done();
    node.addAe("ENDO1", "demo", "store");
    node.addAe("VIEWER1", "demo", "query,retrieve");
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                node.proposal("ENDO1")
                    .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      for (int number = 1; number <= 3; number++) {
        String instance = STUDY + ".1." + number;
        Objects.store(association, instance, Objects.picture(STUDY, "P", instance, number));
      }
    }
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  /** What a kill then leaves is what a command sees then: it is committed. */
  @Test
  @Order(1)
  void aRetrievalIsChargedOnceAndBeforeItsLastImageIsTaken() throws IOException {
    Receiver receiver = new Receiver();
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                node.proposal("VIEWER1")
                    .propose(
                        Uids.StudyRootQueryRetrieveInformationModelGet,
                        List.of(Objects.SYNTAX.uid()))
                    .proposeAsScp(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      DataSet keys =
          DataSet.builder()
              .string(Tag.QueryRetrieveLevel, "STUDY")
              .uid(Tag.StudyInstanceUID, Uid.of(STUDY))
              .build();
      association.get(
          Uids.StudyRootQueryRetrieveInformationModelGet,
          keys,
          (request, context) -> receiver,
          progress -> true);
    }
    assertThat(receiver.taken.get()).isEqualTo(3);
    assertThat(receiver.atTheLast.get()).contains("RETRIEVAL", "画像取り出し");
    assertThat(retrievals().lines().filter(line -> line.contains("RETRIEVAL"))).hasSize(1);
  }

  private String retrievals() {
    return node.hokan("billing", "records", "--type", "RETRIEVAL").done();
  }

  /** Takes the last image only after it has looked at the ledger. */
  private final class Receiver implements StoreReception {
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReference<String> atTheLast = new AtomicReference<>("");

    @Override
    public void data(ByteBuffer chunk) {
      chunk.position(chunk.limit());
    }

    @Override
    public CompletionStage<Outcome> end() {
      if (taken.incrementAndGet() < 3) {
        return CompletableFuture.completedStage(Outcome.SUCCESS);
      }
      return CompletableFuture.supplyAsync(
          () -> {
            atTheLast.set(retrievals());
            return Outcome.SUCCESS;
          });
    }

    @Override
    public void aborted(Throwable cause) {
      // The number of images taken tells.
    }
  }

  @Test
  @Order(2)
  void theMonthIsClosedAndItsInvoiceWrittenInAllForms() throws IOException {
    node.hokan(
            "billing", "bill", "--facility", "demo", "--service", "ISO image", "--reference", "17")
        .done();
    assertThat(
            node.hokan(
                    "billing",
                    "bill",
                    "--facility",
                    "demo",
                    "--service",
                    "ISO image",
                    "--reference",
                    "17")
                .status())
        .isNotZero();
    node.hokan("billing", "close", "--month", month.toString(), "--yes").done();
    String number = "%tY%<tm-0001".formatted(month);
    Path pdf = invoice(number, "pdf");
    assertThat(Files.readAllBytes(pdf)).startsWith('%', 'P', 'D', 'F');
    assertThat(Files.readString(invoice(number, "ubl")))
        .contains("urn:peppol:pint:billing-1@jp-1", "医療法人社団 髙橋会 内視鏡クリニック");
    assertThat(Files.readString(invoice(number, "json"))).contains("\"sealRoot\"", "画像取り出し");
    assertThat(node.hokan("billing", "explain", number + "/2").done()).contains(STUDY);
    assertThat(node.hokan("billing", "verify").status()).isZero();
  }

  private Path invoice(String number, String format) throws IOException {
    Path file = node.folder("invoices").resolve(number + "." + format);
    node.hokan("billing", "invoice", number, "--format", format, "--out", file.toString()).done();
    return file;
  }

  @Test
  @Order(3)
  void spreadsheetsGetTheMonthInTheirForm() throws IOException {
    byte[] marked = export("utf-8-bom");
    assertThat(marked).startsWith(0xEF, 0xBB, 0xBF);
    assertThat(new String(marked, StandardCharsets.UTF_8)).contains("画像取り出し");
    assertThat(new String(export("shift-jis"), Charset.forName("windows-31j")))
        .startsWith("record,type")
        .contains("画像取り出し");
    assertThat(
            node.hokan("billing", "export", "--month", month.toString(), "--encoding", "ebcdic")
                .err())
        .contains("expected: one of utf-8, utf-8-bom, shift-jis");
  }

  private byte[] export(String encoding) throws IOException {
    Path file = node.folder("bills").resolve(encoding + ".csv");
    node.hokan(
            "billing",
            "export",
            "--month",
            month.toString(),
            "--encoding",
            encoding,
            "--out",
            file.toString())
        .done();
    return Files.readAllBytes(file);
  }
}
