package org.hokan.archive.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * One JSON object of the form of terms; what does not fit is refused with its place in the form.
 */
final class TermsFields {
  private static final int LONGEST_SHOWN = 40;

  private final JsonNode json;
  private final String path;

  /**
   * Looks at the object.
   *
   * @param path where it is, ending with a point; empty: at the top
   * @param known the fields that it may have
   */
  TermsFields(JsonNode json, String path, String... known) {
    this.json = json;
    this.path = path;
    boolean absent = json.isMissingNode() || json.isNull();
    if (!absent && !json.isObject()) {
      throw new IllegalArgumentException(
          "%s: no object (expected: %s)".formatted(name(""), String.join(", ", known)));
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw new IllegalArgumentException(
            "%s: unknown (expected: some of %s)"
                .formatted(name(cut(name)), String.join(", ", known)));
      }
    }
  }

  TermsFields object(String field, String... known) {
    return new TermsFields(node(field), path + field + ".", known);
  }

  boolean has(String field) {
    return !node(field).isNull() && !node(field).isMissingNode();
  }

  /** The objects of an array; none when the field is missing. */
  <T> List<T> objects(String field, Function<TermsFields, T> reader, String... known) {
    List<T> all = new ArrayList<>();
    TermsProblems problems = new TermsProblems();
    int index = 0;
    for (JsonNode item : array(field)) {
      String place = "%s%s[%d].".formatted(path, field, index++);
      problems.part(() -> object(item, place, reader, known)).ifPresent(all::add);
    }
    problems.refuse();
    return all;
  }

  private static <T> T object(
      JsonNode item, String place, Function<TermsFields, T> reader, String... known) {
    try {
      return reader.apply(new TermsFields(item, place, known));
    } catch (IllegalArgumentException e) {
      throw placed(place, e);
    }
  }

  Set<String> texts(String field) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw new IllegalArgumentException(
            "%s[%d]: no text (expected: one, in quotes; without them YAML takes 0123 for a number and no for false)"
                .formatted(name(field), texts.size()));
      }
      texts.add(item.asText());
    }
    return texts;
  }

  private JsonNode array(String field) {
    if (has(field) && !node(field).isArray()) {
      throw new IllegalArgumentException("%s: no list (expected: one)".formatted(name(field)));
    }
    return node(field);
  }

  Optional<String> text(String field) {
    JsonNode value = node(field);
    if (!has(field)) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw new IllegalArgumentException("%s: no text (expected: one)".formatted(name(field)));
    }
    return Optional.of(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
  }

  String required(String field, String expected) {
    return text(field)
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: missing (expected: %s)".formatted(name(field), expected)));
  }

  Optional<LocalDate> day(String field) {
    return parsed(field, "a date such as 2026-01-31", LocalDate::parse);
  }

  LocalDate requiredDay(String field) {
    required(field, "a date such as 2026-01-31");
    return day(field).orElseThrow();
  }

  /** Whether something is so; written {@code true} or {@code false}, with quotes or without. */
  Optional<Boolean> truth(String field) {
    if (node(field).isBoolean()) {
      return Optional.of(node(field).booleanValue());
    }
    Optional<String> text = text(field);
    if (text.filter(word -> !word.equals("true") && !word.equals("false")).isPresent()) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: true or false)".formatted(name(field), cut(text.orElseThrow())));
    }
    return text.map(Boolean::valueOf);
  }

  Optional<Integer> number(String field) {
    return parsed(field, "a whole number", Integer::valueOf);
  }

  Optional<Period> period(String field) {
    return parsed(field, "such as 10y, 6m, 2w or 30d, at most 1000 years", Retention::parse);
  }

  Optional<Long> size(String field) {
    return parsed(
        field, "a size above zero with its unit, such as 500GB, 1.5TB or 64GiB", Capacity::parse);
  }

  <E extends Enum<E>> Optional<E> word(String field, Class<E> words) {
    String known =
        Arrays.stream(words.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    return parsed(field, "one of " + known, text -> Enum.valueOf(words, text));
  }

  /** An amount in whole smallest units of its currency. */
  Optional<Money> money(String field, CurrencyUnit currency) {
    return parsed(
        field,
        "an amount of %s with at most %d decimals".formatted(currency, currency.getDecimalPlaces()),
        text -> Money.of(currency, new BigDecimal(text).stripTrailingZeros()));
  }

  /** What a parser makes of a text; refused with what was expected when it cannot. */
  <T> Optional<T> parsed(String field, String expected, Function<String, T> parser) {
    return text(field).map(text -> parsed(field, text, expected, parser));
  }

  private <T> T parsed(String field, String text, String expected, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: %s)".formatted(name(field), cut(text), expected), e);
    }
  }

  /** As the reason, but with the place before it, unless it has one. */
  private static IllegalArgumentException placed(String place, IllegalArgumentException reason) {
    String message = String.valueOf(reason.getMessage());
    return message.startsWith(place)
        ? reason
        : new IllegalArgumentException(place + message, reason);
  }

  String name(String field) {
    return field.isEmpty() && !path.isEmpty() ? path.substring(0, path.length() - 1) : path + field;
  }

  private JsonNode node(String field) {
    return json.isObject() ? json.path(field) : MissingNode.getInstance();
  }

  /** A text that somebody wrote, as it is shown to them. */
  static String cut(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }
}
