package org.hokan.archive.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** JSON bodies. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** An array of what {@code form} makes of each. */
  static <T> ArrayNode array(List<T> things, Function<T, ? extends JsonNode> form) {
    ArrayNode array = array();
    things.forEach(thing -> array.add(form.apply(thing)));
    return array;
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** Sets the field when there is a value; leaves it out otherwise. */
  static void put(ObjectNode object, String field, Optional<?> value) {
    value.ifPresent(there -> object.put(field, there.toString()));
  }

  static HttpResponse ok(JsonNode body) {
    return respond(HttpStatus.OK, body);
  }

  /** A list: {@code {"items": [...]}}. */
  static <T> HttpResponse items(List<T> things, Function<T, ? extends JsonNode> form) {
    ObjectNode body = object();
    body.set("items", array(things, form));
    return ok(body);
  }

  static HttpResponse respond(HttpStatus status, JsonNode body) {
    return aggregated(status, body).toHttpResponse();
  }

  static HttpResponse error(HttpStatus status, String message) {
    return aggregatedError(status, message).toHttpResponse();
  }

  static AggregatedHttpResponse aggregatedError(HttpStatus status, String message) {
    return aggregated(status, object().put("error", message));
  }

  private static AggregatedHttpResponse aggregated(HttpStatus status, JsonNode body) {
    try {
      ResponseHeaders headers =
          ResponseHeaders.builder(status)
              .contentType(MediaType.JSON_UTF_8)
              .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
              .build();
      return AggregatedHttpResponse.of(headers, HttpData.wrap(MAPPER.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
