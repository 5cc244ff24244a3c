package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResultList;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.peppol.PeppolValidationPint;
import com.helger.phive.peppol.PeppolValidationPintJP;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.xml.serialize.read.DOMReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.Parties;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invoices of a hospital whose month has all kinds of lines. */
@OnEachDatabase
class InvoiceTest {
  private static final ValidationExecutorSetRegistry<IValidationSourceXML> RULES =
      new ValidationExecutorSetRegistry<>();

  static {
    PeppolValidationPint.init(RULES);
    PeppolValidationPintJP.init(RULES);
  }

  private static final InvoiceWords JAPANESE = InvoiceWords.of("ja");
  private static final Issuer ISSUER =
      new Issuer(
          "株式会社ホカン・アーカイブ",
          "T7000012050002",
          "東京都千代田区霞が関3-1-1 中央合同庁舎ビル 12階",
          "",
          "みずほ銀行 丸の内支店（001） 普通 1234567 カ）ホカンアーカイブ",
          30);
  private static final Parties PARTIES =
      new Parties(
          "株式会社ホカン・アーカイブ", "医療法人社団 髙橋会 﨑山消化器内視鏡クリニック", "神奈川県横浜市中区山下町 1-2-3", "0188:7000012050002");

  private final Database database;
  private Books books;
  private UsageLedger ledger;

  InvoiceTest(TestDatabase on) {
    database = on.shared(InvoiceTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void aMonthWithAllKindsOfLines() {
    books = new Books(database).at("2026-10-01T00:00:00");
    ledger = books.ledger(LedgerKeys.of(NodeKey.fresh()), ISSUER);
    books.agree("demo-1", terms(Tax.JP));
    books.agree("quiet-1", terms(Tax.NONE));
    books.at("2026-11-10T12:00:00");
    books.arrived("1.2.3", 700, "2026-10-20T10:00:00", "2026-10-20T10:20:00");
    bill("ISO image", 2, "order 17");
    correct("demo", -500, "先月分の媒体作成料の二重請求を訂正します。ご迷惑をおかけしました。");
    ledger.close(YearMonth.of(2026, 11), "admin");
  }

  @Test
  void aContractToComeDoesNotNameTheRecipientYet() {
    Parties next = new Parties("Provider", "Hospital under its next name", "", "");
    books.agree(
        "demo-2",
        ContractTerms.builder(next, LocalDate.of(2027, 10, 15), LocalDate.of(2028, 10, 14))
            .capacity(new CapacityTerms(100_000, Optional.empty()))
            .backup(unit(BackupUnit.FACILITY, PeriodCourse.MONTHLY, yen(100)))
            .build());
    books.at("2027-11-01T12:00:00");
    assertThat(recipients("2027-09")).containsOnly(PARTIES.facility());
    assertThat(recipients("2027-10")).contains(next.facility());
  }

  private List<String> recipients(String month) {
    ledger.close(YearMonth.parse(month), "admin");
    return Books.statements(ledger, Optional.of(YearMonth.parse(month))).stream()
        .flatMap(statement -> statement.invoice().stream())
        .map(facts -> facts.recipient().name())
        .toList();
  }

  private static ContractTerms terms(Tax tax) {
    Money rate = yen(12_000);
    return ContractTerms.builder(PARTIES, LocalDate.of(2026, 10, 15), LocalDate.of(2027, 10, 14))
        .billing(new BillingTerms(PartPeriods.DAYS, RoundingMode.DOWN, tax))
        .capacity(
            new CapacityTerms(100_000, Optional.of(new CapacityTerms.Overage(100_000, yen(500)))))
        .backups(
            List.of(
                unit(BackupUnit.FACILITY, PeriodCourse.ANNUAL, rate),
                unit(BackupUnit.PATIENT, PeriodCourse.MONTHLY, yen(310))))
        .services(
            List.of(
                new ServiceTerms("保管容量", ServiceKind.STORAGE, yen(1000)),
                new ServiceTerms("ISO image", ServiceKind.MEDIA, yen(3000))))
        .build();
  }

  private static BackupTerms unit(BackupUnit unit, PeriodCourse course, Money rate) {
    return BackupTerms.of(unit, TestTerms.price(course, rate)).build();
  }

  private void bill(String service, int quantity, String reference) {
    ledger.bill(new ServiceOrder("demo", service, quantity, "", reference), "admin");
  }

  private void correct(String facility, long amount, String reason) {
    ledger.correct(
        new Correction(
            facility, new ContractClause(facility + "-1", 1), yen(amount), reason, "call17"),
        "admin");
  }

  @Test
  void anInvoiceHasTheFieldsOfAQualifiedInvoice() throws IOException {
    Statement statement = statement("demo");
    String text = text(pdf("demo", JAPANESE));
    assertThat(text)
        .contains(
            "請求書",
            statement.number(),
            "2026年11月10日",
            "髙橋会 﨑山消化器内視鏡クリニック 御中",
            "株式会社ホカン・アーカイブ",
            "T7000012050002",
            "2026年10月1日 ～ 2026年11月30日",
            "対象月の終了前（2026年11月10日）に締めた請求書です。",
            "保管料（施設）",
            "ISO image（媒体作成）",
            "先月分の媒体作成料の二重請求を訂",
            "10％対象",
            JAPANESE.sum(statement.total()),
            JAPANESE.amount(statement.taxes().get(0).tax()),
            statement.invoice().orElseThrow().seal().root());
    assertThat(text).doesNotContain("〓");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ja", "en"})
  void noLabelOrValueIsPrintedOverAnother(String language) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf("demo", InvoiceWords.of(language)))) {
      PrintedOver look = new PrintedOver();
      look.getText(document);
      assertThat(look.seen).isGreaterThan(500);
      assertThat(look.overlaps).isEmpty();
    }
  }

