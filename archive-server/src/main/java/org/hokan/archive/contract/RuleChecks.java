package org.hokan.archive.contract;

import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.db.Tx;

/** What a rule must be before it is kept. */
final class RuleChecks {
  private RuleChecks() {}

  static void check(StorageRule draft) {
    if (draft.then().compression().filter(order -> !order.form().isMade()).isPresent()) {
      throw StorageRules.refused(
          Reason.INVALID,
          "rule %s: compression=%s: nothing encodes it in this version (expected: such as lossless"
              + " or jpeg-ls-lossless)",
          draft.name(),
          draft.then().compression().orElseThrow().form().word());
    }
    try {
      StorageRules.checkCondition(draft.when());
    } catch (IllegalArgumentException e) {
      throw StorageRules.refused(
          Reason.INVALID, "rule %s: %s", draft.name(), String.valueOf(e.getMessage()));
    }
  }

  static void checkOrder(Tx tx, StorageRule draft) {
    for (StorageRule other : RuleRows.currentOf(tx, draft.ae())) {
      if (other.order() == draft.order() && !other.name().equals(draft.name())) {
        throw StorageRules.refused(
            Reason.CONFLICT,
            "rule %s of AE %s: order %s is that of rule %s (expected: a number of its own)",
            draft.name(),
            draft.ae(),
            draft.order(),
            other.name());
      }
    }
  }

  /**
   * What a rule does besides must be possible: where it forwards to, and which units it chooses
   * for.
   */
  static void checkFollowUps(Tx tx, BackupObjects objects, StorageRule draft, String facility) {
    checkForward(tx, draft, facility);
    objects.checkUnits(draft.name(), facility, draft.then().followUps().backup());
  }

  /** What is forwarded goes where a C-MOVE of the facility could send it, and not back. */
  private static void checkForward(Tx tx, StorageRule draft, String facility) {
    for (String title : draft.then().followUps().forward()) {
      if (title.equals(draft.ae())) {
        throw StorageRules.refused(
            Reason.INVALID,
            "rule %s: forward=%s: the sender itself (expected: another AE)",
            draft.name(),
            title);
      }
      ApplicationEntity to = ApplicationEntities.lockApplicationEntity(tx, title);
      if (!to.facility().equals(facility) || !to.isMoveDestination()) {
        throw StorageRules.refused(
            Reason.CONFLICT,
            "rule %s: forward=%s: of another facility, without address, or may not receive"
                + " (expected: an AE of facility %s that may receive)",
            draft.name(),
            title,
            facility);
      }
    }
  }
}
