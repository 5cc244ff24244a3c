package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.hokan.archive.contract.BackupUnit;
import org.joda.money.Money;

/**
 * What an invoice says in one language; the texts are data, {@code invoice_LANGUAGE.properties}.
 */
public final class InvoiceWords {
  /** The languages that there are, by their code. */
  public static final List<String> LANGUAGES = List.of("ja", "en");

  private static final ResourceBundle.Control EXACTLY =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final Locale locale;
  private final ResourceBundle texts;

  private InvoiceWords(Locale locale) {
    this.locale = locale;
    this.texts =
        ResourceBundle.getBundle(
            InvoiceWords.class.getPackageName() + ".invoice",
            locale,
            InvoiceWords.class.getClassLoader(),
            EXACTLY);
  }

  /**
   * The words of a language.
   *
   * @param language one of {@link #LANGUAGES}
   */
  public static InvoiceWords of(String language) {
    if (!LANGUAGES.contains(language)) {
      throw new IllegalArgumentException(
          "language: not known (expected: one of %s)".formatted(String.join(", ", LANGUAGES)));
    }
    return new InvoiceWords(Locale.forLanguageTag(language));
  }

  String language() {
    return locale.getLanguage();
  }

  String say(String key, Object... values) {
    return new MessageFormat(texts.getString(key), locale).format(values);
  }

  String day(LocalDate day) {
    return DateTimeFormatter.ofPattern(texts.getString("dayPattern"), locale).format(day);
  }

  String days(Period period) {
    return say("days", day(period.from()), day(period.until()));
  }

  /** That the statement's month had not ended; empty: it had. */
  Optional<String> closedEarly(Statement statement) {
    return statement.closedEarly().map(day -> say("closedEarly", day(day)));
  }

  /** What a line bills. */
  String describe(InvoiceLine line) {
    StatementLine bills = line.line();
    if (bills.type() == RecordType.ADJUSTMENT) {
      String why = say("ADJUSTMENT", bills.item(), line.reason());
      return line.reference().isEmpty() ? why : say("referring", why, line.reference());
    }
    String kind = bills.unit().isEmpty() ? "" : "." + bills.unit();
    String what = ofStep(ofObject(say(bills.type() + kind), bills), line);
    String named =
        bills.item().isEmpty() || bills.item().equalsIgnoreCase(what)
            ? what
            : say("named", bills.item(), what);
    return line.isExact() ? named : say("byDays", named);
  }

  /** The days that a line is for, and which share of a period they are. */
  List<String> daysOf(InvoiceLine line) {
    return line.spans().stream().map(this::days).toList();
  }

  private String days(InvoiceLine.Span span) {
    String days = days(span.days());
    return span.part().map(part -> say("share", days, part.days(), part.ofDays())).orElse(days);
  }

  private String ofStep(String what, InvoiceLine line) {
    return line.stepBytes().isPresent()
        ? say("step", what, size(line.stepBytes().getAsLong()))
        : what;
  }

  /** In the largest unit that needs no fraction. */
  private static String size(long bytes) {
    List<String> units = List.of("B", "kB", "MB", "GB", "TB", "PB");
    long shown = bytes;
    int unit = 0;
    while (shown % 1000 == 0 && unit < units.size() - 1) {
      shown /= 1000;
      unit++;
    }
    return grouped(BigDecimal.valueOf(shown)) + " " + units.get(unit);
  }

  /** The patient or study that a line is about; a facility is the one that gets the invoice. */
  private String ofObject(String what, StatementLine line) {
    if (line.object().isEmpty() || line.unit().equals(BackupUnit.FACILITY.name())) {
      return what;
    }
    return say("ofObject", what, line.called());
  }

  /** How many, with what is counted. */
  String quantity(StatementLine line) {
    String unit =
        switch (line.type()) {
          case PERIOD -> say("points", line.quantity());
          case STORAGE, COMPRESSION -> " GB";
          case OVERAGE,
              SAVING,
              COPY,
              RETRIEVAL,
              MEDIA,
              PROCESSING,
              PRINT,
              ALBUM_BLOCK,
              STUDY,
              DELETION,
              ADJUSTMENT ->
              "";
        };
    return grouped(BigDecimal.valueOf(line.quantity())) + unit;
  }

  /** An amount without its currency. */
  String amount(Money money) {
    return grouped(money.getAmount());
  }

  /** An amount as a sum that stands alone. */
  String sum(Money money) {
    String code = money.getCurrencyUnit().getCode();
    return code.equals("JPY") ? "¥" + amount(money) : code + " " + amount(money);
  }

  private static String grouped(BigDecimal amount) {
    DecimalFormat form = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    form.setMinimumFractionDigits(Math.max(0, amount.scale()));
    return form.format(amount);
  }
}