  /** Finds characters whose box another one of the same line is printed into. */
  private static final class PrintedOver extends PDFTextStripper {
    final List<String> overlaps = new ArrayList<>();
    int seen;

    @Override
    protected void writeString(String text, List<TextPosition> ignored) {}

    @Override
    protected void endPage(PDPage page) {
      List<TextPosition> all = getCharactersByArticle().stream().flatMap(List::stream).toList();
      seen += all.size();
      for (int i = 0; i < all.size(); i++) {
        for (TextPosition other : all.subList(i + 1, all.size())) {
          if (overlap(all.get(i), other)) {
            overlaps.add(all.get(i) + " at %.0f and ".formatted(all.get(i).getX()) + other);
          }
        }
      }
    }

    private static boolean overlap(TextPosition one, TextPosition other) {
      return Math.abs(one.getY() - other.getY()) < 4
          && one.getX() + one.getWidth() > other.getX() + 0.5
          && other.getX() + other.getWidth() > one.getX() + 0.5;
    }
  }

  @Test
  void eachLineSaysItsDaysAndItsShareOfAPeriod() throws IOException {
    String english = text(pdf("demo", InvoiceWords.of("en")));
    assertThat(english)
        .contains("15 October 2026 to 14 October 2027")
        .contains("20 October 2026 to 14 November 2026", "26/31 days")
        .contains("Keeping, patient 1")
        .contains("Beyond the capacity, for each 100 kB")
        .doesNotContain("1 points");
    assertThat(text(pdf("demo", JAPANESE))).contains("26/31日", "容量超過料（100 kBごと）");
    assertThat(new String(ubl("demo"), StandardCharsets.UTF_8))
        .contains("<cbc:StartDate>2026-10-20</cbc:StartDate>", "26/31日");
  }

