package org.hokan.archive.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Holds what a server really answered to what the OpenAPI document says of it. */
public final class OpenApiAnswers {
  private static final JsonNode DOCUMENT = OpenApi.read();

  private OpenApiAnswers() {}

  /**
   * The operations of the document by these methods, such as "POST /rules/{ae}/{name}/rollback".
   */
  public static Set<String> operations(Set<String> methods) {
    Set<String> operations = new TreeSet<>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          String method = name.toUpperCase(Locale.ROOT);
                          if (methods.contains(method)) {
                            operations.add(method + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  /**
   * What an answer has that the document does not say of it; nothing when all is said.
   *
   * @param operation such as "PUT /facilities/{code}"
   */
  public static Set<String> unsaid(String operation, HttpResponse<String> answer)
      throws JsonProcessingException {
    String[] words = operation.split(" ");
    JsonNode response =
        resolved(
            DOCUMENT
                .path("paths")
                .path(words[1])
                .path(words[0].toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(answer.statusCode())));
    String where = operation + " " + answer.statusCode();
    Set<String> unsaid = new TreeSet<>();
    JsonNode schema = response.at("/content/application~1json/schema");
    if (response.isMissingNode()) {
      unsaid.add(where + ": no such answer in the document: " + answer.body());
    } else if (schema.isMissingNode()) {
      if (!answer.body().isEmpty()) {
        unsaid.add(where + ": has a body (expected: none)");
      }
    } else {
      check(where, Json.MAPPER.readTree(answer.body()), schema, unsaid);
    }
    return unsaid;
  }

  /** Each field is described, and is what the description says. */
  static void check(String where, JsonNode value, JsonNode given, Set<String> unsaid) {
    JsonNode schema = resolved(given);
    if (value.isNull()) {
      return;
    }
    String type = schema.path("type").asText();
    if (!type.isEmpty() && !isOf(value, type)) {
      unsaid.add("%s: %s (expected: %s)".formatted(where, value, type));
    }
    if (value.isArray()) {
      value.forEach(item -> check(where + "[]", item, schema.path("items"), unsaid));
    }
    Set<String> fields = new TreeSet<>();
    collect(schema, fields);
    if (!value.isObject() || fields.isEmpty() || schema.has("additionalProperties")) {
      return;
    }
    value
        .properties()
        .forEach(
            field -> {
              String name = where + "." + field.getKey();
              if (fields.contains(field.getKey())) {
                check(name, field.getValue(), find(schema, field.getKey()), unsaid);
              } else {
                unsaid.add(name + ": not in the document");
              }
            });
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }

  private static JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : resolved(DOCUMENT.at(reference.substring(1)));
  }

  private static void collect(JsonNode given, Set<String> fields) {
    JsonNode schema = resolved(given);
    schema.path("properties").fieldNames().forEachRemaining(fields::add);
    schema.path("allOf").forEach(part -> collect(part, fields));
  }

  private static JsonNode find(JsonNode given, String field) {
    JsonNode schema = resolved(given);
    JsonNode found = schema.path("properties").path(field);
    for (JsonNode part : schema.path("allOf")) {
      found = found.isMissingNode() ? find(part, field) : found;
    }
    return found;
  }
}
