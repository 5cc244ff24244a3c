package org.hokan.archive.billing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hokan.archive.billing.OtherRules.LeftOut;
import org.hokan.archive.contract.StorageDecision.Cause;

/** Adds up what is left out, by cause, rule and SOP class; at most {@value #MOST} of them. */
final class LeftOuts {
  private static final int MOST = 200;

  private final Map<Key, LeftOut> sums = new LinkedHashMap<>();

  private record Key(Cause cause, boolean aside, String rule, String sopClass) {
    static Key of(LeftOut left) {
      return new Key(left.cause(), left.aside(), left.rule(), left.sopClass());
    }
  }

  void add(LeftOut left) {
    LeftOut counted =
        sums.size() < MOST || sums.containsKey(Key.of(left))
            ? left
            : new LeftOut(left.cause(), left.aside(), "others", "", left.images(), left.bytes());
    sums.merge(Key.of(counted), counted, LeftOut::plus);
  }

  List<LeftOut> all() {
    return List.copyOf(sums.values());
  }
}
