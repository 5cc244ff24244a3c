package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Tx;

/** The rows of contracts: how they are read. */
final class ContractRows {
  private static final String CURRENT =
      "from ContractVersionRow c where c.version ="
          + " (select max(n.version) from ContractVersionRow n where n.contract = c.contract)";

  private ContractRows() {}

  /** Counts the changes: rows are only ever added. */
  static long revision(Tx tx) {
    return tx.session()
        .createSelectionQuery("select count(*) from ContractVersionRow", Long.class)
        .getSingleResult();
  }

  /** The latest version of each contract, withdrawn ones too. */
  static List<Contract> current(Tx tx) {
    return contracts(
        tx.session().createSelectionQuery(CURRENT, ContractVersionEntity.class).getResultList());
  }

  static List<Contract> currentOf(Tx tx, String facility) {
    return contracts(
        tx.session()
            .createSelectionQuery(
                CURRENT + " and c.facility = :facility", ContractVersionEntity.class)
            .setParameter("facility", facility)
            .getResultList());
  }

  static Optional<Contract> current(Tx tx, String id) {
    List<Contract> all = versions(tx, id);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  static List<Contract> versions(Tx tx, String id) {
    return contracts(
        tx.session()
            .createSelectionQuery(
                "from ContractVersionRow c where c.contract = :id order by c.version",
                ContractVersionEntity.class)
            .setParameter("id", id)
            .getResultList());
  }

  static int nextNumber(Tx tx, String facility) {
    Integer last =
        tx.session()
            .createSelectionQuery(
                "select coalesce(max(c.number), 0) from ContractVersionRow c"
                    + " where c.facility = :facility",
                Integer.class)
            .setParameter("facility", facility)
            .getSingleResult();
    return last + 1;
  }

  static void insert(Tx tx, Contract contract) {
    tx.session().insert(ContractVersionEntity.of(contract));
  }

  private static List<Contract> contracts(List<ContractVersionEntity> rows) {
    return rows.stream().map(ContractVersionEntity::contract).toList();
  }
}
