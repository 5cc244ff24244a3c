package org.hokan.archive.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Terms as a JSON object, as {@code archive-server/docs/contracts.md} describes it. What is written
 * is whole: it says the points, the length of each period and how charges are worked out, so that a
 * later tariff changes nothing. What is read may leave out what the tariff says.
 */
public final class TermsForm {
  /** The longest form that is read, in characters. */
  public static final int LONGEST = 200_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] TOP = {
    "parties",
    "from",
    "until",
    "currency",
    "capacity",
    "overage",
    "select",
    "billing",
    "units",
    "services",
    "grace"
  };
  private static final String[] UNIT = {
    "unit",
    "course",
    "months",
    "points",
    "unitRate",
    "until",
    "chosen",
    "patients",
    "studies",
    "timing",
    "storageClass",
    "media",
    "compression",
    "lossyUids",
    "originalKept",
    "retention",
    "copies"
  };
  private static final ContractSettings NO_TARIFF =
      new ContractSettings(
          "", ZoneOffset.UTC, Map.of(), BillingTerms.FIRST_FORM, List.of(), List.of());

  private TermsForm() {}

  /**
   * Reads terms that somebody wrote.
   *
   * @param facility the facility's name, for terms that do not say the parties
   * @param settings says what terms leave out
   * @throws IllegalArgumentException when they are none; says where, what came and what was
   *     expected
   */
  public static ContractTerms read(JsonNode json, String facility, ContractSettings settings) {
    TermsFields top = new TermsFields(json, "", TOP);
    TermsProblems problems = new TermsProblems();
    Optional<CurrencyUnit> named = problems.part(() -> currency(top));
    // Without a currency the terms are refused below; amounts are not looked at then.
    CurrencyUnit currency = named.orElse(CurrencyUnit.JPY);
    Optional<Parties> parties = problems.part(() -> parties(top, facility, settings));
    Optional<LocalDate> from = problems.part(() -> top.requiredDay("from"));
    Optional<LocalDate> until = problems.part(() -> top.requiredDay("until"));
    Optional<Long> bytes = problems.part(() -> capacity(top));
    Optional<Selection> selection =
        problems.part(
            () -> selection(top.object("select", "modalities", "sopClasses", "stations")));
    Optional<BillingTerms> billing =
        problems.part(
            () ->
                billing(
                    top.object("billing", "partPeriods", "rounding", "tax"),
                    settings.billing().in(currency)));
    Optional<Optional<Period>> grace = problems.part(() -> top.period("grace"));
    Optional<Optional<CapacityTerms.Overage>> overage =
        named.flatMap(known -> problems.part(() -> overage(top, known)));
    Optional<List<BackupTerms>> backups =
        named.flatMap(
            known ->
                problems.part(() -> top.objects("units", u -> backup(u, known, settings), UNIT)));
    Optional<List<ServiceTerms>> services =
        named.flatMap(
            known ->
                problems.part(
                    () ->
                        top.objects("services", s -> service(s, known), "name", "kind", "price")));
    problems.refuse();
    return new ContractTerms(
        parties.orElseThrow(),
        from.orElseThrow(),
        until.orElseThrow(),
        currency,
        new CapacityTerms(bytes.orElseThrow(), overage.orElseThrow()),
        selection.orElseThrow(),
        billing.orElseThrow(),
        backups.orElseThrow(),
        services.orElseThrow(),
        grace.orElseThrow());
  }

  private static CurrencyUnit currency(TermsFields top) {
    return top.parsed("currency", "a code such as JPY or EUR", TermsForm::money)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "currency: missing (expected: a code such as JPY or EUR)"));
  }

  /** Codes such as XXX stand for no money. */
  private static CurrencyUnit money(String code) {
    CurrencyUnit currency = CurrencyUnit.of(code);
    if (currency.isPseudoCurrency()) {
      throw new IllegalArgumentException("no money");
    }
    return currency;
  }

  private static Parties parties(TermsFields top, String facility, ContractSettings settings) {
    TermsFields parties =
        top.object(
            "parties", "provider", "facility", "facilityAddress", "facilityElectronicAddress");
    return new Parties(
        parties.text("provider").orElse(settings.provider()),
        parties.text("facility").orElse(facility),
        parties.text("facilityAddress").orElse(""),
        parties.text("facilityElectronicAddress").orElse(""));
  }

  private static long capacity(TermsFields top) {
    top.required("capacity", "a size such as 500GB");
    return top.size("capacity").orElseThrow();
  }

  private static Optional<CapacityTerms.Overage> overage(TermsFields top, CurrencyUnit currency) {
    if (!top.has("overage")) {
      return Optional.empty();
    }
    TermsFields overage = top.object("overage", "step", "price");
    overage.required("step", "a size such as 100GB");
    overage.required("price", "an amount");
    return Optional.of(
        new CapacityTerms.Overage(
            overage.size("step").orElseThrow(), overage.money("price", currency).orElseThrow()));
  }

  private static Selection selection(TermsFields select) {
    return new Selection(
        select.texts("modalities"), select.texts("sopClasses"), select.texts("stations"));
  }

  private static BillingTerms billing(TermsFields billing, BillingTerms usual) {
    return new BillingTerms(
        billing.word("partPeriods", BillingTerms.PartPeriods.class).orElse(usual.partPeriods()),
        billing.word("rounding", RoundingMode.class).orElse(usual.rounding()),
        billing.word("tax", BillingTerms.Tax.class).orElse(usual.tax()));
  }

  private static BackupTerms backup(
      TermsFields unit, CurrencyUnit currency, ContractSettings settings) {
    BackupTerms.Builder builder =
        BackupTerms.of(
                unit.word("unit", BackupUnit.class).orElse(BackupUnit.FACILITY),
                price(unit, currency, settings))
            .until(unit.day("until"))
            .choice(choice(unit, settings))
            .retention(unit.period("retention"));
    unit.text("timing").map(BackupTiming::parse).ifPresent(builder::timing);
    unit.word("storageClass", StorageClass.class).ifPresent(builder::storageClass);
    builder.compression(
        unit.text("compression")
            .map(AllowedCompression::parse)
            .orElse(AllowedCompression.LOSSLESS)
            .with(loss(unit)));
    if (unit.has("media")) {
      TermsFields media = unit.object("media", "kind", "every");
      String interval = media.required("every", "an interval such as 6m");
      builder.media(
          Optional.of(
              new MediaTerms(
                  media.required("kind", "such as BD-R"),
                  media.period("every").orElseGet(() -> Retention.parse(interval)))));
    }
    if (unit.has("copies")) {
      TermsFields copies = unit.object("copies", "number", "generations", "place", "method");
      copies.required("number", "how many there are in all");
      builder.copies(
          new CopyTerms(
              copies.number("number").orElse(1),
              copies.number("generations").orElse(1),
              copies.text("place").orElse(""),
              copies.text("method").orElse("")));
    }
    return builder.build();
  }

  /**
   * The list that a unit does not know is refused where it names something. Unit STUDY could once
   * name patients, which limited no charge of it: kept terms that do so are about all.
   */
  private static BackupTerms.Choice choice(TermsFields unit, ContractSettings settings) {
    boolean exams =
        unit.word("unit", BackupUnit.class).filter(kind -> kind == BackupUnit.STUDY).isPresent();
    Set<String> other = unit.texts(exams ? "patients" : "studies");
    if (!other.isEmpty() && settings == NO_TARIFF) {
      return BackupTerms.Choice.ALL;
    }
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %d (expected: patients with unit PATIENT, studies with unit STUDY)"
              .formatted(unit.name(exams ? "patients" : "studies"), other.size()));
    }
    return new BackupTerms.Choice(
        unit.truth("chosen").orElse(false), unit.texts(exams ? "studies" : "patients"));
  }

  private static BackupPrice price(
      TermsFields unit, CurrencyUnit currency, ContractSettings settings) {
    String name = unit.required("course", "ANNUAL, MONTHLY or another of the tariff");
    unit.required("unitRate", "the price of one point");
    Optional<PeriodCourse> known =
        settings.tariff().keySet().stream().filter(c -> c.name().equals(name)).findFirst();
    PeriodCourse course =
        unit.number("months")
            .map(months -> new PeriodCourse(name, months))
            .or(() -> known)
            .orElseThrow(() -> unknownCourse(unit, name, settings));
    int points =
        unit.number("points")
            .or(() -> Optional.ofNullable(settings.tariff().get(course)))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: missing (expected: the points of a period of %d months)"
                            .formatted(unit.name("points"), course.months())));
    return new BackupPrice(course, points, unit.money("unitRate", currency).orElseThrow());
  }

  private static IllegalArgumentException unknownCourse(
      TermsFields unit, String name, ContractSettings settings) {
    return new IllegalArgumentException(
        "%s: \"%s\" (expected: one of the tariff: %s; or its months and points beside it)"
            .formatted(
                unit.name("course"),
                TermsFields.cut(name),
                String.join(
                    ", ",
                    settings.tariff().keySet().stream()
                        .map(PeriodCourse::name)
                        .sorted()
                        .toList())));
  }

  private static ServiceTerms service(TermsFields service, CurrencyUnit currency) {
    service.required("price", "an amount");
    return new ServiceTerms(
        service.required("name", "what is done"),
        service.word("kind", ServiceKind.class).orElse(ServiceKind.PROCESSING),
        service.money("price", currency).orElseThrow());
  }

  private static void write(ObjectNode json, Parties parties) {
    json.put("provider", parties.provider()).put("facility", parties.facility());
    if (!parties.facilityAddress().isEmpty()) {
      json.put("facilityAddress", parties.facilityAddress());
    }
    if (!parties.facilityElectronicAddress().isEmpty()) {
      json.put("facilityElectronicAddress", parties.facilityElectronicAddress());
    }
  }

  /** The whole form of terms. */
  public static ObjectNode write(ContractTerms terms) {
    ObjectNode json = JSON.createObjectNode();
    write(json.putObject("parties"), terms.parties());
    json.put("from", terms.from().toString())
        .put("until", terms.until().toString())
        .put("currency", terms.currency().getCode())
        .put("capacity", Capacity.format(terms.capacity().bytes()));
    terms
        .capacity()
        .overage()
        .ifPresent(
            overage ->
                json.putObject("overage")
                    .put("step", Capacity.format(overage.step()))
                    .put("price", plain(overage.price())));
    ObjectNode select = json.putObject("select");
    texts(select, "modalities", terms.selection().modalities());
    texts(select, "sopClasses", terms.selection().sopClasses());
    texts(select, "stations", terms.selection().stations());
    json.putObject("billing")
        .put("partPeriods", terms.billing().partPeriods().name())
        .put("rounding", terms.billing().rounding().name())
        .put("tax", terms.billing().tax().name());
    ArrayNode units = json.putArray("units");
    terms.backups().forEach(backup -> write(units.addObject(), backup));
    ArrayNode services = json.putArray("services");
    terms
        .services()
        .forEach(
            s ->
                services
                    .addObject()
                    .put("name", s.name())
                    .put("kind", s.kind().name())
                    .put("price", plain(s.price())));
    terms.grace().ifPresent(period -> json.put("grace", Retention.format(period)));
    return json;
  }

  private static LossTerms loss(TermsFields unit) {
    return new LossTerms(
        unit.word("lossyUids", LossTerms.Uids.class).orElse(LossTerms.USUAL.uids()),
        unit.period("originalKept").orElse(LossTerms.USUAL.originalKept()));
  }

  private static void write(ObjectNode json, BackupTerms backup) {
    json.put("unit", backup.unit().name())
        .put("course", backup.price().course().name())
        .put("months", backup.price().course().months())
        .put("points", backup.price().points())
        .put("unitRate", plain(backup.price().unitRate()));
    backup.until().ifPresent(day -> json.put("until", day.toString()));
    if (backup.isChosen()) {
      json.put("chosen", true);
      texts(
          json,
          backup.unit() == BackupUnit.STUDY ? "studies" : "patients",
          backup.choice().named());
    }
    json.put("timing", backup.timing().toString())
        .put("storageClass", backup.storageClass().name());
    backup
        .media()
        .ifPresent(
            media ->
                json.putObject("media")
                    .put("kind", media.kind())
                    .put("every", Retention.format(media.every())));
    json.put("compression", backup.compression().toString());
    if (backup.compression().level() == AllowedCompression.Level.LOSSY) {
      json.put("lossyUids", backup.compression().loss().uids().name())
          .put("originalKept", Retention.format(backup.compression().loss().originalKept()));
    }
    backup.retention().ifPresent(period -> json.put("retention", Retention.format(period)));
    json.putObject("copies")
        .put("number", backup.copies().number())
        .put("generations", backup.copies().generations())
        .put("place", backup.copies().place())
        .put("method", backup.copies().method());
  }

  private static void texts(ObjectNode json, String field, Set<String> texts) {
    ArrayNode array = json.putArray(field);
    texts.stream().sorted().forEach(array::add);
  }

  private static String plain(Money money) {
    return money.getAmount().toPlainString();
  }

  /** As it is kept. */
  static String text(ContractTerms terms) {
    String text = write(terms).toString();
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "terms: %d characters (expected: at most %d)".formatted(text.length(), LONGEST));
    }
    return text;
  }

  /** What {@link #text} wrote. */
  static ContractTerms read(String text) {
    try {
      return read(JSON.readTree(text), "", NO_TARIFF);
    } catch (JsonProcessingException e) {
      // Its own message holds a part of the text, which may name a patient.
      throw new IllegalStateException("contract: kept terms are no JSON (expected: as written)");
    }
  }
}