  @Test
  void whatIsOnlyCountedLeavesNoGapInTheNumbersOfLines() throws IOException {
    database.run(
        tx ->
            ledger.recordSavings(
                tx, List.of(new StudySaving("demo", "1.2.3", 5000, books.clock.instant()))));
    correct("demo", -10, "After what was saved");
    books.at("2026-12-10T12:00:00");
    bill("ISO image", 1, "order 18");
    ledger.close(YearMonth.of(2026, 12), "admin");
    List<StatementLine> lines = statement("demo").lines();
    assertThat(lines).extracting(StatementLine::type).doesNotContain(RecordType.SAVING);
    assertThat(lines)
        .extracting(StatementLine::line)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, lines.size()).boxed().toList());
    assertThat(invoice("demo").lines()).extracting(InvoiceLine::line).isEqualTo(lines);
    assertThat(ledger.explain(statement("demo").number(), lines.size(), 0, 10)).isPresent();
    assertThat(ledger.verify().problems()).isEmpty();
  }

  @Test
  void anInvoiceOfAMonthThatHasEndedSaysNothingOfAnEarlyClose() throws IOException {
    assertThat(new String(ubl("demo"), StandardCharsets.UTF_8)).contains("対象月の終了前");
    books.at("2027-01-01T00:00:00");
    ledger.close(YearMonth.of(2026, 12), "admin");
    assertThat(statement("demo").closedEarly()).isEmpty();
    assertThat(text(pdf("demo", JAPANESE))).doesNotContain("対象月の終了前");
  }

  @Test
  void patientsAndExaminationsHaveLinesThatCanBeRead() throws IOException {
    books.agree("many-1", objects());
    for (int i = 1; i <= 40; i++) {
      String study = "1.2.392.200036.9116.2.6.1.48.1214834115.1486205112.9235%02d".formatted(i);
      String at = "2026-12-%02dT10:00:00".formatted(1 + i % 20);
      books.at(at);
      books.arrived(
          "many", "many-1", study, (i % 2 == 0 ? "P0000" : "M患者番号のない人 ") + i / 2, 2, at, at);
    }
    books.at("2027-01-05T10:00:00");
    ledger.close(YearMonth.of(2026, 12), "admin");
    byte[] pdf = pdf("many", JAPANESE);
    assertThat(text(pdf)).contains("保管料（患者） 000020", "保管料（検査）", "1.2.392.200036.9116");
    pdf("many", InvoiceWords.of("en"));
  }

  private static ContractTerms objects() {
    return ContractTerms.builder(PARTIES, LocalDate.of(2026, 12, 1), LocalDate.of(2027, 11, 30))
        .billing(new BillingTerms(PartPeriods.DAYS, RoundingMode.DOWN, Tax.JP))
        .capacity(new CapacityTerms(100_000, Optional.empty()))
        .backups(
            List.of(
                unit(BackupUnit.FACILITY, PeriodCourse.MONTHLY, yen(12_000)),
                unit(BackupUnit.PATIENT, PeriodCourse.MONTHLY, yen(310)),
                unit(BackupUnit.STUDY, PeriodCourse.MONTHLY, yen(100))))
        .build();
  }

  @Test
  void itsTypefaceIsEmbeddedWithTheCharactersUsed() throws IOException {
    byte[] pdf = pdf("demo", JAPANESE);
    assertThat(pdf).hasSizeLessThan(200_000);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      List<PDFont> fonts = fonts(document);
      assertThat(fonts).hasSize(2).allMatch(PDFont::isEmbedded);
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("ja");
    }
  }

  @Test
  void theSameStatementGivesTheSameBytes() throws IOException {
    assertThat(pdf("demo", JAPANESE)).isEqualTo(pdf("demo", JAPANESE));
  }

  @Test
  void manyLinesGoOnOverPagesWithTheTableHeadOnEach() throws IOException {
    books.at("2026-12-10T12:00:00");
    for (int i = 1; i <= 70; i++) {
      correct("demo", -i, "Correction number " + i + " of a long row of them, each with its words");
    }
    ledger.close(YearMonth.of(2026, 12), "admin");
    byte[] pdf = pdf("demo", InvoiceWords.of("en"));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isGreaterThan(2);
      for (int page = 1; page <= pages; page++) {
        assertThat(text(document, page)).contains("Page %d of %d".formatted(page, pages));
      }
      assertThat(text(document, 2)).contains("Quantity", "a long row");
    }
    keep("long-en.pdf", pdf);
  }

  @Test
  void aCharacterThatTheTypefaceLacksIsAGetaMarkAndSaidSo() throws IOException {
    books.at("2026-12-10T12:00:00");
    correct("demo", -10, "Smile \uD83D\uDE00 and - ring");
    ledger.close(YearMonth.of(2026, 12), "admin");
    books.tamper( // as a record of before may have it
        "billing_ledger",
        "update billing_ledger set reason = replace(reason, '-', '\u0007') where amount = -10");
    assertThat(text(pdf("demo", JAPANESE))).contains("Smile 〓 and   ring", "〓: 書体にない文字");
  }

  @Test
  void theElectronicInvoiceIsValidByPeppolsRulesForJapan() {
    assertThat(problems(ubl("demo"))).isEmpty();
    assertThat(new String(ubl("demo"), StandardCharsets.UTF_8))
        .contains(statement("demo").number(), "T7000012050002", "髙橋会 﨑山消化器内視鏡クリニック");
  }

  @Test
  void anElectronicInvoiceWithoutTaxIsValidToo() {
    assertThat(problems(ubl("quiet"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ja, 適格返還請求書, ご返還金額", "en, Credit note, Amount credited"})
  void aStatementThatGivesBackMoreThanItChargesIsACreditNote(
      String language, String title, String credited) throws IOException {
    giveBack();
    Money total = statement("demo").total();
    String sum = JAPANESE.sum(total.negated());
    String text = text(pdf("demo", InvoiceWords.of(language)));
    assertThat(text)
        .contains(title, credited, sum, JAPANESE.sum(total))
        .doesNotContain("To be paid by", "お支払期限", "Bank account", "お振込先", ISSUER.bank())
        .doesNotContain("ご請求金額", "Amount due", "Invoice");
  }

  @Test
  void aCreditNoteIsValidByPeppolsRulesForJapan() {
    giveBack();
    String given = statement("demo").total().negated().getAmount().toPlainString();
    String xml = new String(ubl("demo"), StandardCharsets.UTF_8);
    assertThat(
            problems(ubl("demo"), PeppolValidationPintJP.VID_OPENPEPPOL_JP_PINT_CREDIT_NOTE_1_1_2))
        .isEmpty();
    assertThat(xml)
        .contains("<cbc:CreditNoteTypeCode>381<", ">%s</cbc:PayableAmount>".formatted(given))
        .doesNotContain("DueDate", "PaymentTerms", ISSUER.bank());
  }

  @Test
  void aCorrectionsLineNamesWhatItRefersTo() throws IOException {
    books.at("2026-12-10T12:00:00");
    correct("demo", -10, "Twice");
    ledger.close(YearMonth.of(2026, 12), "admin");
    assertThat(text(pdf("demo", JAPANESE))).contains("Twice", "call17");
    assertThat(text(pdf("demo", InvoiceWords.of("en")))).contains("call17");
    assertThat(new String(ubl("demo"), StandardCharsets.UTF_8)).contains("Twice（参照: call17）");
  }

  /** More than a month costs, and a line that charges. */
  private void giveBack() {
    books.end("demo-1", "2026-12-31");
    books.at("2026-12-10T12:00:00");
    ledger.close(YearMonth.of(2026, 12), "admin");
    books.at("2027-01-10T12:00:00");
    correct("demo", -100_000, "A year was charged twice");
    correct("demo", 10_000, "A medium was forgotten");
    ledger.close(YearMonth.of(2027, 1), "admin");
  }

  @Test
  void anElectronicInvoiceSaysWhatItLacks() {
    UsageLedger nameless = books.ledger(LedgerKeys.of(NodeKey.fresh()), Issuer.named("Provider"));
    books.at("2026-12-10T12:00:00");
    correct("demo", -10, "For nothing");
    nameless.close(YearMonth.of(2026, 12), "admin");
    assertThatThrownBy(() -> ubl("demo"))
        .isInstanceOf(BillingException.class)
        .hasMessageContaining("has no billing.registration-number");
  }

  private Statement statement(String facility) {
    return Books.statements(ledger, Optional.empty()).stream()
        .filter(s -> s.facility().equals(facility))
        .findFirst()
        .orElseThrow();
  }

  private Invoice invoice(String facility) {
    return ledger.invoice(statement(facility).number()).orElseThrow();
  }

  private byte[] pdf(String facility, InvoiceWords words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InvoicePdf.write(invoice(facility), words, out);
    keep(facility + "-" + words.language() + ".pdf", out.toByteArray());
    return out.toByteArray();
  }

  /** For whoever wants to look at them. */
  private static void keep(String name, byte[] bytes) throws IOException {
    Path folder =
        Files.createDirectories(
            Path.of(System.getProperty("hokan.root"), "archive-server/target/invoices"));
    Files.write(folder.resolve(name), bytes);
  }

  private byte[] ubl(String facility) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InvoiceUbl.write(invoice(facility), JAPANESE, out);
    return out.toByteArray();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\R", "");
    }
  }

  private static String text(PDDocument document, int page) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    return stripper.getText(document);
  }

  private static List<PDFont> fonts(PDDocument document) throws IOException {
    List<PDFont> fonts = new ArrayList<>();
    for (PDPage page : document.getPages()) {
      for (COSName name : page.getResources().getFontNames()) {
        fonts.add(page.getResources().getFont(name));
      }
    }
    return fonts;
  }

  private static List<String> problems(byte[] xml) {
    return problems(xml, PeppolValidationPintJP.VID_OPENPEPPOL_JP_PINT_INVOICE_1_1_2);
  }

  private static List<String> problems(byte[] xml, DVRCoordinate id) {
    IValidationExecutorSet<IValidationSourceXML> rules = RULES.getOfID(id);
    ValidationResultList results =
        ValidationExecutionManager.executeValidation(
            IValidityDeterminator.createDefault(),
            rules,
            ValidationSourceXML.create("invoice.xml", DOMReader.readXMLDOM(xml)));
    return results.getAllErrors().stream()
        .map(error -> String.valueOf(error.getErrorText(Locale.ROOT)))
        .toList();
  }

  private static Money yen(long amount) {
    return Money.ofMajor(CurrencyUnit.JPY, amount);
  }
}
