package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Tx;

/** The rows of storage rules: how they are read. */
final class RuleRows {
  private static final String CURRENT =
      "from StorageRuleVersionRow r where r.removed = false and r.version ="
          + " (select max(n.version) from StorageRuleVersionRow n"
          + " where n.ae = r.ae and n.name = r.name)";
  private static final String ORDER = " order by r.ae, r.ruleOrder, r.name";

  private RuleRows() {}

  /** Counts the changes: rows are only ever added. */
  static long revision(Tx tx) {
    return tx.session()
        .createSelectionQuery("select count(*) from StorageRuleVersionRow", Long.class)
        .getSingleResult();
  }

  /** The rules in use, by AE and order. */
  static List<StorageRule> current(Tx tx) {
    return rules(
        tx.session()
            .createSelectionQuery(CURRENT + ORDER, StorageRuleVersionEntity.class)
            .getResultList());
  }

  static List<StorageRule> currentOf(Tx tx, String ae) {
    return rules(
        tx.session()
            .createSelectionQuery(
                CURRENT + " and r.ae = :ae" + ORDER, StorageRuleVersionEntity.class)
            .setParameter("ae", ae)
            .getResultList());
  }

  /** The latest version, also one that took the rule out of use. */
  static Optional<StorageRule> latest(Tx tx, String ae, String name) {
    List<StorageRule> all = versions(tx, ae, name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  static List<StorageRule> versions(Tx tx, String ae, String name) {
    return rules(
        tx.session()
            .createSelectionQuery(
                "from StorageRuleVersionRow r where r.ae = :ae and r.name = :name"
                    + " order by r.version",
                StorageRuleVersionEntity.class)
            .setParameter("ae", ae)
            .setParameter("name", name)
            .getResultList());
  }

  /** All versions of all rules of an AE, the latest first. */
  static List<StorageRule> history(Tx tx, String ae) {
    return rules(
        tx.session()
            .createSelectionQuery(
                "from StorageRuleVersionRow r where r.ae = :ae order by r.id desc",
                StorageRuleVersionEntity.class)
            .setParameter("ae", ae)
            .getResultList());
  }

  static void insert(Tx tx, StorageRule rule) {
    tx.session().insert(StorageRuleVersionEntity.of(rule));
  }

  private static List<StorageRule> rules(List<StorageRuleVersionEntity> rows) {
    return rows.stream().map(StorageRuleVersionEntity::rule).toList();
  }
}
