package org.hokan.archive.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.contract.StagedRule;
import org.hokan.archive.contract.StorageRule;

/** Reads from a request which rules are to be tried on past traffic. */
final class TriedRules {
  private static final int MOST_RULES = 500;
  private static final int MOST_READ = 10_000_000;
  private static final int USUALLY_READ = 20_000;

  private final AdminRooms rooms;
  private final Body body;

  TriedRules(AdminRooms rooms, Body body) {
    this.rooms = rooms;
    this.body = body;
  }

  /** Those in use of one AE with what the request changes. */
  RuleSet ofAe(ApplicationEntity sender) {
    List<StorageRule> changes = new ArrayList<>(staged(sender.title()));
    body.list("rules", MOST_RULES).forEach(rule -> changes.add(rule(rule, sender.title())));
    return rooms.rules().trying(sender.title(), changes);
  }

  /** Those of each AE of a facility about which the request says something. */
  Map<String, RuleSet> ofFacility(String facility) {
    Map<String, List<StorageRule>> byAe = new HashMap<>();
    Optional<Instant> then = body.filled("rulesOn").map(text -> endOf(text, facility));
    for (ApplicationEntity sender : rooms.entities().ofFacility(facility)) {
      List<StorageRule> staged = staged(sender.title());
      if (then.isPresent() || !staged.isEmpty()) {
        byAe.put(sender.title(), new ArrayList<>(staged));
      }
    }
    for (JsonNode json : body.list("rules", MOST_RULES)) {
      String ae = sender(json, facility);
      byAe.computeIfAbsent(ae, title -> new ArrayList<>()).add(rule(json, ae));
    }
    Map<String, RuleSet> sets = new HashMap<>();
    byAe.forEach(
        (ae, changes) ->
            sets.put(
                ae,
                then.map(at -> rooms.rules().trying(ae, at, changes))
                    .orElseGet(() -> rooms.rules().trying(ae, changes))));
    return sets;
  }

  /** Whether the request says anything of rules. */
  boolean isGiven() {
    return body.flag("staged")
        || body.filled("rulesOn").isPresent()
        || !body.list("rules", MOST_RULES).isEmpty();
  }

  /** Most objects that are to be read for it. */
  int mostRead() {
    return body.number("read", USUALLY_READ, MOST_READ);
  }

  private Instant endOf(String text, String facility) {
    LocalDate day = Call.parsed("rulesOn", text, "a day such as 2026-12-31", LocalDate::parse);
    return day.plusDays(1).atStartOfDay(rooms.contracts().zoneOf(facility)).toInstant();
  }

  private List<StorageRule> staged(String ae) {
    return body.flag("staged")
        ? rooms.rules().staging().list(Optional.of(ae)).stream().map(StagedRule::draft).toList()
        : List.of();
  }

  private String sender(JsonNode json, String facility) {
    String title =
        Optional.of(json.path("ae").asText())
            .filter(ae -> !ae.isEmpty())
            .or(() -> body.filled("ae"))
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "rules: one without ae (expected: the sender's AE title, in each or of all)"));
    ApplicationEntity sender = AeResource.known(rooms.entities(), title);
    if (!sender.facility().equals(facility)) {
      throw Refusal.badRequest(
          "ae: %s is of facility %s (expected: an AE of %s)"
              .formatted(title, sender.facility(), facility));
    }
    return sender.title();
  }

  private static StorageRule rule(JsonNode json, String ae) {
    Body one = new Body(json, List.of("ae", "name", "when", "then", "order", "remove"));
    boolean removed = one.flag("remove");
    return Call.made(
        () ->
            new StorageRule(
                ae,
                one.text("name"),
                1,
                removed ? one.filled("when").orElse("true") : one.text("when"),
                Actions.parse(removed ? one.filled("then").orElse("refuse") : one.text("then")),
                one.number("order").orElse(0),
                removed,
                Instant.EPOCH,
                "trial"));
  }
}
