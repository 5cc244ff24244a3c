package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.hokan.archive.billing.StudyCharges;

/** What a study cost: the first charges, and the sum of all. */
final class StoryCharges {
  static final String OF_THE_FACILITY =
      "charges for all that a facility keeps (STORAGE, OVERAGE) are not of one study";

  private final StudyCharges charges;

  StoryCharges(AdminRooms rooms, StorySubject of, int most) {
    this.charges = rooms.ledger().chargesOf(of.facility(), of.study().value(), most);
  }

  void put(ObjectNode json) {
    json.set("charges", Json.array(charges.first(), BillingResource::json));
    json.put("chargeCount", charges.count());
    json.set(
        "chargeSums",
        Json.array(
            charges.sums(),
            sum ->
                Json.object()
                    .put("currency", sum.getCurrencyUnit().getCode())
                    .put("amount", sum.getAmount().toPlainString())));
  }

  /** Says what is not there. */
  Optional<String> cut() {
    int shown = charges.first().size();
    return shown < charges.count()
        ? Optional.of(
            "only the first %d of %d charges: all with --limit %2$d (REST: limit), or billing records"
                .formatted(shown, charges.count()))
        : Optional.empty();
  }
}
