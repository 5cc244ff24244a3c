package org.hokan.archive.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request: its parameters, its body, and who asks. */
final class Call {
  private final ServiceRequestContext context;
  private final AggregatedHttpRequest request;

  Call(ServiceRequestContext context, AggregatedHttpRequest request) {
    this.context = context;
    this.request = request;
  }

  ServiceRequestContext context() {
    return context;
  }

  /** Who asks, for the audit trail. */
  String who() {
    return "admin@" + context.remoteAddress().getAddress().getHostAddress();
  }

  /** A part of the path. */
  String path(String name) {
    return String.valueOf(context.pathParam(name));
  }

  /** A number in the path. */
  long pathNumber(String name) {
    return parsed(name, path(name), "a number", Long::valueOf);
  }

  /** Refuses query parameters that the endpoint does not know. */
  void checkParameters(List<String> known) {
    for (String name : context.queryParams().names()) {
      if (!known.contains(name)) {
        throw Refusal.badRequest(
            "parameter %s: unknown (expected: %s)"
                .formatted(name, known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  /** A parameter that says yes or no; empty when it is not given. */
  Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw Refusal.badRequest(
                          "parameter %s: '%s' (expected: true or false)".formatted(name, text));
                });
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  Optional<YearMonth> month(String name) {
    return text(name).map(value -> month(name, value));
  }

  Optional<Instant> instant(String name) {
    return text(name)
        .map(v -> parsed(name, v, "an instant such as 2026-11-21T10:00:00Z", Instant::parse));
  }

  long number(String name, long otherwise) {
    return text(name).map(v -> parsed(name, v, "a number", Long::valueOf)).orElse(otherwise);
  }

  /** How many rows are asked for. */
  int limit(int otherwise, int most) {
    long limit = number("limit", otherwise);
    if (limit < 1 || limit > most) {
      throw Refusal.badRequest("limit: %d (expected: 1 to %d)".formatted(limit, most));
    }
    return (int) limit;
  }

  <E extends Enum<E>> Optional<E> word(String name, Class<E> words) {
    return text(name).map(value -> word(name, value, words));
  }

  static <E extends Enum<E>> E word(String name, String value, Class<E> words) {
    String expected =
        Arrays.stream(words.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    return parsed(
        name, value, "one of " + expected, v -> Enum.valueOf(words, v.toUpperCase(Locale.ROOT)));
  }

  static YearMonth month(String name, String value) {
    return parsed(name, value, "YYYY-MM", YearMonth::parse);
  }

  /** What a parser makes of a value; a refusal that says what was expected when it cannot. */
  static <T> T parsed(String name, String value, String expected, Function<String, T> parser) {
    try {
      return parser.apply(value);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw Refusal.badRequest("%s: \"%s\" (expected: %s)".formatted(name, cut(value), expected));
    }
  }

  /** What is made of what was sent; a refusal with the room's own words when it does not fit. */
  static <T> T made(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static String cut(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }

  /** The body's bytes. */
  byte[] bytes() {
    return request.content().array();
  }

  /**
   * The body, a JSON object.
   *
   * @param fields those that it may have; any other is refused
   */
  Body body(String... fields) {
    @Nullable MediaType type = request.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      throw new Refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content type: %s (expected: application/json)".formatted(type));
    }
    try {
      JsonNode json = Json.MAPPER.readTree(request.contentUtf8());
      if (json == null || !json.isObject()) {
        throw Refusal.badRequest("body: no JSON object (expected: one)");
      }
      return new Body(json, List.of(fields));
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest(
          "body: no valid JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }
}
