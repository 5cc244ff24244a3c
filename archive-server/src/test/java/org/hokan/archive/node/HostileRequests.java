package org.hokan.archive.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Requests like one that was fine, each with one thing in it that is not. */
final class HostileRequests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "x",
          "-",
          "-1",
          "0x1",
          "h-0x1",
          "h-99999999999",
          "99999999999999999999",
          "1e999999999",
          "2026-13-45",
          "+999999999-12-31",
          "\u0000",
          "\ud800",
          "=1+1",
          "../..",
          "9".repeat(5_000));

  private static final List<String> VALUES =
      List.of("null", "true", "-1", "1.5", "1e400", "99999999999999999999", "[]", "{}", "[null]");

  private HostileRequests() {}

  /** One that is sent. */
  record Sent(String operation, String path, String body) {}

  static List<Sent> like(Sent fine) throws JsonProcessingException {
    List<Sent> all = new ArrayList<>();
    paths(fine, all);
    if (!fine.body().isEmpty()) {
      ObjectNode body = (ObjectNode) JSON.readTree(fine.body());
      bodies(body, () -> all.add(new Sent(fine.operation(), fine.path(), body.toString())));
      all.add(new Sent(fine.operation(), fine.path(), "["));
      all.add(new Sent(fine.operation(), fine.path(), "{}"));
    }
    return all;
  }

  /** Parts of the path that the document has no fixed words for, and values of parameters. */
  private static void paths(Sent fine, List<Sent> all) {
    String[] asked = fine.path().split("\\?", 2);
    String[] words = asked[0].split("/");
    String[] said = fine.operation().split(" ")[1].split("/");
    for (int i = 0; i < words.length; i++) {
      if (said[i].startsWith("{")) {
        String[] changed = words.clone();
        int at = i;
        eachText(
            text -> {
              changed[at] = text;
              all.add(new Sent(fine.operation(), String.join("/", changed), fine.body()));
            });
      }
    }
    if (asked.length > 1) {
      String[] parameters = asked[1].split("&");
      for (int i = 0; i < parameters.length; i++) {
        String[] changed = parameters.clone();
        String name = parameters[i].substring(0, parameters[i].indexOf('=') + 1);
        int at = i;
        eachText(
            text -> {
              changed[at] = name + text;
              String query = asked[0] + "?" + String.join("&", changed);
              all.add(new Sent(fine.operation(), query, fine.body()));
            });
      }
    }
  }

  private static void eachText(Consumer<String> use) {
    TEXTS.stream()
        .filter(text -> !text.isBlank() && !text.contains(".."))
        .forEach(text -> use.accept(URLEncoder.encode(text, StandardCharsets.UTF_8)));
  }

  /** Puts each wrong value into each field, one after the other, and tells of each. */
  private static void bodies(JsonNode within, Runnable use) throws JsonProcessingException {
    if (within instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode fine = object.get(name);
        for (JsonNode wrong : wrong()) {
          object.set(name, wrong);
          use.run();
        }
        object.remove(name);
        use.run();
        object.set(name, fine);
        bodies(fine, use);
      }
    } else if (within instanceof ArrayNode array) {
      for (Iterator<JsonNode> items = array.elements(); items.hasNext(); ) {
        bodies(items.next(), use);
      }
    }
  }

  private static List<JsonNode> wrong() throws JsonProcessingException {
    List<JsonNode> wrong = new ArrayList<>();
    for (String text : TEXTS) {
      wrong.add(JSON.getNodeFactory().textNode(text));
    }
    for (String value : VALUES) {
      wrong.add(JSON.readTree(value));
    }
    return wrong;
  }
}
